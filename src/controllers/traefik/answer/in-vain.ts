/** The Service's own address is called, and nobody is behind it, or at no port of it: the node refuses the connection. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import { countedFor } from '../model/targets.js'

/**
 * @param backend null: it is not known
 * @param servers `address:port`; null: they are not known
 * https://kubernetes.io/docs/reference/networking/virtual-ips/
 */
export function isInVain(
  facts: RoutingFacts | null,
  backend: ServiceBackend | null,
  servers: readonly string[] | null,
): boolean {
  const [server, ...others] = servers ?? []
  if (facts === null || backend === null || server === undefined || others.length > 0) return false
  const service = { namespace: backend.namespace, name: backend.service }
  const address = facts.inventory.service(service)?.spec?.clusterIP
  if (!address || server.slice(0, server.lastIndexOf(':')).replace(/[[\]]/g, '') !== address) return false
  const { state } = countedFor(facts.inventory, backend)
  return state === 'none-ready' || state === 'no-slices' || state === 'no-port'
}
