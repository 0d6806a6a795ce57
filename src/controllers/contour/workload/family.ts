/** Contour, which steers an Envoy in pods of their own: https://github.com/projectcontour/contour */
import { contourGatewayDialect } from '../../shared/gateways/contour.js'
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'
import { listIn } from '../../shared/named/flags.js'
import { releases } from './releases.js'

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
