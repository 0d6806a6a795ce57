/** The conditions that the conformance suite wants in the status of objects, beside what is worked out of them here. */
import { expect, it } from 'vitest'
import { nameOf, refOf } from '../../../src/domain/objects/ref.js'
import { kindsAbleAt, type PlannedListener } from '../../../src/semantics/gateway/attachment/listeners.js'
import { policiesOf } from '../../../src/semantics/gateway/attachment/policies.js'
import type { GatewayPlan } from '../../../src/semantics/gateway/plan.js'
import { certificatesOf } from '../../../src/semantics/gateway/world.js'
import type { WireObjects } from '../../support/worlds/gateway-world.js'
import { type Change, planOf, type SuiteCondition, type SuiteTest, suite, withoutGrants } from './suite.js'

interface Wanted {
  readonly Type: string
  readonly Status: string
  readonly Reason?: string
}

interface WantedListener {
  readonly Name: string
  readonly AttachedRoutes?: number
  readonly Conditions?: readonly Wanted[]
  readonly SupportedKinds?: readonly { readonly Kind: string }[]
}

interface WantedParent {
  readonly Conditions: readonly Wanted[]
  readonly ParentRef: { readonly Name: string; readonly Namespace: string; readonly Kind: string }
}

/** Attachments of a route, by its name, to a parent of that name. */
function attached({ world }: GatewayPlan, route: string, parent: string | null) {
  return world.attachments.filter(
    (one) => nameOf(one.source) === route && (parent === null || nameOf(one.parent) === parent),
  )
}

function isAccepted(plan: GatewayPlan, route: string, parent: string | null): boolean {
  return attached(plan, route, parent).some(({ reason }) => reason === null)
}

/** Why references of a route do not resolve; undefined: they do. */
function brokenRef({ world }: GatewayPlan, route: string): string | undefined {
  const found = world.routes.find((one) => nameOf(refOf(one)) === route)
  const faults =
    found === undefined ? [] : world.rulesOf(found).flatMap(({ backends }) => backends.map((one) => one.fault))
  return faults.find((fault) => fault !== null) ?? undefined
}

function routeHas(plan: GatewayPlan, route: string, parent: string, { Type, Status, Reason }: Wanted): boolean {
  const reasons = attached(plan, route, parent).map(({ reason }) => reason)
  const isWanted = (reason: string | null | undefined) => !Reason || reason === Reason
  if (Type === 'Accepted')
    return Status === 'True' ? reasons.includes(null) : reasons.some((one) => one !== null && isWanted(one))
  const broken = brokenRef(plan, route)
  return Status === 'True' ? broken === undefined : broken !== undefined && isWanted(broken)
}

function listenersIn(plan: GatewayPlan, owner: string, kind: string): readonly PlannedListener[] {
  return plan.gateways.flatMap(({ listeners }) =>
    listeners.filter((one) => one.owner.kind === kind && nameOf(one.owner) === owner),
  )
}

function gatewayOf({ gateways }: Pick<GatewayPlan, 'gateways'>, listener: PlannedListener) {
  return gateways.find(({ listeners }) => listeners.includes(listener))
}

function routesAt({ world }: GatewayPlan, listener: PlannedListener): number {
  const taking = world.attachments.filter(({ taken }) => taken.some((one) => one.listener === listener))
  return new Set(taking.map(({ source }) => `${source.kind} ${nameOf(source)}`)).size
}

/** Kinds that are allowed and that it can carry; others are named in vain. */
function kindsAt({ listener, profile }: PlannedListener): { readonly supported: string[]; readonly invalid: boolean } {
  const named = (listener.allowedRoutes?.kinds ?? []).map(({ kind }) => kind)
  const able: readonly string[] = kindsAbleAt(listener, profile)
  const supported = named.length === 0 ? [...able] : named.filter((kind) => able.includes(kind))
  return { supported, invalid: named.some((kind) => !able.includes(kind)) }
}

