/** What is wrong with a route of Gateways as a whole: does it hang on its parents, and what does its status say of that. */
import { type Finding, finding, told } from '../../domain/findings/finding.js'
import type { Condition } from '../../domain/objects/gateway/gateways.js'
import type { GatewayRoute, ParentRef, ParentStatus } from '../../domain/objects/gateway/routes.js'
import { fullName, isSame, nameOf, type Ref, refOf } from '../../domain/objects/ref.js'
import { nearest } from '../../domain/text/nearest.js'
import { annotationsOfRoute } from '../../lint/annotation-of-other.js'
import type { Attachment } from '../../semantics/gateway/attachment/attach.js'
import { kindOfParent, meansListener } from '../../semantics/gateway/attachment/attach.js'
import { covers, hostnameOf, meet } from '../../semantics/gateway/attachment/hostnames.js'
import type { PlannedListener } from '../../semantics/gateway/attachment/listeners.js'
import { otherwiseTaken } from '../../semantics/gateway/plan.js'
import type { Orphan, PlannedGateway } from '../../semantics/gateway/world.js'
import { conditionFindings, isUntouched } from './conditions.js'
import { asksText, delegatorsOf, detachedBy, letsIn } from './detached.js'
import { isUnclaimed, shutFindings } from './gateway-findings.js'
import { setOutFinding } from './listener-sets.js'
import { nearTo } from './near.js'
import type { OpenGateways } from './open.js'

/** @param isTold are broken backends told rule by rule, so that their condition says nothing more */
export function routeFindings(opened: OpenGateways, route: GatewayRoute, isTold: boolean): Finding[] {
  const { world } = opened.plan
  const source = refOf(route)
  const own = world.attachmentsOf(source)
  return [
    ...unnamed(opened, route, source),
    ...world.orphansOf(route).flatMap((one) => orphanFindings(opened, one)),
    ...own.flatMap((one) => {
      const gateway = world.gateways.get(nameOf(one.gateway))
      return gateway === undefined ? [] : attachmentFindings(opened, one, gateway, isTold)
    }),
    ...idleHostnames(opened, own, route, source),
    ...policyFindings(opened, route, source),
    ...annotationsOfRoute(route, opened.dialects),
  ]
}

/** Of the policies for its backends: one that cannot be met makes its requests fail. */
function policyFindings({ plan, inventory }: OpenGateways, route: GatewayRoute, source: Ref): Finding[] {
  const { world } = plan
  const parents = world.attachmentsOf(source)
  const services = new Set(
    world.rulesOf(route).flatMap(({ backends }) => backends.map(({ target }) => fullName(target))),
  )
  return inventory.policies.flatMap((policy) => {
    const ref = refOf(policy)
    const isMeant = (policy.spec?.targetRefs ?? []).some(({ kind, name }) =>
      services.has(`${kind} ${nameOf({ namespace: ref.namespace, name })}`),
    )
    if (!isMeant) return []
    const said = (policy.status?.ancestors ?? []).filter(({ ancestorRef, controllerName }) =>
      parents.some(
        ({ gateway }) =>
          gateway.name === ancestorRef?.name &&
          gateway.namespace === (ancestorRef.namespace || ref.namespace) &&
          controllerName === world.gateways.get(nameOf(gateway))?.controllerName,
      ),
    )
    return said.flatMap(({ conditions, controllerName = null }) =>
      conditionFindings(conditions, {
        ...{ source, kind: 'BackendTLSPolicy', part: `BackendTLSPolicy ${nameOf(ref)}`, field: 'spec.rules' },
        ...{ generation: policy.metadata.generation ?? null, controller: controllerName },
      }),
    )
  })
}

function fieldOf({ spec }: GatewayRoute, parentRef: ParentRef): string {
  return `spec.parentRefs[${(spec?.parentRefs ?? []).indexOf(parentRef)}]`
}

const noListeners = { listeners: [], near: [], label: null, holder: null } as const

