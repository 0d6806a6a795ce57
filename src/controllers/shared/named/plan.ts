/** The plan of a controller whose rules are not read: who asks for what is known, and nothing of what becomes of it. */
import type { Plan, PlannedRoute } from '../../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { nameOf, refKey, refOf } from '../../../domain/objects/ref.js'
import { requestHost } from '../../../domain/requests/host.js'
import { type Hop, withoutBackend } from '../../../domain/requests/trace.js'
import type { Fate } from '../../../domain/routes/fate.js'
import { hostAnswers } from '../../../domain/routes/match-host.js'
import { resolveRoutes } from '../../../domain/routes/resolve-routes.js'
import { resolveService } from '../../../domain/routes/resolve-service.js'
import type { Family } from './family.js'
import type { NamedController } from './settings.js'
import { rowsOf } from './why.js'

export function planOf(family: Family, controller: NamedController, facts: RoutingFacts): Plan {
  const { inventory, ingresses } = facts
  const why = `the rules of ${family.title} are not read`
  let routes: readonly PlannedRoute[] | undefined
  return {
    answer: (request, explain) =>
      explain ? { ...unknown, hops: hopsOf(family, ingresses, requestHost(request.host)) } : unknown,
    get routes() {
      routes ??= routesOf(facts, { is: 'unknown', why })
      return routes
    },
    ownRoutes: [],
    upstreams: [],
    certificateFor: () => null,
    endpointsOf: ({ namespace, service, port }) => resolveService(inventory, { namespace, name: service }, port, 'TCP'),
    why: (sources, wanted) => {
      const asked = ingresses.filter((one) => wanted(refOf(one)))
      return rowsOf(family, controller, { inventory, ingresses: asked }, sources)
    },
  }
}

const unknown = withoutBackend('unknown', null)

function routesOf({ inventory, ingresses }: RoutingFacts, fate: Fate): readonly PlannedRoute[] {
  const own = new Set(ingresses.map((one) => refKey(refOf(one))))
  return resolveRoutes(inventory)
    .filter(({ source }) => own.has(refKey(source)))
    .map(({ source, host, match }) => ({ source, host, match, fate, isListed: false, isLost: false }))
}

/** More Ingresses than this that name a host are counted. */
const most = 5

function hopsOf({ title }: Family, ingresses: readonly Ingress[], host: string | null): readonly Hop[] {
  const named = ingresses
    .filter(({ spec }) => (spec?.rules ?? []).some((rule) => host !== null && hostAnswers(rule.host || null, host)))
    .map((one) => nameOf(refOf(one)))
    .sort()
  const more = named.length > most ? ` and ${named.length - most} more` : ''
  const who: Hop[] =
    named.length === 0
      ? []
      : [{ kind: 'ingress', subject: `${named.slice(0, most).join(', ')}${more}`, detail: `of its class, for ${host}` }]
  const detail = `those of ${title} are not read: which backend gets the request is not known`
  return [...who, { kind: 'note', subject: 'rules', detail, gist: `rules of ${title} are not read` }]
}
