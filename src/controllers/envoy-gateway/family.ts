/** Envoy Gateway, which takes no Ingress: https://github.com/envoyproxy/gateway */
import type { Controller, Nature } from '../../domain/controllers/controller.js'
import type { Recognised } from '../../domain/controllers/dialect.js'
import { refOf } from '../../domain/objects/ref.js'
import type { Pod } from '../../domain/objects/workloads.js'
import { openAdmin } from '../shared/envoy/admin.js'
import { type EnvoySettings, envoyIn, gatewayIn, settingsOf } from '../shared/envoy/workload.js'
import { envoyGatewayDialect } from '../shared/gateways/envoy-gateway.js'
import type { Family, Releases } from '../shared/named/family.js'
import { flagsIn } from '../shared/named/flags.js'
import { natureOf as namedNature, recognise as recogniseNamed } from '../shared/named/settings.js'

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

/** Pods of Envoy Gateway: one that steers, and for each Gateway those of an Envoy. */
const label = 'gateway.envoyproxy.io/owning-gateway'

export function natureOf(namespace: string, image: string, own: EnvoySettings): Nature {
  const nature = namedNature(envoyGateway, flagsIn([]), namespace, image)
  return {
    ...nature,
    // Ports below 1024 are moved up: https://gateway.envoyproxy.io/docs/api/extension_types/#envoyproxyspec
    traits: { ...nature.traits, ports: own.role === 'proxy' ? { http: 10080, https: 10443 } : null },
    settings: { takes: [], ...own },
  }
}

export function recognise(pod: Pod): Recognised | null {
  const { namespace } = refOf(pod)
  const container = envoyIn(
    pod,
    (path, argv) => /(?:^|\/)gateway(?:-dev)?$|(?:^|\/)envoy-gateway$/.test(path) || argv.includes('envoy-gateway'),
  )
  if (container !== null) {
    const gateway = gatewayIn(pod, `${label}-name`, `${label}-namespace`)
    return {
      container,
      ...natureOf(namespace, container.image ?? '', { gateway, role: 'proxy', ...openAdmin(container) }),
    }
  }
  const found = recogniseNamed(envoyGateway, pod)
  if (found === null) return null
  return {
    ...natureOf(namespace, found.container.image ?? '', { gateway: null, role: 'control plane' }),
    container: found.container,
  }
}

/** Each Envoy is one of its own, in the release of the one that steers it; that one is told where it steers nothing. */
export function joined(found: readonly Controller[]): readonly Controller[] {
  const proxies = found.filter((one) => settingsOf(one).role === 'proxy')
  const [steering, ...others] = found.filter((one) => settingsOf(one).role === 'control plane')
  if (proxies.length === 0 || steering === undefined || others.length > 0) return proxies.length === 0 ? found : proxies
  return proxies.map((one) => ({ ...one, release: steering.release, behind: [steering] }))
}
