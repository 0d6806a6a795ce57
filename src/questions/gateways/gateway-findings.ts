/** What is wrong with a Gateway: whose it is, its conditions, its listeners. */
import { type Finding, finding, told } from '../../domain/findings/finding.js'
import type { Certificateless } from '../../domain/findings/gateway-flaws.js'
import type { ListenerStatus } from '../../domain/objects/gateway/gateways.js'
import { fullName, isSame, nameOf, type Ref, refOf } from '../../domain/objects/ref.js'
import { nearest } from '../../domain/text/nearest.js'
import { bySeverity } from '../../domain/why/why.js'
import { kindsAbleAt, type PlannedListener } from '../../semantics/gateway/attachment/listeners.js'
import { wantingAlpn } from '../../semantics/gateway/choose.js'
import type { PlannedGateway } from '../../semantics/gateway/world.js'
import { conditionFindings, isUntouched } from './conditions.js'
import { frozenPortsOf } from './frozen-ports.js'
import type { OpenGateways } from './open.js'

/** Worst first: what no API server takes before all that would be said of it. */
export function gatewayFindings(opened: OpenGateways, planned: PlannedGateway): Finding[] {
  return [...opened.refusals(planned.ref), ...takenFindings(opened, planned)]
}

function takenFindings(opened: OpenGateways, planned: PlannedGateway): Finding[] {
  const unclaimed = unclaimedFinding(opened, planned)
  if (unclaimed !== null && isUnclaimed(opened, planned)) return [...classFindings(opened, planned), unclaimed]
  const { gateway, ref, controllerName, listeners } = planned
  const generation = gateway.metadata.generation ?? null
  const about = { source: ref, generation, controller: controllerName }
  const whole = conditionFindings(gateway.status?.conditions, {
    ...{ ...about, kind: 'Gateway', part: null, field: 'status.conditions' },
  })
  const own = listeners.flatMap((listener, i) => {
    const status = statusOf(opened, planned, listener)
    const field = listener.owner.kind === 'Gateway' ? `spec.listeners[${i}]` : 'spec.listeners'
    const found = listenerFindings(opened, planned, listener, field)
    const known = found.flatMap(reasonsOf)
    const conditions = (status?.conditions ?? []).filter(({ reason }) => !known.includes(reason ?? ''))
    const said = conditionFindings(conditions, { ...about, kind: 'listener', part: listener.name, field })
    // That no route is there is no news of one that is out.
    return [...(said.length === 0 ? found : found.filter(({ code }) => code !== 'listener-idle')), ...said]
  })
  const around = classFindings(opened, planned)
  return [unclaimed ?? [], around, whole, own, frozenPorts(opened, planned), alpnFindings(opened, planned)]
    .flat()
    .sort(bySeverity)
}

/** Reasons of conditions that say what a finding does: what was worked out says more. */
function reasonsOf({ code, facts }: Finding): readonly string[] {
  if (code === 'grant-missing') return ['RefNotPermitted']
  return code === 'listener-out' ? [facts.fault, 'Invalid', 'Pending'] : []
}

/** Hostnames of HTTPS that are not those of one host, where a TLSRoute has clients name their protocol. */
function alpnFindings({ plan: { world } }: OpenGateways, { ref, profile }: PlannedGateway): Finding[] {
  const by = wantingAlpn(world, profile)
  const own = by === null ? [] : world.attachments.filter(({ gateway }) => isSame(gateway, ref))
  const secure = own.flatMap(({ taken }) => taken.filter(({ listener }) => listener.protocol === 'HTTPS'))
  const wide = secure.flatMap((one) => one.hostnames.filter((hostname) => hostname?.startsWith('*.') ?? true))
  return by === null || wide.length === 0
    ? []
    : [finding(told('alpn-wanted', { hostnames: [...new Set(wide)], by }), ref, { field: 'spec.listeners' })]
}

/** Has nobody ever looked at it. Without a status, as in files, only a class that does not exist tells that. */
export function isUnclaimed(
  { inventory, isOff }: Pick<OpenGateways, 'inventory' | 'isOff'>,
  planned: PlannedGateway,
): boolean {
  const { gateway, controllerName } = planned
  const conditions = gateway.status?.conditions ?? []
  const isUntold = conditions.length > 0 && conditions.every(isUntouched)
  if (isUntold || (controllerName === null && inventory.sees('GatewayClass', ''))) return true
  // Whom somebody has taken, one that is not seen may serve.
  return isOff(planned) && conditions.every(({ status }) => status !== 'True')
}

function unclaimedFinding(opened: OpenGateways, planned: PlannedGateway): Finding | null {
  const { inventory, dialectOf, namesLike, isOff } = opened
  const { gateway, ref, className, controllerName } = planned
  const classes = () => new Set(inventory.classes.map((one) => refOf(one).name))
  const near = controllerName === null ? nearest(className ?? '', classes()) : namesLike(controllerName)
  const isMistyped = controllerName !== null && near.length > 0 && !gateway.status?.conditions?.length
  if (!isMistyped && !isUnclaimed(opened, planned)) return null
  const facts = {
    class: className ?? '',
    controllerName,
    near,
    title: dialectOf(controllerName)?.title ?? null,
    isOff: isOff(planned),
    ...(isMistyped && { isElsewhere: true as const }),
  }
  return finding(told('gateway-unclaimed', facts), ref, { field: 'spec.gatewayClassName' })
}

