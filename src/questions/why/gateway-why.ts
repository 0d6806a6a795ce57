/** Is each rule of a route of Gateways served, and is a Gateway as it should be: what stands in the way. */

import { type Finding, finding, told } from '../../domain/findings/finding.js'
import type { BrokenBackend } from '../../domain/findings/gateway-flaws.js'
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import type { ListenerSet } from '../../domain/objects/gateway/gateways.js'
import type { GatewayRoute, WireFilter } from '../../domain/objects/gateway/routes.js'
import { isSame, nameOf, type Ref, refOf } from '../../domain/objects/ref.js'
import { globFlaw } from '../../domain/routes/glob.js'
import type { Route, RouteBackend, RouteEndpoints } from '../../domain/routes/route.js'
import { failingShare, shareOf } from '../../domain/routes/shares.js'
import { bySeverity, servedInPart, type WhyRow } from '../../domain/why/why.js'
import { grpcStatusFor } from '../../semantics/gateway/answer.js'
import type { BackendTls } from '../../semantics/gateway/attachment/policies.js'
import { faultIn, filtersOfBackend, policyIn, statusOf, tlsIn } from '../../semantics/gateway/backends.js'
import { endlessAt } from '../../semantics/gateway/fates.js'
import { isLacking, isPassedOver } from '../../semantics/gateway/matching/filters.js'
import {
  type BackendFault,
  isOfStreams,
  type PlannedBackend,
  type Rule,
} from '../../semantics/gateway/matching/matches.js'
import { isLostMirror, ownAnswerOf, ownFilterOf, sharesNothing } from '../../semantics/gateway/own-answers.js'
import type { PlannedGateway } from '../../semantics/gateway/world.js'
import { gatewayFindings, isUnclaimed, shutFindings } from '../gateways/gateway-findings.js'
import { listenerSetFindings } from '../gateways/listener-sets.js'
import type { OpenGateways } from '../gateways/open.js'
import { routeFindings } from '../gateways/route-findings.js'
import { type GatewayRow, rowsOf } from '../gateways/rows.js'

/** A row for each match under each hostname, and one before them for what is said of the whole route. */
export function whyRoute(opened: OpenGateways, route: GatewayRoute): WhyRow[] {
  const source = refOf(route)
  const rows = rowsOf(opened, route)
  const rules = rows.map((row) => rowOf(opened, row))
  const isTold = rules.some(({ causes }) =>
    causes.some(({ code }) => code === 'share-fails' || code === 'grant-missing'),
  )
  const causes = routeFindings(opened, route, isTold).sort(bySeverity)
  if (causes.length === 0) return rules
  const served = servedInPart(rules.map((one) => one.served))
  return [{ source, controller: rows[0]?.route.controller ?? null, rule: null, served, causes }, ...rules]
}

export function whyGateway(opened: OpenGateways, planned: PlannedGateway): WhyRow {
  const causes = gatewayFindings(opened, planned)
  const isOut = causes.some(({ code }) => code === 'gateway-unclaimed')
  const served = !isOut && planned.listeners.some(planned.serves)
  return { source: planned.ref, controller: opened.ownerOf(planned), rule: null, served, causes }
}

/** It serves by its Gateway. */
export function whyListenerSet(opened: OpenGateways, set: ListenerSet): WhyRow {
  const source = refOf(set)
  const { gateway, fault } = opened.plan.world.listenerSetOf(source) ?? { gateway: null, fault: 'no-gateway' }
  const planned = gateway === null ? undefined : opened.plan.world.gateways.get(nameOf(gateway))
  const own = planned?.listeners.filter(({ owner }) => isSame(owner, source)) ?? []
  const served = fault === 'unknown' ? null : planned !== undefined && own.some(planned.serves)
  return {
    ...{ source, controller: planned === undefined ? null : opened.ownerOf(planned), rule: null, served },
    causes: [
      ...listenerSetFindings(opened, set),
      ...own.flatMap((one, i) => (planned ? shutFindings(opened, planned, one, source, `spec.listeners[${i}]`) : [])),
    ].sort(bySeverity),
  }
}

function rowOf(opened: OpenGateways, row: GatewayRow): WhyRow {
  const { route, rule } = row
  const { source, host, match, backends, fate, controller } = route
  const field = `spec.rules[${rule.index}]`
  // What hangs on no listener gets nothing, and its backends are looked at all the same: one cause hides no other.
  const isAsked = fate?.is === 'served' || fate?.is === 'dropped'
  const broken = isAsked ? rule.backends.flatMap((_, i) => brokenFinding(opened, route, rule, i, field)) : []
  return {
    source,
    controller,
    rule: {
      host,
      path: match?.path ?? null,
      pathType: match?.pathType ?? null,
      backend: backends.map(backendText).join(', ') || null,
    },
    served: servedOf(route),
    ...(route.fate?.is === 'unknown' && { doubt: route.fate.why }),
    causes: [
      ...lost(opened, route, field),
      ...ownFindings(opened, row, field),
      ...endlessFindings(opened, row, field),
      ...globFindings(row, field),
      ...broken,
    ].sort(bySeverity),
  }
}

