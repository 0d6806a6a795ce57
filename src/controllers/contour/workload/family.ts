/** Contour, which steers an Envoy in pods of their own: https://github.com/projectcontour/contour */
import { contourGatewayDialect } from '../../shared/gateways/contour.js'
import { claim } from '../../shared/named/claim.js'
import type { Family, Releases } from '../../shared/named/family.js'
import { listIn } from '../../shared/named/flags.js'

/** Contour's lines of releases that have ended, and its public flaws. */
const releases: Releases = {
  // https://github.com/projectcontour/contour/blob/main/RELEASES.md: the last three minor releases
  ends: [
    ...['1.25 2024-02-12', '1.26 2024-05-07', '1.27 2024-07-31', '1.28 2025-05-06', '1.29 2025-05-15'],
    '1.30 2025-09-08',
  ],
  flaws: [
    'CVE-2026-50149 1.23.0 1.33.5',
    'CVE-2026-41246 1.19.0 1.31.6 1.32.0 1.32.5 1.33.0 1.33.4',
    'CVE-2021-32783 0 1.14.2 1.15.0 1.15.2 1.16.0 1.16.1 1.17.0 1.17.1',
  ],
}

export const contour: Family = {
  id: 'contour',
  title: 'Contour',
  releases,
  speaks: { prefixes: ['projectcontour.io'], guards: [] },
  // The same program runs beside each Envoy, and there it serves nothing.
  runs: ({ path, argv }) => /(?:^|[/-])contour$/.test(path) && argv.includes('serve'),
  // By name: the controller of an IngressClass counts for nothing.
  // https://github.com/projectcontour/contour/blob/main/internal/ingressclass/ingressclass.go
  claims: (flags) => {
    const names = listIn(flags, 'ingress-class-name')
    return [
      claim({
        controllers: [],
        names: names ?? ['contour'],
        by: 'name',
        withoutClass: names === null,
        first: 'annotation',
        namespaces: listIn(flags, 'watch-namespaces'),
        isSure: !flags.has('contour-config-name'),
      }),
    ]
  },
  publishes: (flags, namespace) => ({
    namespace: flags.get('envoy-service-namespace') || namespace,
    name: flags.get('envoy-service-name') || 'envoy',
  }),
  numbered: /(?:^|[/-])contour$/,
  gateway: contourGatewayDialect,
  flags: [
    'ingress-class-name',
    'watch-namespaces',
    'root-namespaces',
    'config-path',
    'contour-config-name',
    'envoy-service-namespace',
    'envoy-service-name',
  ],
}
