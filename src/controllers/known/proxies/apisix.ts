/** Apache APISIX Ingress Controller: https://github.com/apache/apisix-ingress-controller */
import { bySpecification } from '../../shared/gateways/specification.js'
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'

export const apisix: Family = {
  id: 'apisix',
  title: 'APISIX Ingress Controller',
  gateway: bySpecification('apisix.apache.org/apisix-ingress-controller'),
  speaks: { prefixes: ['k8s.apisix.apache.org'], guards: [] },
  // https://apisix.apache.org/docs/ingress-controller/concepts/annotations/#svc-namespace
  servicesOf: 'k8s.apisix.apache.org/svc-namespace',
  runs: ({ path }) => /(?:^|[/-])apisix-ingress-controller$/.test(path),
  // Its settings are in a file: https://github.com/apache/apisix-ingress-controller/blob/master/config/samples/config.yaml
  claims: () => [
    claim({
      // The second one is of releases before 2.
      controllers: ['apisix.apache.org/apisix-ingress-controller', 'apisix.apache.org/apisix-ingress'],
      names: ['apisix'],
      withoutClass: null,
    }),
  ],
}
