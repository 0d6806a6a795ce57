/** Where nobody can be: behind the Service's own address, or at port 0: the connection is refused. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import type { Service } from '../../../languages/traefik/config/types.js'
import { countedFor } from '../model/targets.js'
import type { Names } from './told.js'

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
  // A port of a name of elsewhere that the Service does not have.
  if (server?.endsWith(':0') && others.length === 0) return true
  if (facts === null || backend === null || server === undefined || others.length > 0) return false
  const service = { namespace: backend.namespace, name: backend.service }
  const address = facts.inventory.service(service)?.spec?.clusterIP
  if (!address || server.slice(0, server.lastIndexOf(':')).replace(/[[\]]/g, '') !== address) return false
  const { state } = countedFor(facts.inventory, backend)
  return state === 'none-ready' || state === 'no-slices' || state === 'no-port'
}

/** As {@link isInVain} has it, of a service by its own name. */
export function refusedBy(names: Pick<Names, 'backendOf'>, facts: RoutingFacts | null): (service: Service) => boolean {
  return (service) => isInVain(facts, names.backendOf(service), service.servers)
}