/** A path that is compared as it stands, and is not written so. */
function globFindings({ route: { source, match, fate } }: GatewayRow, field: string): Finding[] {
  const isText = match?.pathType === 'PathPrefix' || match?.pathType === 'Exact'
  const flaw = isText && fate?.is === 'served' ? globFlaw(match.path ?? '/', false, 'match-type') : null
  return flaw === null ? [] : [finding(flaw, source, { field })]
}

/** Endpoints that may not be seen are taken to be there: nothing says otherwise. */
function servedOf({ fate, backends, filters }: Route): boolean | null {
  if (fate === null || fate.is === 'unknown' || fate.is === 'undefined-winner') return null
  return fate.is === 'served' && (isRedirect(filters) || failingShare(backends) < 100)
}

function isRedirect(filters: Route['filters']): boolean {
  return filters.some(({ type }) => type === 'RequestRedirect')
}

function lost(opened: OpenGateways, { source, host, match, fate, parents }: Route, field: string): Finding[] {
  if (fate === null || fate.is === 'served' || fate.is === 'fails' || fate.is === 'unknown') return []
  if (opened.refusedFate(source) !== null) return []
  // Where no listener takes the route, or nobody its Gateway, that is told of all of it.
  if (fate.is === 'dropped' && parents.every(({ gateway }) => isNobodys(opened, gateway))) return []
  const shut = fate.is === 'dropped' ? parents.flatMap((one) => shutAt(opened, one, source, field)) : []
  if (shut.length > 0) return shut
  if (fate.is === 'undefined-winner') return [finding(told('match-by-chance', { why: fate.why }), source, { field })]
  const text = match && `${match.pathType} ${match.path}`
  const winner = fate.is === 'lost' || fate.is === 'never-matches' ? fate.to : null
  const section = winner && plainSection(opened.plan, winner)
  const facts = { host, match: text, winner, why: fate.why, ...(section !== null && { section }) }
  return [finding(told('match-taken', facts), source, { field })]
}

/** What keeps a listener that it hangs on from taking requests. */
function shutAt(opened: OpenGateways, at: Route['parents'][number], source: Ref, field: string): Finding[] {
  const gateway = opened.plan.world.gateways.get(nameOf(at.gateway))
  const found = gateway?.listeners.filter((one) => one.name === at.listener && one.port === at.port) ?? []
  return found.flatMap((one) =>
    gateway?.serves(one) === false ? shutFindings(opened, gateway, one, source, field) : [],
  )
}

/** The proxy itself answers, for a filter that cannot work or for want of a backend; a mirror may be lost beside that. */
function ownFindings({ plan, inventory }: OpenGateways, { route, rule }: GatewayRow, field: string): Finding[] {
  const { source, backends, fate, parents } = route
  const [parent] = parents
  const profile = parent && plan.world.gateways.get(nameOf(parent.gateway))?.profile
  const names = backends.map(({ service, resource }) => service?.name ?? resource?.name ?? '')
  const zero = finding(told('weights-zero', { backends: names }), source, { field: `${field}.backendRefs` })
  const withoutShare = sharesNothing(rule) ? [zero] : []
  if (profile === undefined || (fate?.is !== 'served' && fate?.is !== 'fails')) return withoutShare
  const own = ownAnswerOf(rule, profile, inventory)
  const broken = rule.filters.flatMap((filter, i) => {
    const isLost = isLostMirror(filter, rule, inventory, profile)
    const isOwn = filter === own?.filter && !own.isMeant
    if (!isOwn && !isLost) return []
    const why = isOwn ? own.why : 'the backend of its mirror cannot be had'
    const isItsKind = ownFilterOf(filter, rule, profile, inventory) !== null
    const isKnown = isItsKind || (isLost && !isLacking(filter, source.kind as GatewayRoute['kind'], profile))
    const status = own?.filter ? own.status : null
    const facts = { type: filter.type, why, status, isKnown, ...calledFor(source, status, profile) }
    return [finding(told('filter-broken', facts), source, { field: `${field}.filters[${i}]` })]
  })
  const idle = passedOver(rule, profile, source, field)
  return [...broken, ...idle, ...(own !== null && own.filter === null ? [zero] : withoutShare)]
}

/** Filters of the rule, and of its backends, that do nothing. */
function passedOver(rule: Rule, profile: GatewayProfile, source: Ref, field: string): Finding[] {
  const idle = (filter: WireFilter, at: string) => {
    const facts = { type: filter.type, why: `${profile.title} passes the filter over`, status: null, isKnown: false }
    return finding(told('filter-broken', facts), source, { field: at })
  }
  const ofRule = rule.filters.flatMap((one, i) =>
    isPassedOver(one, profile) ? [idle(one, `${field}.filters[${i}]`)] : [],
  )
  const ofBackends = rule.backends.flatMap((backend, i) => {
    const taken = filtersOfBackend(backend, profile)
    const at = `${field}.backendRefs[${i}].filters`
    return (backend.ref.filters ?? []).flatMap((one, j) => (taken.includes(one) ? [] : [idle(one, `${at}[${j}]`)]))
  })
  return [...ofRule, ...ofBackends]
}

