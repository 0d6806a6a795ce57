/**
 * Does a replica serve what the routes of its Gateways ask for: each match is asked as a client would, from the objects
 * and from what the replica runs, so that however a proxy writes its routes both say the same.
 */
import { covers } from '../../domain/certificates.js'
import { endpointDifference } from '../../domain/controllers/endpoint-difference.js'
import type { Observation, Served } from '../../domain/controllers/observation.js'
import type { PlannedCertificate } from '../../domain/controllers/plan.js'
import type { ServedRoute } from '../../domain/controllers/replica-facts.js'
import { fullName, nameOf, refKey } from '../../domain/objects/ref.js'
import { backendName } from '../../domain/requests/service-hops.js'
import type { Answer, TraceRequest } from '../../domain/requests/trace.js'
import type { Route } from '../../domain/routes/route.js'
import type { PlannedGateway } from '../../semantics/gateway/world.js'
import { type FrozenPort, frozenPortsOf } from '../gateways/frozen-ports.js'
import { certificateAt } from '../gateways/listener-certificates.js'
import type { OpenGateways } from '../gateways/open.js'
import { type GatewayRow, gatewayRows } from '../gateways/rows.js'
import { differences } from '../trace/outcome.js'
import { requestOfRoute } from '../trace/route-requests.js'
import { type ComparedCertificates, compareCertificates } from './compare-certificates.js'
import type { ComparedEndpoints, DifferentEndpoints } from './compare-endpoints.js'
import { asServed, type ComparedRoutes, type DifferentRoute, servedKey } from './compare-routes.js'

export interface ComparedGateways {
  /** null, of each: it does not tell what it serves */
  readonly routes: ComparedRoutes | null
  readonly endpoints: ComparedEndpoints | null
  /** ports whose routes the proxy refuses as a whole, whatever it served before */
  readonly frozen: readonly FrozenPort[]
}

/** The Gateways that the replicas of one controller serve. */
export interface OwnGateways {
  readonly opened: OpenGateways
  readonly gateways: readonly PlannedGateway[]
  /** of them alone, whatever becomes of them */
  readonly rows: readonly GatewayRow[]
}

/** Rows are worked out once for all replicas. */
export function ownGateways(opened: OpenGateways, gateways: readonly PlannedGateway[]): OwnGateways {
  const names = new Set(gateways.map(({ ref }) => nameOf(ref)))
  const sources = new Set(
    opened.plan.world.attachments.flatMap(({ gateway, source }) => (names.has(nameOf(gateway)) ? refKey(source) : [])),
  )
  const rows = gateways.length === 0 ? [] : gatewayRows(opened, (source) => sources.has(refKey(source)))
  return { opened, gateways, rows }
}

/** What no listener takes, and what another one has. */
export function leftOutOf({ rows }: OwnGateways): ServedRoute[] {
  return rows.flatMap(({ route }) => (route.fate?.is === 'dropped' || route.fate?.is === 'lost' ? asServed(route) : []))
}

/**
 * @param served null: it does not tell what it serves
 * @param listed routes of its configuration; null: it does not tell them
 * @param isWhole are all objects seen that may ask for routes
 */
export function compareGateways(
  own: OwnGateways,
  served: Served | null,
  listed: readonly ServedRoute[] | null,
  isWhole: boolean,
): ComparedGateways {
  const { opened, gateways, rows } = own
  const frozen = gateways.flatMap((one) => frozenPortsOf(opened.plan, one))
  if (served === null) return { routes: null, endpoints: null, frozen }
  const { routes, endpoints } = asked(own, served)
  const known = new Set(rows.map(({ route }) => listedKey(asServed(route))))
  const stale = listed?.filter((one) => !known.has(listedKey(one))) ?? null
  return { routes: { ...routes, stale: isWhole ? stale : null }, endpoints, frozen }
}

function asked(
  { opened, gateways, rows }: OwnGateways,
  served: Served,
): { readonly routes: Omit<ComparedRoutes, 'stale'>; readonly endpoints: ComparedEndpoints } {
  const own = new Map(gateways.map((one) => [nameOf(one.ref), one]))
  const hosts = new Set(rows.flatMap(({ route }) => route.host?.toLowerCase() ?? []))
  const tried = new Set<string>()
  const missing = new Map<string, ServedRoute>()
  const different = new Map<string, DifferentRoute>()
  const endpoints = new Map<string, DifferentEndpoints | null>()
  for (const row of rows.filter(
    ({ route }) => route.match !== null && (route.fate?.is === 'served' || route.fate?.is === 'fails'),
  ))
    for (const parent of row.route.parents) {
      const gateway = own.get(nameOf(parent.gateway))
      if (gateway === undefined) continue
      const counter = opened.plan.at(gateway)
      const found = wonBy(row, requestsFor({ ...row.route, parents: [parent] }, gateway, hosts), (request) =>
        counter.answer(request, false),
      )
      if (found === null) continue
      const { request, answer } = found
      const real = served.answer(request, false)
      const differ = differences(answer, real)
      if (differ === null) continue
      const place = asServed(row.route)
      const key = servedKey(place)
      tried.add(key)
      const isOwn = real.source !== null && refKey(real.source) === refKey(row.route.source)
      if (differ.length > 0 && real.verdict === 'not-found' && !isOwn) missing.set(key, place)
      else if (differ.length > 0) different.set(key, { ...place, planned: wordsOf(answer), served: wordsOf(real) })
      else addEndpoints(endpoints, answer, real)
    }
  const faults = [...endpoints.values()].flatMap((one) => one ?? [])
  return {
    routes: {
      asked: tried.size,
      missing: [...missing.values()],
      different: [...different.values()].filter((one) => !missing.has(servedKey(one))),
    },
    endpoints: { same: endpoints.size - faults.length, different: faults, missing: [], stale: null },
  }
}