function listenerHas(plan: GatewayPlan, listener: PlannedListener, { Type, Status, Reason }: Wanted): boolean {
  const gateway = gatewayOf(plan, listener)
  const certificate = gateway?.certificatesOf(listener).find(({ fault }) => fault !== null)?.fault ?? null
  const authority = listener.clients?.fault?.replace('InvalidKind', 'InvalidCACertificateKind') ?? null
  const refs = certificate ?? authority ?? (kindsAt(listener).invalid ? 'InvalidRouteKinds' : null)
  const isFalse = (reason: string | null) => reason !== null && (!Reason || Reason === reason || Reason === 'Invalid')
  switch (Type) {
    case 'Accepted':
      return Status === 'True' ? listener.fault === null : isFalse(listener.fault)
    case 'Conflicted':
      return Status === 'True' ? isFalse(listener.fault) : listener.fault === null
    case 'ResolvedRefs':
      return Status === 'True' ? refs === null : isFalse(refs)
    case 'Programmed':
      return (Status === 'True') === (listener.fault === null && certificate === null)
    default:
      return false
  }
}

function listenerIs(plan: GatewayPlan, all: readonly PlannedListener[], wanted: WantedListener): boolean {
  const found = all.find(({ name }) => name === wanted.Name)
  if (found === undefined) return false
  const kinds = wanted.SupportedKinds?.map(({ Kind }) => Kind)
  const { supported } = kindsAt(found)
  return (
    (wanted.Conditions ?? []).every((one) => listenerHas(plan, found, one)) &&
    (wanted.AttachedRoutes === undefined || wanted.AttachedRoutes === routesAt(plan, found)) &&
    (kinds?.every((kind) => supported.includes(kind)) ?? true)
  )
}

function setHas({ world, gateways }: GatewayPlan, name: string, { Type, Status, Reason }: Wanted): boolean {
  const set = [...world.listenerSets.values()].find(({ ref }) => nameOf(ref) === name)
  if (set === undefined) return false
  const own = gateways.flatMap(({ listeners }) => listeners.filter(({ owner }) => nameOf(owner) === name))
  const isOut = own.length > 0 && own.every((one) => gatewayOf({ gateways }, one)?.serves(one) === false)
  const reason = set.fault ?? (isOut ? 'ListenersNotValid' : null)
  if (Type !== 'Accepted' && Type !== 'Programmed') return false
  return Status === 'True'
    ? reason === null
    : reason !== null && (!Reason || Reason === reason || Type === 'Programmed')
}

/** A policy is for all ports of a Service, or for one: another that comes first for each of them leaves it nothing. */
function policyHas({ world }: GatewayPlan, name: string, { Type, Status, Reason }: Wanted): boolean {
  const { inventory } = world.facts
  const policy = inventory.policies.find((one) => nameOf(refOf(one)) === name)
  const service = { namespace: refOf(policy ?? { kind: 'x', metadata: {} }).namespace }
  const met = (policy?.spec?.targetRefs ?? []).flatMap((target) => {
    const own = { ...service, name: target.name }
    const ports = inventory.backends.service(own)?.spec?.ports ?? []
    return ports.flatMap(({ port }) => policiesOf(inventory, own, port)?.first ?? [])
  })
  const own = met.find((one) => nameOf(one.policy) === name)
  const refs = own?.fault === 'NoValidCACertificate' ? null : (own?.fault ?? null)
  const accepted = own === undefined ? 'Conflicted' : own.fault && 'NoValidCACertificate'
  const reason = Type === 'Accepted' ? accepted : refs
  return Status === 'True' ? reason === null : reason === Reason
}

/** The certificate that the Gateway shows to backends is held against the same rules as one of a listener. */
function clientCertificateFault({ world }: GatewayPlan, name: string): string | null {
  const gateway = world.gateways.get(name)
  const ref = gateway?.gateway.spec?.tls?.backend?.clientCertificateRef
  if (!gateway || !ref) return null
  const { inventory, secretOf } = world.facts
  const listener = { name: '', port: 0, protocol: 'HTTPS', tls: { certificateRefs: [ref] } }
  const [shown] = certificatesOf({ owner: gateway.ref, listener }, inventory, secretOf)
  return shown?.fault?.replace('InvalidCertificateRef', 'InvalidClientCertificateRef') ?? null
}

