/** Why a route does not hang on a parent, and what of it decides that. */
import type { Detached } from '../../domain/findings/gateway-flaws.js'
import { setOutWords } from '../../domain/gateway/set-out.js'
import { addTo } from '../../domain/groups.js'
import type { GatewayRoute, RouteRule } from '../../domain/objects/gateway/routes.js'
import { fullName, type Ref, refOf } from '../../domain/objects/ref.js'
import { onceFor } from '../../domain/remember.js'
import type { Fate } from '../../domain/routes/fate.js'
import type { Attachment } from '../../semantics/gateway/attachment/attach.js'
import { kindOfParent } from '../../semantics/gateway/attachment/attach.js'
import type { PlannedListener } from '../../semantics/gateway/attachment/listeners.js'
import type { OpenGateways } from './open.js'

/** Only where a reason is known. */
export function detachedBy({ reason, refused, isShut }: Pick<Attachment, 'reason' | 'refused' | 'isShut'>): Detached {
  switch (reason) {
    case 'NotAllowedByListeners':
      return refused === 'kind' ? 'kind' : 'namespace'
    case 'NoMatchingListenerHostname':
      return isShut ? 'out' : 'hostname'
    case 'HostnameConflict':
      return 'other-kind'
    case 'ListenerNotReady':
      return 'out'
    case 'Refused':
      return 'refused'
    default:
      return 'no-listener'
  }
}

/** What the route says of itself that no listener takes. */
export function asksText(attachment: Attachment): string {
  const { route, source, parentRef } = attachment
  switch (detachedBy(attachment)) {
    case 'kind':
      return `${route.kind}s`
    case 'namespace':
      return `namespace ${source.namespace}`
    case 'hostname':
      return `hostname ${(route.spec?.hostnames ?? []).join(', ')}`
    default:
      return [
        ...(parentRef.sectionName ? [`sectionName ${parentRef.sectionName}`] : []),
        ...(parentRef.port == null ? [] : [`port ${parentRef.port}`]),
      ].join(' and ')
  }
}

/** What a listener lets in by namespace. */
interface LetIn {
  /** `https takes those of namespaces with expose=yes, which shop has not` */
  readonly words: string
  /** that would be enough, as `expose=yes`; null: none alone is, or none is asked for */
  readonly label: string | null
}

/** Of the listeners that a parentRef means, each. */
export function letsIn({ listener, name, hostname, owner }: PlannedListener, namespace: string): LetIn {
  const { from, selector } = listener.allowedRoutes?.namespaces ?? {}
  const own = `${name}${hostname === null ? '' : ` (${hostname})`} takes`
  if ((from || 'Same') === 'Same') return { words: `${own} those of namespace ${owner.namespace}`, label: null }
  const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`)
  const expressions = (selector?.matchExpressions ?? []).map(
    ({ key, operator, values }) => `${key} ${operator}${values?.length ? ` (${values.join(', ')})` : ''}`,
  )
  const all = [...labels, ...expressions]
  if (from !== 'Selector' || all.length === 0) return { words: `${own} those of no namespace`, label: null }
  const [label = null] = labels
  const asked = all.slice(0, mostLabels).join(', ')
  const words = `${own} those of namespaces with ${asked}${all.length > mostLabels ? ', …' : ''}, which ${namespace} has not`
  return { words, label: all.length === 1 ? label : null }
}

/** A selector may ask for hundreds. */
const mostLabels = 4

/** In short words, for a cell. */
export function detachedWords(attachment: Attachment): string {
  switch (detachedBy(attachment)) {
    case 'out':
      return 'its listener takes no requests'
    case 'refused':
      return `the API server refuses ${fullName(attachment.parent)}`
    case 'other-kind':
      return 'an older route of the other kind has its hostnames'
    default:
      return `no listener takes ${asksText(attachment)}`
  }
}

/** What becomes of a route that hangs on no Gateway. */
export function withoutGateway(opened: Pick<OpenGateways, 'plan' | 'inventory'>, route: GatewayRoute): Fate {
  const orphans = opened.plan.world.orphansOf(route)
  const named = (route.spec?.parentRefs ?? []).map(kindOfParent)
  const isOfGateways = (kind: string) => kind === 'Gateway' || isSet(kind)
  if (named.length > 0 && !named.some(isOfGateways))
    return { is: 'unknown', why: 'it names what is no Gateway: of a mesh, whose rules are not read' }
  const [above] = named.length > 0 ? [] : delegatorsOf(opened, route)
  if (above !== undefined)
    return { is: 'unknown', why: `${fullName(above)} hands requests on to it, by rules that are not read` }
  for (const one of orphans) {
    const { kind, namespace } = one.parent
    if (isOfGateways(kind) && !opened.inventory.sees(kind as 'Gateway', namespace))
      return { is: 'unknown', why: `${kind}s of namespace ${namespace} are not seen` }
    const fault = opened.plan.world.listenerSetOf(one.parent)?.fault ?? null
    if (fault === 'unknown') return { is: 'unknown', why: `whether its ${kind} is let in hangs on what is not seen` }
    if (fault !== null)
      return { is: 'dropped', why: `its ${kind} adds no listeners to a Gateway: ${setOutWords[fault]}` }
  }
  return { is: 'dropped', why: 'it names no Gateway that is there' }
}

/**
 * Routes that hand requests on to it, as some implementations let them: https://kgateway.dev/docs/traffic-management/route-delegation/
 */
export function delegatorsOf({ inventory }: Pick<OpenGateways, 'inventory'>, route: GatewayRoute): readonly Ref[] {
  const { routes } = inventory
  const own = refOf(route)
  const labels = Object.values(route.metadata.labels ?? {}).map((value) => `label ${value}`)
  const names = [`${own.kind} ${own.name}`, `${own.kind} *`, ...labels]
  const found = new Set(names.flatMap((name) => delegationsIn(routes).get(`${own.namespace} ${name}`) ?? []))
  return found.size === 0 ? [] : routes.filter((one) => found.has(one) && one !== route).map(refOf)
}

/** By namespace, kind and name of what stands among the backends. */
const delegationsIn = onceFor((routes: readonly GatewayRoute[]) => {
  const found = new Map<string, GatewayRoute[]>()
  for (const route of routes) {
    const rules: readonly RouteRule<unknown>[] = route.spec?.rules ?? []
    for (const { kind, namespace, name } of rules.flatMap(({ backendRefs }) => backendRefs ?? []))
      if (kind && kind !== 'Service') addTo(found, `${namespace || refOf(route).namespace} ${kind} ${name}`, route)
  }
  return found
})

function isSet(kind: string): boolean {
  return kind === 'ListenerSet' || kind === 'XListenerSet'
}
