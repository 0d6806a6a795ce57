/** A Service with its slices, and the endpoints of a route to it. */
import { resolveRoutes } from '../../src/domain/routes/resolve-routes.js'
import type { Route, RouteEndpoints } from '../../src/domain/routes/route.js'
import { gatherRoutes } from '../../src/questions/routes/gather.js'
import { type MemoryCluster, memoryCluster } from '../support/cluster/memory-cluster.js'
import { ingress, rule, service } from '../support/objects.js'

export async function routesOf(cluster: MemoryCluster): Promise<Route[]> {
  return resolveRoutes(await gatherRoutes(memoryCluster(cluster), { scope: 'all-namespaces' }))
}

export function endpointsIn(route: Route | undefined): RouteEndpoints {
  const [backend] = route?.backends ?? []
  if (!backend) throw new Error('no backend')
  return backend.endpoints
}

/** The endpoints of one route to the Service `web`. */
export async function endpointsOf(
  objects: MemoryCluster['objects'],
  port: object = { number: 80 },
): Promise<RouteEndpoints> {
  const [route] = await routesOf({
    objects: { Ingress: [ingress('a', { rules: [rule('h', '/', 'web', port)] })], ...objects },
  })
  return endpointsIn(route)
}

export const web = service('web')

export const brief = ({ state, ready, total, items }: RouteEndpoints) => ({
  state,
  counts: `${ready}/${total}`,
  at: items.map(({ address, port }) => `${address}:${port}`),
})
