/** Rules of Gateways among the routers of Ingresses: one table has all of them, and the highest priority counts. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { plainGet } from '../../../domain/requests/trace.js'
import type { Router } from '../../../languages/traefik/config/types.js'
import type { ProxyRequest } from '../../../languages/traefik/route/request.js'
import type { Takers } from '../../../languages/traefik/route/table.js'
import type { TraefikSettings } from '../workload/settings.js'

export type Taken = Pick<Takers, 'winners' | 'untried'>

/** With whoever has the request of those of Gateways. */
export function amongGateways(
  takers: Taken,
  request: ProxyRequest,
  { beside }: Pick<RoutingFacts, 'beside'>,
  { entryPoints }: TraefikSettings,
): Taken {
  const port = entryPoints.find(({ name }) => name === request.entryPoint)?.port
  if (beside === undefined || port === undefined) return takers
  const { tls, hostHeader, path, query, method, headers } = request
  const asked = { ...plainGet(tls ? 'https' : 'http', hostHeader, `${path}${query}`), method, headers, port }
  const { source, rule, priority } = beside.answer(asked, false)
  const best = takers.winners[0]?.priority ?? Number.NEGATIVE_INFINITY
  if (source === null || priority === undefined || priority < best) return takers
  const router: Router = {
    ...{ name: `${source.namespace}/${source.name}@kubernetesgateway`, rule: `its rule ${rule ?? 0}`, syntax: 'v3' },
    ...{ entryPoints: [], priority, tls, middlewares: [], service: '', parents: [], errors: [], origin: source },
  }
  return {
    winners: priority === best ? [...takers.winners, router] : [router],
    untried: takers.untried.filter((one) => one.priority >= priority),
  }
}