function unnamed(opened: OpenGateways, route: GatewayRoute, source: Ref): Finding[] {
  if ((route.spec?.parentRefs ?? []).length > 0 || delegatorsOf(opened, route).length > 0) return []
  const parent = { kind: 'Gateway', namespace: source.namespace, name: '' }
  const facts = { parent, section: null, why: 'no-parentRefs', asked: '', ...noListeners } as const
  return [finding(told('route-detached', facts), source, { field: 'spec.parentRefs' })]
}

function orphanFindings(opened: OpenGateways, orphan: Orphan): Finding[] {
  const { inventory, plan } = opened
  const { route, source, parentRef, parent } = orphan
  const isSet = parent.kind === 'ListenerSet' || parent.kind === 'XListenerSet'
  const kind = isSet ? parent.kind : 'Gateway'
  // A Service may be a parent, too: of a mesh, which is not read.
  if (parent.kind !== kind || !inventory.sees(kind as 'Gateway', parent.namespace)) return []
  const section = parentRef.sectionName ?? null
  const field = fieldOf(route, parentRef)
  if (isSet && plan.world.listenerSetOf(parent) !== undefined)
    return [setOutFinding(opened, parent, { source, field }) ?? []].flat()
  const near = nearTo(parent, isSet ? inventory.listenerSets.map(refOf) : plan.gateways.map(({ ref }) => ref))
  const facts = { parent, section, why: 'no-parent', asked: '', ...noListeners, near } as const
  return [finding(told('route-detached', facts), source, { field })]
}

function attachmentFindings(
  opened: OpenGateways,
  attachment: Attachment,
  gateway: PlannedGateway,
  isTold: boolean,
): Finding[] {
  const { route, source, parentRef, parent } = attachment
  const field = fieldOf(route, parentRef)
  const section = parentRef.sectionName ?? null
  const { controllerName } = gateway
  const part = `${fullName(parent)}${section === null ? '' : `, listener ${section}`}`
  const said = entryOf(route, source, attachment, controllerName)
  const detached = detachedFindings(opened, attachment, gateway, field)
  if (isUnclaimed(opened, gateway)) {
    const facts = { parent, section, controllerName }
    return [...detached, finding(told('route-unclaimed', facts), source, { field })]
  }
  if (said === undefined || (said.conditions ?? []).every(isUntouched)) {
    // In files nobody has said anything of anything.
    const isWatched = (gateway.gateway.status?.conditions ?? []).some((one) => !isUntouched(one))
    const facts = { parent, section, controllerName }
    return isWatched ? [...detached, finding(told('route-unclaimed', facts), source, { field })] : detached
  }
  const about = { source, kind: route.kind, part, field, controller: controllerName }
  const generation = route.metadata.generation ?? null
  const conditions = (said.conditions ?? []).filter(({ type }) => !isRepeated(type, detached, isTold))
  return [
    ...detached,
    ...differing(attachment, said.conditions ?? [], field, controllerName),
    ...conditionFindings(conditions, { ...about, generation }),
  ]
}

/** What is told already by what was worked out. */
function isRepeated(type: string, detached: readonly Finding[], isTold: boolean): boolean {
  return (type === 'Accepted' && detached.length > 0) || (type === 'ResolvedRefs' && isTold)
}

function detachedFindings(
  opened: OpenGateways,
  attachment: Attachment,
  gateway: PlannedGateway,
  field: string,
): Finding[] {
  const { plan, inventory } = opened
  const { source, parentRef, parent, reason } = attachment
  if (reason === null || otherwiseTaken(plan, attachment).length > 0) return []
  if (reason === 'Refused' && inventory.isRefused(source)) return []
  const why = detachedBy(attachment)
  const section = parentRef.sectionName ?? null
  const own = gateway.listeners.filter(({ owner }) => isSame(owner, parent))
  const near = why === 'no-listener' && section !== null ? nearest(section, new Set(own.map(({ name }) => name))) : []
  const met = own.filter((one) => meansListener(parentRef, one.name, one.port) && !gateway.serves(one))
  const shut = why === 'out' ? met.flatMap((one) => shutFindings(opened, gateway, one, source, field)) : []
  if (shut.length > 0) return shut
  // One that takes those of all refuses it for its kind.
  const isNarrow = ({ listener }: PlannedListener) => listener.allowedRoutes?.namespaces?.from !== 'All'
  const meant = own.filter((one) => meansListener(parentRef, one.name, one.port) && isNarrow(one))
  const lets = why === 'namespace' ? meant.map((one) => letsIn(one, source.namespace)) : []
  const facts = {
    ...{ parent, section, why, near, asked: asksText(attachment) },
    listeners: lets.length > 0 ? lets.map(({ words }) => words) : own.map(listenerText),
    label: lets.find(({ label }) => label !== null)?.label ?? null,
    holder: attachment.held[0]?.by ?? null,
  }
  return [finding(told('route-detached', facts), source, { field: why === 'hostname' ? 'spec.hostnames' : field })]
}