/** What is said of its class is said of it: of other releases of the kinds, or of parameters that are wrong. */
function classFindings({ inventory }: OpenGateways, { ref, className, controllerName }: PlannedGateway): Finding[] {
  return conditionFindings(inventory.classOf(className ?? '')?.status?.conditions, {
    ...{ source: ref, kind: 'GatewayClass', part: `GatewayClass ${className}`, field: 'spec.gatewayClassName' },
    ...{ generation: null, controller: controllerName },
  })
}

/** Listeners of several ListenerSets may have one name. */
function placed({ name, owner, gateway }: PlannedListener): string {
  return isSame(owner, gateway) ? name : `${name} of ${fullName(owner)}`
}

/** What the status does not say. */
function listenerFindings(
  opened: OpenGateways,
  planned: PlannedGateway,
  listener: PlannedListener,
  field: string,
): Finding[] {
  const { plan } = opened
  const { ref } = planned
  const { name, hostname, fault } = listener
  const shut = shutFindings(opened, planned, listener, ref, field)
  if (fault !== null && fault !== 'Refused') return shut
  if (!takesAnyKind(listener)) {
    const facts = { listener: placed(listener), fault: 'InvalidRouteKinds', rival: null }
    return [...shut, finding(told('listener-out', facts), ref, { field })]
  }
  const isIdle = fault === null && routesAt(plan, listener) === 0
  const isOfRequests = listener.protocol === 'HTTP' || listener.protocol === 'HTTPS'
  const ofPort = planned.listeners.filter(({ port }) => port === listener.port)
  const isClosed = listener.profile.listeners.closesIdlePorts && ofPort.every((one) => routesAt(plan, one) === 0)
  const status = isOfRequests && !isClosed ? 404 : null
  return [
    ...shut,
    ...(isIdle ? [finding(told('listener-idle', { listener: name, hostname, status }), ref, { field })] : []),
  ]
}

/** Why a listener takes no requests, told of its Gateway or of a route that hangs on it: itself, or its certificates. */
export function shutFindings(
  { secretBeside }: Pick<OpenGateways, 'secretBeside'>,
  { certificatesOf }: PlannedGateway,
  listener: PlannedListener,
  source: Ref,
  field: string,
): Finding[] {
  const { fault: own, rival, owner } = listener
  const out = (fault: string, secret?: Certificateless) => {
    const ports = fault === 'PortUnavailable' ? listener.profile.attachment.ports : null
    const facts = {
      listener: placed(listener),
      fault,
      rival: rival && placed(rival),
      ...(ports && { ports }),
      ...(secret && { secret }),
    }
    return finding(told('listener-out', facts), source, { field })
  }
  const missing = (secret: Ref, isThere: boolean): Certificateless => {
    const beside = isThere ? undefined : secretBeside(secret)
    return { ...secret, isThere, ...(beside !== undefined && { beside }) }
  }
  if (own !== null && own !== 'Refused') return [out(own)]
  return certificatesOf(listener).flatMap(({ fault, secret, isThere }) => {
    if (fault !== 'RefNotPermitted')
      return fault === null ? [] : [out(fault, isThere === undefined ? secret : missing(secret, isThere))]
    return [finding(told('grant-missing', { from: owner, to: secret, percent: null }), source, { field })]
  })
}

/** Is there a kind of route that it allows and that its protocol can carry. */
function takesAnyKind({ listener, profile }: PlannedListener): boolean {
  const named = listener.allowedRoutes?.kinds ?? []
  const able: readonly string[] = kindsAbleAt(listener, profile)
  return named.length === 0 || named.some(({ kind }) => able.includes(kind))
}

/** How many routes hang on a listener: one counts once, whatever its rules. */
export function routesAt({ world }: OpenGateways['plan'], listener: PlannedListener): number {
  const taking = world.attachments.filter(({ taken }) => taken.some((one) => one.listener === listener))
  return new Set(taking.map(({ route }) => route)).size
}

export function statusOf(
  { inventory }: Pick<OpenGateways, 'inventory'>,
  { gateway }: Pick<PlannedGateway, 'gateway'>,
  { owner, name }: PlannedListener,
): ListenerStatus | null {
  const set = inventory.listenerSets.find((one) => one.kind === owner.kind && nameOf(refOf(one)) === nameOf(owner))
  const all = owner.kind === 'Gateway' ? gateway.status?.listeners : set?.status?.listeners
  return all?.find((one) => one.name === name) ?? null
}

/** A hostname that two listeners of a port have: some proxies refuse all routes of that port for it. */
function frozenPorts({ plan }: OpenGateways, planned: PlannedGateway): Finding[] {
  return frozenPortsOf(plan, planned).map((facts) =>
    finding(told('port-frozen', facts), planned.ref, { field: 'spec.listeners' }),
  )
}
