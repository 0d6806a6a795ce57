/**
 * Ingresses by the words of the Kubernetes documentation alone, whatever controller there is:
 * https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types and #hostname-wildcards
 *
 * Of all rules that match host and path, an exact host comes before a wildcard, a wildcard before none, and then the
 * longest path, Exact before Prefix. Where none matches, a default backend answers.
 */
import { certificateOf } from '../../domain/certificates.js'
import type { Plan, PlannedCertificate, PlannedRoute } from '../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import { nameOf, refKey, refOf } from '../../domain/objects/ref.js'
import { requestHost, requestPath } from '../../domain/requests/host.js'
import type { Fate } from '../../domain/routes/fate.js'
import { resolveRoutes } from '../../domain/routes/resolve-routes.js'
import { resolveService } from '../../domain/routes/resolve-service.js'
import { isDefaultBackend, pathOf, type Route } from '../../domain/routes/route.js'
import type { SpecFound } from './answer.js'
import { answerOf, unanswered } from './answer.js'
import { type HostRules, indexRoutes, isExactly, levelsOf, matching, type RouteIndex } from './index-rules.js'
import { losersOf } from './losers.js'
import type { Fated } from './why.js'
import { whyRows } from './why.js'

export type SpecFacts = Pick<RoutingFacts, 'inventory' | 'ingresses' | 'secretOf'>

export function planIngresses({ inventory, ingresses, secretOf }: SpecFacts): Plan {
  const mine = new Set(ingresses.map((ingress) => refKey(refOf(ingress))))
  const routes = resolveRoutes(inventory)
  const isMine = ({ source }: Route) => mine.has(refKey(source))
  const own = routes.filter(isMine)
  const index = indexRoutes(own)
  const foreign = indexRoutes(routes.filter((route) => !isMine(route)))
  const fated = () => fatesOf(index, own, conditional(ingresses))
  let planned: readonly PlannedRoute[] | undefined
  return {
    answer: (request, explain) => {
      const host = requestHost(request.host)
      const path = requestPath(request.target)
      const found = find(index, host, path)
      const answer = found === null ? unanswered(request, explain) : answerOf(request, found, explain)
      return explain
        ? { ...answer, losers: losersOf({ index, foreign, host, path, winner: found?.route ?? null }) }
        : answer
    },
    get routes() {
      planned ??= fated().map(plannedRoute)
      return planned
    },
    ownRoutes: [],
    upstreams: [],
    certificateFor: (host) => certificateFor(index, host, secretOf),
    endpointsOf: ({ namespace, service, port }) => resolveService(inventory, { namespace, name: service }, port, 'TCP'),
    why: async (_sources, wanted) =>
      whyRows(
        fated().filter(({ route }) => wanted(route.source)),
        ingresses,
      ),
  }
}

function find(index: RouteIndex, host: string | null, path: string): SpecFound | null {
  const levels = levelsOf(index, host)
  for (const rules of levels) {
    const { value } = matching(rules, path).next()
    if (value) return { route: value, isDefault: isDefaultBackend(value), host: rules.host }
  }
  const route = defaultFor(index, levels)
  return route === null ? null : { route, isDefault: true, host: null }
}

/** That of an Ingress which names the host, else the oldest. */
function defaultFor({ defaults }: RouteIndex, levels: readonly HostRules[]): Route | null {
  if (defaults.length < 2) return defaults[0] ?? null
  for (const { routes } of levels)
    for (const { source } of routes) {
      const own = defaults.find((one) => refKey(one.source) === refKey(source))
      if (own) return own
    }
  return defaults[0] ?? null
}

/** Of two rules for one host, path and way to match it the first has all requests; any other rule has some. */
function fatesOf(index: RouteIndex, routes: readonly Route[], takesSome: (route: Route) => boolean): Fated[] {
  const hosts = new Map<string, Set<string>>()
  for (const { source, host } of routes)
    if (host !== null) hosts.set(refKey(source), (hosts.get(refKey(source)) ?? new Set()).add(host.toLowerCase()))
  return routes.map((route) => {
    const own = hosts.get(refKey(route.source)) ?? []
    const path = pathOf(route)
    const winner = path === null ? winningDefault(index, route, [...own]) : winningRule(index, route, path)
    return { route, fate: winner === route || (winner && takesSome(winner)) ? { is: 'served' } : lostTo(winner) }
  })
}

/**
 * Rules that an annotation bids take some of their requests only: the next one of the same path gets the others. A redirect to
 * where a request came to is passed over, so that one from http to https leaves all of https to the next.
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#conditions
 */
function conditional(ingresses: SpecFacts['ingresses']): (route: Route) => boolean {
  const found = new Set(
    ingresses.flatMap((one) =>
      Object.entries(one.metadata.annotations ?? {}).flatMap(([name, value]) => {
        const [, what, service] = /^alb\.ingress\.kubernetes\.io\/(actions|conditions)\.(.+)$/.exec(name) ?? []
        const isPart = what === 'conditions' || (what === 'actions' && /"type"\s*:\s*"redirect"/i.test(value))
        return isPart ? `${refKey(refOf(one))} ${service}` : []
      }),
    ),
  )
  return ({ source, backends }) => found.has(`${refKey(source)} ${backends[0]?.service?.name}`)
}

function lostTo(winner: Route | undefined): Fate {
  const who = winner === undefined ? 'another rule' : nameOf(winner.source)
  return { is: 'lost', to: winner?.source ?? null, why: `${who} comes first` }
}

function winningRule(index: RouteIndex, route: Route, path: string): Route | undefined {
  const host = route.host?.toLowerCase() ?? null
  const rules = levelsOf(index, host).find((one) => one.host === host)
  return rules && [...matching(rules, path)].find((one) => isExactly(one) === isExactly(route))
}

/** It answers for the hosts that its Ingress names, or for all others. */
function winningDefault(index: RouteIndex, route: Route, hosts: readonly string[]): Route | undefined {
  const first = index.defaults[0]
  const answers = hosts.map((host) => defaultFor(index, levelsOf(index, host).slice(0, 1)))
  return [first, ...answers].includes(route) ? route : first
}

function plannedRoute({ route, fate }: Fated): PlannedRoute {
  const { source, host, match } = route
  return { source, host, match, fate, isListed: false, isLost: fate.is !== 'served' }
}

/** Of the oldest Ingress with a TLS section for the host. */
function certificateFor(
  index: RouteIndex,
  host: string,
  secretOf: RoutingFacts['secretOf'],
): PlannedCertificate | null {
  const rules = levelsOf(index, host.toLowerCase()).filter((level) => level.host !== null)
  const route = rules.flatMap(({ routes }) => routes).find(({ tls }) => tls !== null)
  if (route === undefined || route.tls === null) return null
  const { secret } = route.tls
  const by = route.source
  if (secret === null) return { by, secret, certificate: null, flaw: 'no-secret' }
  const found = secretOf(secret)
  if (found === null) return { by, secret, certificate: null, flaw: null, isUnseen: true }
  const certificate = found === undefined ? null : certificateOf(found)
  return { by, secret, certificate, flaw: certificate === null ? 'no-certificate' : null }
}
