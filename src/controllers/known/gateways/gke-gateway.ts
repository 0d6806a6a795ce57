/** The Gateways of GKE, which no pod of the cluster makes: https://cloud.google.com/kubernetes-engine/docs/concepts/gateway-api */
import { bySpecification } from '../../shared/gateways/specification.js'
import type { Family } from '../../shared/named/family.js'

export const gkeGateway: Family = {
  id: 'gke-gateway',
  title: 'GKE Gateway',
  claims: () => [],
  gateway: bySpecification('networking.gke.io/gateway'),
}