/** Of a route that sends on to https and hangs on a listener for it, too: the one of http, which alone is meant. */
function plainSection({ world }: OpenGateways['plan'], source: Ref): string | null {
  const taken = world.attachmentsOf(source).flatMap((one) => one.taken.map(({ listener }) => listener))
  const [route] = world.attachmentsOf(source).map((one) => one.route)
  const rules = route === undefined ? [] : world.rulesOf(route)
  const sendsOn = rules.some(({ filters }) => filters.some((one) => one.requestRedirect?.scheme === 'https'))
  const plain = taken.find(({ protocol }) => protocol === 'HTTP')
  return sendsOn && taken.some(({ protocol }) => protocol === 'HTTPS') ? (plain?.name ?? null) : null
}

/** At each listener that takes it, as its fate has it. */
function endlessFindings({ plan }: OpenGateways, { route, match }: GatewayRow, field: string): Finding[] {
  const { source, host, fate, parents } = route
  const [parent] = parents
  const gateway = parent && plan.world.gateways.get(nameOf(parent.gateway))
  const listener = gateway?.listeners.find(({ name }) => name === parent?.listener)
  if (fate?.is !== 'fails' || gateway === undefined || listener === undefined) return []
  const endless = endlessAt(plan, { gateway, listener, hostname: host }, match)
  const section = plainSection(plan, source)
  const facts = { url: endless?.url ?? '', ...(section !== null && { section }) }
  return endless === null ? [] : [finding(told('redirect-endless', facts), source, { field })]
}

function isNobodys(opened: OpenGateways, ref: Ref): boolean {
  const gateway = opened.plan.world.gateways.get(nameOf(ref))
  return gateway !== undefined && isUnclaimed(opened, gateway)
}

function brokenFinding(
  { plan }: OpenGateways,
  { source, backends, parents, fate }: Route,
  rule: Rule,
  index: number,
  field: string,
): Finding[] {
  const backend = backends[index]
  const planned = rule.backends[index]
  if (backend === undefined || planned === undefined) return []
  const { target, endpoints, appProtocol } = planned
  const gateway = parents[0]?.gateway ?? plan.world.attachmentsOf(source)[0]?.gateway
  const profile = gateway && plan.world.gateways.get(nameOf(gateway))?.profile
  if (profile === undefined || planned.weight === 0) return []
  const at = { field: `${field}.backendRefs[${index}]` }
  const status = statusOf(planned, rule, profile)
  const tls = tlsIn(planned, profile)
  const policy = policyIn(planned, profile)
  if (status === null) return tls === null && policy !== null ? [inClearText(policy, planned, source, at)] : []
  const fault = faultIn(planned, profile)
  const percent = fate?.is === 'dropped' ? null : backend.skipped ? 0 : shareOf(backend, backends)
  const { kind, namespace, name, port } = target
  if (fault === 'RefNotPermitted') {
    const facts = { from: source, to: { kind, namespace, name }, percent, ...calledFor(source, 500, profile) }
    return [finding(told('grant-missing', facts), source, at)]
  }
  const facts = {
    percent,
    status: isOfStreams(rule) ? null : status,
    ...calledFor(source, status, profile),
    backend: { kind, namespace, name, port },
    how: howOf(fault, planned.endpoints, tls),
    appProtocol,
    policy: tls?.fault ? { namespace: tls.policy.namespace, name: tls.policy.name, fault: tls.fault } : null,
    near: endpoints.nearestPort,
  }
  return [finding(told('share-fails', facts), source, at)]
}

/** Whoever calls gets a status of gRPC in the place of one of HTTP. */
function calledFor({ kind }: Ref, status: number | null, profile: GatewayProfile) {
  const called = status === null ? null : grpcStatusFor(kind, profile)(status)
  return called === null ? {} : { called }
}

function inClearText({ policy }: BackendTls, { target }: PlannedBackend, source: Ref, at: { readonly field: string }) {
  const named = { policy: { namespace: policy.namespace, name: policy.name }, route: source.kind }
  const service = { namespace: target.namespace, name: target.name }
  return finding(told('tls-passed-over', { ...named, service }), source, at)
}

function howOf(fault: BackendFault | null, { state }: RouteEndpoints, tls: BackendTls | null): BrokenBackend {
  switch (fault) {
    case 'InvalidKind':
      return 'kind'
    case 'BackendNotFound':
      return 'no-service'
    case 'PortNotFound':
      return 'no-port'
    case 'UnsupportedValue':
      return 'external-name'
    case 'UnsupportedProtocol':
      return 'protocol'
    default:
      if (tls?.fault) return 'tls'
      if (state === 'none-ready') return state
      // All else that keeps one with endpoints from being asked are its own filters.
      return state === 'no-slices' ? 'no-endpoints' : 'filter'
  }
}

function backendText({ service, resource }: RouteBackend): string {
  if (service === null) return `${resource?.kind ?? ''} ${resource?.name ?? ''}`
  return `${service.name}${service.port === null ? '' : `:${service.port}`}`
}
