/** Envoy Gateway, which takes no Ingress: https://github.com/envoyproxy/gateway */
import { envoyGatewayDialect } from '../shared/gateways/envoy-gateway.js'
import type { Family, Releases } from '../shared/named/family.js'

/** Envoy Gateway's lines of releases that have ended, and its public flaws. */
const releases: Releases = {
  // https://gateway.envoyproxy.io/news/releases/matrix/
  ends: [
    ...['1.0 2024-09-13', '1.1 2025-01-22', '1.2 2025-05-06', '1.3 2025-07-30', '1.4 2025-11-13', '1.5 2026-02-13'],
    ...['1.6 2026-05-13', '1.7 2026-08-05'],
  ],
  flaws: [
    'CVE-2026-53719 0 1.7.4 1.8.0 1.8.1',
    'CVE-2026-53718 0 1.7.4 1.8.0 1.8.1',
    'CVE-2026-53717 0 1.7.4 1.8.0 1.8.1',
    'CVE-2026-53716 0 1.7.4 1.8.0 1.8.1',
    'CVE-2026-53715 0 1.7.4 1.8.0 1.8.1',
    'CVE-2026-53714 0 1.7.4 1.8.0 1.8.1',
    'CVE-2026-53713 0 1.7.4 1.8.0 1.8.1',
    'CVE-2026-22771 0 1.5.7 1.6.0 1.6.2',
    'CVE-2025-25294 0 1.2.7 1.3.0 1.3.1',
    'CVE-2025-24030 0 1.2.6',
  ],
}

export const envoyGateway: Family = {
  id: 'envoy-gateway',
  title: 'Envoy Gateway',
  releases,
  runs: ({ path, argv }) =>
    /(?:^|\/)envoyproxy\/gateway(?:-dev)?$|(?:^|\/)envoy-gateway$/.test(path) && !argv.includes('certgen'),
  claims: () => [],
  numbered: /(?:^|\/)gateway(?:-dev)?$|(?:^|\/)envoy-gateway$/,
  gateway: envoyGatewayDialect,
}