/** Accepted as long as one listener is, and the reason tells of the others. */
function gatewayHas(plan: GatewayPlan, name: string, { Type, Status, Reason }: Wanted): boolean | null {
  if (Type === 'InsecureFrontendValidationMode')
    return (Status === 'True') === listenersIn(plan, name, 'Gateway').some(({ clients }) => clients?.isLax)
  if (Type === 'ResolvedRefs') {
    const fault = clientCertificateFault(plan, name)
    return Status === 'True' ? fault === null : fault === Reason
  }
  if (Type !== 'Accepted' || (Reason && Reason !== 'ListenersNotValid' && Reason !== 'Accepted')) return null
  const all = listenersIn(plan, name, 'Gateway')
  const valid = all.filter(({ fault }) => fault === null)
  const isAll = valid.length === all.length
  return (Status === 'True') === valid.length > 0 && (!Reason || (Reason === 'Accepted') === isAll)
}

/** Routes stand in the arguments after what they hang on. */
const routesIn = (args: readonly unknown[]) => args.filter((one) => typeof one === 'string')
const gatewayIn = (args: readonly unknown[]) => (args[0] as { gateway: string }).gateway

/** null: what it asserts is not worked out here */
function holds(plan: GatewayPlan, { assert, args }: SuiteCondition): boolean | null {
  const [first, second, third] = args as [string, string, string]
  if (/^GatewayAnd\w*Routes?MustBeAccepted$|^RoutesAndParentMustBeAccepted$/.test(assert))
    return routesIn(args).every((route) => isAccepted(plan, route, gatewayIn(args)))
  if (/RouteMustHaveResolvedRefsConditionsTrue$/.test(assert)) return brokenRef(plan, first) === undefined
  if (/RouteMustHaveCondition$/.test(assert)) return routeHas(plan, first, second, third as unknown as Wanted)
  if (/RouteMustHaveNoAcceptedParents$/.test(assert)) return !isAccepted(plan, first, null)
  if (/RouteMustHaveParents$/.test(assert))
    return (second as unknown as WantedParent[]).every(({ Conditions, ParentRef }) =>
      Conditions.every((one) => routeHas(plan, first, `${ParentRef.Namespace}/${ParentRef.Name}`, one)),
    )
  switch (assert) {
    case 'GatewayMustHaveZeroRoutes':
      return listenersIn(plan, first, 'Gateway').every((one) => routesAt(plan, one) === 0)
    case 'GatewayStatusMustHaveListeners':
    case 'ListenerSetStatusMustHaveListeners': {
      const all = listenersIn(plan, first, assert.startsWith('Gateway') ? 'Gateway' : 'ListenerSet')
      return (second as unknown as WantedListener[]).every((one) => listenerIs(plan, all, one))
    }
    case 'GatewayListenersMustHaveConditions':
    case 'ListenerSetListenersMustHaveConditions':
    case 'GatewayListenerMustHaveConditions': {
      const [name, conditions] = assert.startsWith('GatewayListenerM') ? [second, third] : [third, second]
      const all = listenersIn(plan, first, assert.startsWith('Gateway') ? 'Gateway' : 'ListenerSet')
      return listenerIs(plan, all, { Name: name, Conditions: conditions as unknown as Wanted[] })
    }
    case 'ListenerSetMustHaveCondition':
      return setHas(plan, first, second as unknown as Wanted)
    case 'GatewayMustHaveAttachedListeners': {
      const sets = [...plan.world.listenerSets.values()].filter(
        ({ gateway, ref, fault }) =>
          gateway !== null &&
          nameOf(gateway) === first &&
          fault === null &&
          listenersIn(plan, nameOf(ref), 'ListenerSet').some((one) => one.fault === null),
      )
      return sets.length === Number(second)
    }
    case 'BackendTLSPolicyMustHaveCondition':
      return policyHas(plan, first, third as unknown as Wanted)
    case 'BackendTLSPolicyMustHaveAcceptedConditionTrue':
      return policyHas(plan, first, { Type: 'Accepted', Status: 'True' })
    case 'GatewayMustHaveCondition':
      return gatewayHas(plan, first, second as unknown as Wanted)
    default:
      return null
  }
}