/** Hosts of listeners that take HTTPS. @throws Problem as {@link Observation.certificate} */
export function compareGatewayCertificates(
  { gateways, rows }: OwnGateways,
  observation: Pick<Observation, 'certificate'>,
): Promise<ComparedCertificates> {
  const names = new Set(gateways.map(({ ref }) => nameOf(ref)))
  const hosts = rows.flatMap(({ route }) => {
    const isShown = route.parents.some((one) => one.protocol === 'HTTPS' && names.has(nameOf(one.gateway)))
    return isShown && route.host !== null && !route.host.startsWith('*') ? route.host : []
  })
  const certificateFor = (host: string) => gateways.flatMap((one) => shownAt(one, host) ?? [])[0] ?? null
  const routes = hosts.map((host) => ({ host }))
  return compareCertificates({ certificateFor, routes }, [], observation)
}

/** Where all certificates of a proxy are one pool, one that does not cover the host may give way to any other. */
function shownAt(gateway: PlannedGateway, host: string): PlannedCertificate | null {
  const shown = certificateAt(gateway, host)
  if (shown === null || shown.flaw !== null) return null
  const isPool = gateway.profile.listeners.unknownSni === 'other-certificate'
  return isPool && shown.certificate != null && !covers(shown.certificate, host) ? null : shown
}

function requestsFor(route: Route, gateway: PlannedGateway, hosts: ReadonlySet<string>): TraceRequest[] {
  const [parent] = route.parents
  // A name that is asked for in a handshake is one of the listener's own.
  const tls = parent && ['HTTPS', 'TLS'].includes(parent.protocol) ? (route.tls ?? {}) : null
  const { match } = route
  const below = `${(match?.path ?? '').replace(/\/$/, '')}/any-path-of-nobody`
  const all = match?.pathType === 'PathPrefix' ? [route, { ...route, match: { ...match, path: below } }] : [route]
  return all.flatMap((one) => {
    const place = requestOfRoute({ ...one, tls, addresses: [] }, hosts)
    if ('wrong' in place) return []
    const { method, ...said } = place
    const { namespace, name } = gateway.ref
    return { ...said, method: method ?? 'GET', clientAddress: null, httpVersion: '1.1', gateway: { namespace, name } }
  })
}

/** The first request that its route has: another one may be more specific at its very path. */
function wonBy({ route, rule }: GatewayRow, requests: readonly TraceRequest[], ask: (request: TraceRequest) => Answer) {
  for (const request of requests) {
    const answer = ask(request)
    const isOwn = answer.source !== null && refKey(answer.source) === refKey(route.source)
    if (isOwn && (answer.rule ?? rule.index) === rule.index) return { request, answer }
  }
  return null
}

function addEndpoints(all: Map<string, DifferentEndpoints | null>, asked: Answer, real: Answer): void {
  const [planned, served] = [endpointsOf(asked), endpointsOf(real)]
  if (planned === null || served === null) return
  const name = backendsIn(asked) ?? (asked.source && `${nameOf(asked.source)} rule ${asked.rule ?? 0}`)
  if (name === null || all.get(name)) return
  const found = endpointDifference(planned, served)
  all.set(name, found && { name, service: asked.backend, gone: found.gone, missing: found.missing, planned, served })
}

/** Of all shares together: a proxy may keep several backends in one. Null, too, where nobody decides between several. */
function endpointsOf({ split, endpoints }: Answer): readonly string[] | null {
  if (split.length === 0) return endpoints
  if (split.some(({ percent }) => percent === null)) return null
  const all = split.flatMap((one) => (one.percent === 0 ? [] : [one.endpoints]))
  return all.includes(null) ? null : [...new Set(all.flatMap((one) => one ?? []))]
}

function backendsIn({ split, backend }: Answer): string | null {
  return split.length > 0 || backend === null ? null : backendName(backend)
}

function wordsOf({ source, status, location, backend }: Answer): readonly string[] {
  const end = location ?? (backend && backendName(backend)) ?? status
  return [source && fullName(source), end === null ? null : String(end)].filter((one) => one !== null)
}

/** A proxy may write no slash at the end of a prefix, an anchor before an expression, and methods of gRPC in its own way. */
function listedKey(one: ServedRoute): string {
  const path = one.source.kind === 'GRPCRoute' ? '' : one.path.replace(/^\^+/, '').replace(/\/$/, '')
  return servedKey({ ...one, path })
}