function listenerText({ name, hostname }: Pick<PlannedListener, 'name' | 'hostname'>): string {
  return hostname === null ? name : `${name} (${hostname})`
}

/** Reasons that are about attachment alone: others are told as they are. */
const ofAttachment: ReadonlySet<string> = new Set([
  'NotAllowedByListeners',
  'NoMatchingListenerHostname',
  'NoMatchingParent',
])

function differing(
  { route, source, parentRef, parent, reason, isUnsure }: Attachment,
  conditions: readonly Condition[],
  field: string,
  controllerName: string | null,
): Finding[] {
  const accepted = conditions.find(({ type }) => type === 'Accepted')
  const { generation } = route.metadata
  const isBehind =
    generation != null && accepted?.observedGeneration != null && accepted.observedGeneration < generation
  if (accepted === undefined || isBehind || isUnsure || accepted.status === 'Unknown') return []
  const attached = reason === null
  const theirs = accepted.status === 'True'
  if (attached === theirs || (attached && !ofAttachment.has(accepted.reason ?? ''))) return []
  const by = controllerName ?? 'its status'
  const facts = { parent, section: parentRef.sectionName ?? null, attached, reason: accepted.reason ?? '', by }
  return [finding(told('attachment-differs', facts), source, { field })]
}

/** The entry of the controller for this parentRef; those of parentRefs that are gone say nothing. */
function entryOf(
  { status }: GatewayRoute,
  source: Ref,
  { parentRef, parent }: Attachment,
  controllerName: string | null,
): ParentStatus | undefined {
  const own = (status?.parents ?? []).filter(({ parentRef: said }) => {
    if (!said || kindOfParent(said) !== parent.kind || said.name !== parentRef.name) return false
    const isThere = [parent.namespace, source.namespace].includes(said.namespace || source.namespace)
    const isPart = (said.sectionName || null) === (parentRef.sectionName || null)
    return isThere && isPart && (said.port ?? null) === (parentRef.port ?? null)
  })
  return own.find((one) => one.controllerName === controllerName) ?? (controllerName === null ? own[0] : undefined)
}

/** Hostnames that none of the listeners gives it, where it has others: nobody says so. */
function idleHostnames(
  { plan }: OpenGateways,
  own: readonly Attachment[],
  route: GatewayRoute,
  source: Ref,
): Finding[] {
  const taken = own.flatMap((one) => one.taken)
  if (taken.length === 0) return []
  const given = new Set(taken.flatMap(({ hostnames }) => hostnames))
  const perhaps = own.flatMap((one) => otherwiseTaken(plan, one).flatMap(({ hostnames }) => hostnames))
  const listeners = [...new Set(taken.map(({ listener }) => listenerText(listener)))]
  return (route.spec?.hostnames ?? []).flatMap((said, i) => {
    const hostname = hostnameOf(said)
    const met = taken.map(({ listener }) =>
      meet(listener.hostname, hostname, listener.profile.attachment.widerWildcards),
    )
    const isOpen = perhaps.some((one) => covers(hostname, one) || covers(one, hostname))
    if (isOpen || met.some((one) => one !== undefined && given.has(one))) return []
    const holder = own.flatMap(({ held }) => held).find((one) => met.includes(one.hostname))?.by ?? null
    return [
      finding(told('hostname-unserved', { hostname: said, listeners, holder }), source, {
        field: `spec.hostnames[${i}]`,
      }),
    ]
  })
}
