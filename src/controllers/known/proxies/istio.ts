/** Istio: its control plane takes the Ingresses, and gateways of its own serve them: https://github.com/istio/istio */
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'

export const istio: Family = {
  id: 'istio',
  title: 'Istio',
  runs: ({ path, argv }) => /(?:^|[/-])(?:pilot|istiod)$/.test(path) && argv.includes('discovery'),
  // As it is where nobody changed the mesh configuration, a ConfigMap: ingressControllerMode STRICT, ingressClass istio.
  // https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-IngressControllerMode
  claims: () => [claim({ controllers: ['istio.io/ingress-controller'], names: ['istio'], first: 'annotation' })],
  publishes: (_flags, namespace) => ({ namespace, name: 'istio-ingressgateway' }),
}