/** Assertions that no objects of the suite's files decide, with the reason. */
const beyond: readonly (readonly [RegExp, string])[] = [
  [/^\w+ObservedGenerationBump: \w+MustHave(?:Latest|Accepted)/, 'asks what a change does to generations'],
  [/^TLSRouteListener\w+NotSupported/, 'of those that lack a feature which ours has'],
  [/^GatewayStaticAddresses/, 'hangs on the addresses of the network in which it runs'],
  [/^GatewayInvalidParametersRef/, 'parameters are of a kind of the implementation'],
]

interface Changeable {
  readonly metadata: { readonly name: string }
  readonly spec: { readonly [field: string]: unknown; readonly validation?: object; readonly listeners?: object[] }
}

/** @param change of the objects of that name; the object itself may stay beside what it becomes */
function changing(kind: keyof WireObjects, named: RegExp, change: (one: Changeable) => readonly unknown[]): Change {
  return (objects) => {
    const all = (objects[kind] ?? []) as readonly Changeable[]
    return { ...objects, [kind]: all.flatMap((one) => (named.test(one.metadata.name) ? change(one) : [one])) }
  }
}

const added = { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }
const newer = (one: Changeable) => {
  const name = one.metadata.name.replace('older', 'newer')
  return [one, { ...one, metadata: { ...one.metadata, name, creationTimestamp: '2026-02-01T00:00:00Z' } }]
}

/** What tests do before they ask for some of their conditions, which are told by what they are about. */
const steps: readonly (readonly [test: RegExp, asks: RegExp, Change])[] = [
  [/^(?:TCP|UDP)RouteReferenceGrant$/, /"RefNotPermitted"/, withoutGrants],
  [
    /^BackendTLSPolicy$/,
    /reconcile-test.*"False"/,
    changing('BackendTLSPolicy', /^reconcile-test$/, ({ spec, ...one }) => {
      const caCertificateRefs = [{ group: '', kind: 'ConfigMap', name: 'nonexistent' }]
      return [{ ...one, spec: { ...spec, validation: { ...spec.validation, caCertificateRefs } } }]
    }),
  ],
  [
    /^GatewayModifyListeners$/,
    /gateway-add-listener/,
    changing('Gateway', /^gateway-add-listener$/, ({ spec, ...one }) => [
      { ...one, spec: { ...spec, listeners: [...(spec.listeners ?? []), added] } },
    ]),
  ],
  [/^TCPRouteMultipleRoutesAttachment$/, /newer|AttachedRoutes/, changing('TCPRoute', /older$/, newer)],
  [/^UDPRouteMultipleRoutesAttachment$/, /newer|AttachedRoutes/, changing('UDPRoute', /older$/, newer)],
]

function plansOf(test: SuiteTest): (condition: SuiteCondition) => GatewayPlan {
  const plan = planOf(test)
  const own = steps.flatMap(([name, asks, change]) =>
    name.test(test.test) ? [{ asks, later: planOf(test, change) }] : [],
  )
  return (condition) => own.find(({ asks }) => asks.test(JSON.stringify(condition.args)))?.later ?? plan
}

it('says of routes, listeners, ListenerSets and policies what the suite wants in their status', () => {
  const results = suite.flatMap((test) => {
    const planFor = plansOf(test)
    return test.conditions.map((one) => ({
      what: `${test.test}: ${one.assert} ${JSON.stringify(one.args).slice(0, 200)}`,
      holds: holds(planFor(one), one),
    }))
  })
  const left = results.filter((one) => one.holds !== true).map(({ what }) => what)
  expect(left.filter((one) => !beyond.some(([test]) => test.test(one)))).toEqual([])
  const counts = beyond.map(([test, why]): [string, number] => [why, left.filter((one) => test.test(one)).length])
  expect({ hold: results.length - left.length, ...Object.fromEntries(counts) }).toEqual({
    hold: 442,
    'asks what a change does to generations': 3,
    'of those that lack a feature which ours has': 2,
    'hangs on the addresses of the network in which it runs': 3,
    'parameters are of a kind of the implementation': 1,
  })
})
