/** Istio: its control plane takes the Ingresses, and gateways of its own serve them: https://github.com/istio/istio */
import { byVirtualHost } from '../../shared/gateways/specification.js'
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'

// OpenShift brings one of its own: https://docs.redhat.com/en/documentation/openshift_container_platform (Gateway API)
const { controllerNames, profile } = byVirtualHost(
  'Istio',
  ...['istio.io/gateway-controller', 'istio.io/mesh-controller', 'istio.io/unmanaged-gateway'],
  'openshift.io/gateway-controller/v1',
)

export const istio: Family = {
  id: 'istio',
  title: 'Istio',
  releases: {
    // Six weeks after the release of the second next line: https://istio.io/latest/docs/releases/supported-releases/#support-policy
    ends: ['1.24 2025-06-24', '1.25 2025-09-30', '1.26 2025-12-22', '1.27 2026-03-30', '1.28 2026-06-29'],
  },
  // Routes of one hostname are one VirtualService, the oldest first, then by their names, and sorted with expressions last:
  // https://github.com/istio/istio/blob/master/pilot/pkg/config/kube/gateway/conversion.go (sortHTTPRoutes)
  gateway: {
    controllerNames,
    profile: {
      ...profile,
      title: `${profile.title}, expressions after all prefixes`,
      pathTypes: ['Exact', 'PathPrefix', 'RegularExpression'],
    },
  },
  speaks: { prefixes: ['istio.io'], guards: [], guardsBeside: true },
  runs: ({ path, argv }) =>
    argv.includes('discovery') &&
    (/(?:^|[/-])(?:pilot|istiod)$/.test(path) || argv.some((word) => word.startsWith('--monitoringAddr'))),
  // A sidecar is started with `proxy sidecar`: it serves the pod beside it alone.
  proxies: ({ argv }) => argv[0] === 'proxy' && argv[1] === 'router',
  // As it is where nobody changed the mesh configuration, a ConfigMap: ingressControllerMode STRICT, ingressClass istio.
  // https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-IngressControllerMode
  claims: () => [claim({ controllers: ['istio.io/ingress-controller'], names: ['istio'], first: 'annotation' })],
  publishes: (_flags, namespace) => ({ namespace, name: 'istio-ingressgateway' }),
}
