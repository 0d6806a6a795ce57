/**
 * Which SecurityPolicy counts for the requests of a rule, and who is asked by it:
 * https://github.com/envoyproxy/gateway/blob/main/internal/gatewayapi/securitypolicy.go
 */
import { compare } from '../../domain/compare.js'
import type { Labelled, ObjectsOf, OwnKinds, RouteGuard, RulePlace, Unread } from '../../domain/gateway/own-kinds.js'
import type { CustomKind, CustomObject } from '../../domain/objects/custom.js'
import type { WireSelector } from '../../domain/objects/gateway/gateways.js'
import { isSelected } from '../../domain/objects/label-selector.js'
import { integer, list, record, stringMap, text, texts, type Wire, wires } from '../../domain/objects/project-fields.js'
import { fullName, nameOf, refOf } from '../../domain/objects/ref.js'
import type { CustomListing } from '../../domain/ports.js'
import { onceFor } from '../../domain/remember.js'
import type { Denial } from '../../domain/requests/guards.js'
import { clientPolicies, extensionPolicies, patchPolicies, securityPolicies, trafficPolicies } from './kinds.js'

/** What a policy may hang on: an object, or a part of it. */
interface Scope extends Labelled {
  /** null: the whole of it */
  readonly section: string | null
}

export const guardingAt: OwnKinds['guardingAt'] = (place, headers, of) => {
  const unread = place.isStream ? [] : unreadAt(place, of)
  const { found, partOf } = authorizing(place, of)
  const [near, parent] = found
  if (near === undefined) return { guards: [], answersPreflight: false, broken: null, unread }
  const ownerOf = (field: string) => [near, parent].find((one) => one?.spec[field] != null)
  const named = brokenParts(near, place)
  const usable = order.filter((field) => !named?.includes(field) && (!place.isStream || field === 'authorization'))
  const isLax = named?.join() === 'extAuth' && partOf('extAuth').failOpen === true
  return {
    guards: usable.flatMap((field) => {
      const owner = ownerOf(field)
      return owner === undefined ? [] : [guardOf(owner, field, partOf(field), headers)]
    }),
    answersPreflight: !place.isStream && ownerOf('cors') !== undefined,
    broken: named === null || isLax || place.isStream ? null : refOf(near),
    unread: isUnsaid(near) ? [...unread, { policy: refOf(near), ...unsaid }] : unread,
  }
}

interface Authorizing {
  /** the nearest first */
  readonly found: readonly CustomObject[]
  /** what one of them says of a part, the other one adds to */
  readonly partOf: (field: string) => Wire
}

function authorizing(place: RulePlace, of: ObjectsOf): Authorizing {
  // Of connections only that counts, and nothing of datagrams.
  const all = place.route.ref.kind === 'UDPRoute' ? [] : byAge(of(securityPolicies))
  const policies = all.filter(({ spec }) => !place.isStream || spec.authorization != null)
  const found = countingAt(policies, place)
  const [near, parent] = found
  return { found, partOf: (field) => ({ ...record(parent?.spec[field]), ...record(near?.spec[field]) }) }
}

/**
 * A rule that tells connections apart by something else than their addresses makes no filter, and a route without its filter is
 * left out: https://github.com/envoyproxy/gateway/blob/main/internal/xds/translator/authorization_tcp.go
 */
export const outBy: NonNullable<OwnKinds['outBy']> = (place, of) => {
  const { found, partOf } = authorizing(place, of)
  const isOut = wires(partOf('authorization').rules).some(
    ({ principal }) => (texts(record(principal).clientCIDRs) ?? []).length === 0,
  )
  return isOut && found[0] !== undefined ? refOf(found[0]) : null
}

/** That of the route, and that of its Gateway where both are merged; else the nearest. */
function countingAt(policies: readonly CustomObject[], place: RulePlace): readonly CustomObject[] {
  const contrary = place.isStream ? ofStreams : ofRequests
  const isTaken = (one: CustomObject) => !refusalsAt(one, place).some((said) => contrary.test(said))
  const ofRoute = nearest(policies, routeScopes(place), isTaken)
  const ofParent = nearest(policies, parentScopes(place))
  return [ofRoute, ofRoute === undefined || ofRoute.spec.mergeType != null ? ofParent : undefined].flatMap(
    (one) => one ?? [],
  )
}

/** What contradicts itself is for a route as if it was not there, and what hangs on its Gateway counts. */
const ofRequests = /^(invalid SecurityPolicy:|only one of headers, params or cookies|the OIDC\.)/i
const ofStreams = /^(invalid SecurityPolicy for TCP|only authorization is|rule \d+: )/i

/** By field of a policy, what may come of it; `isOpen`: so that nobody knows who answers. */
const mayAnswer: readonly (readonly [kind: CustomKind, fields: Readonly<Record<string, Omit<Unread, 'policy'>>>])[] = [
  [
    trafficPolicies,
    {
      rateLimit: { does: 'what is beyond its limits is answered with 429', isOpen: false },
      responseOverride: { does: 'other answers take the place of some', isOpen: false },
      faultInjection: { does: 'some requests fail or wait because they shall', isOpen: true },
    },
  ],
  [
    clientPolicies,
    {
      healthCheck: { does: 'one path is answered with 200 for all hosts', isOpen: false },
      path: { does: 'paths are brought into another form first', isOpen: true },
    },
  ],
  [
    extensionPolicies,
    Object.fromEntries(
      ['lua', 'wasm', 'extProc'].map((field) => [
        field,
        { does: `${field} may answer, or change what is asked`, isOpen: true },
      ]),
    ),
  ],
  [patchPolicies, { targetRef: { does: 'what Envoy is told may be changed in any way', isOpen: true } }],
]

export const unreadKinds: readonly CustomKind[] = mayAnswer.map(([kind]) => kind)

function unreadAt(place: RulePlace, of: ObjectsOf): Unread[] {
  return mayAnswer.flatMap(([kind, fields]) =>
    countingAt(byAge(of(kind)), place).flatMap((one) =>
      Object.entries(fields).flatMap(([field, said]) =>
        one.spec[field] == null ? [] : { policy: refOf(one), ...said },
      ),
    ),
  )
}

/** Put in order once, and not for each request. */
const byAge = onceFor(({ items }: CustomListing) =>
  [...items].sort(
    (a, b) =>
      compare(a.metadata.creationTimestamp ?? '~', b.metadata.creationTimestamp ?? '~') ||
      compare(nameOf(refOf(a)), nameOf(refOf(b))),
  ),
)

function routeScopes({ route, rule }: RulePlace): readonly Scope[] {
  return [...(rule === null ? [] : [{ ...route, section: rule }]), { ...route, section: null }]
}

/** Listeners of the Gateway are none of a ListenerSet's. */
function parentScopes({ listener, listenerSet, gateway }: RulePlace): readonly Scope[] {
  const owner = listenerSet ?? gateway
  return [
    ...[listener, null].map((section) => ({ ...owner, section })),
    ...(listenerSet === null ? [] : [{ ...gateway, section: null }]),
  ]
}

/** Of several at one place the oldest counts. */
function nearest(
  policies: readonly CustomObject[],
  scopes: readonly Scope[],
  isTaken: (one: CustomObject) => boolean = () => true,
): CustomObject | undefined {
  for (const scope of scopes) {
    const found = policies.find((one) => isFor(one, scope))
    if (found !== undefined && isTaken(found)) return found
  }
  return undefined
}

function isFor({ metadata, spec }: CustomObject, { ref, labels, section }: Scope): boolean {
  if (metadata.namespace !== ref.namespace) return false
  const named = spec.targetRef == null ? wires(spec.targetRefs) : [record(spec.targetRef)]
  const isNamed = named.some(
    (one) => text(one.kind) === ref.kind && text(one.name) === ref.name && (text(one.sectionName) || null) === section,
  )
  if (isNamed || section !== null) return isNamed
  return wires(spec.targetSelectors).some((one) => text(one.kind) === ref.kind && isSelected(selectorOf(one), labels))
}

function selectorOf({ matchLabels, matchExpressions }: Wire): WireSelector {
  return {
    matchLabels: stringMap(matchLabels),
    matchExpressions: list(matchExpressions, ({ key, operator, values }) => ({
      ...{ key: text(key) ?? '', operator: text(operator) ?? '', values: texts(values) },
    })),
  }
}

/**
 * Parts that cannot be carried out, by the words of the controller: those that can are, and whoever gets through them is
 * answered with 500, so that none gets through unasked. null: all can, or nothing is said
 */
function brokenParts(policy: CustomObject, place: RulePlace): readonly string[] | null {
  const said = refusalsAt(policy, place).find((one) => ![ofRequests, ofStreams].some((contrary) => contrary.test(one)))
  if (said === undefined) return null
  const named = order.filter((field) => said.toLowerCase().includes(`${field.toLowerCase()}: `))
  return named.length > 0 ? named : order
}

/** What its status says is wrong with it. */
function refusalsAt({ spec, status }: CustomObject, { gateway, listenerSet, listener }: RulePlace): readonly string[] {
  const { namespace, name } = (listenerSet ?? gateway).ref
  const ancestors = wires(status.ancestors).map(({ ancestorRef, conditions }) => {
    const accepted = wires(conditions).find(({ type }) => type === 'Accepted')
    return { parent: record(ancestorRef), accepted }
  })
  const near = ancestors.filter(
    ({ parent }) => parent.namespace === namespace && parent.name === name && parent.sectionName === listener,
  )
  // Only merged with another one it differs from listener to listener; a conflict is written over what was said of that.
  const isNear = spec.mergeType != null && near.every(({ accepted }) => accepted?.reason !== 'Conflicted')
  return (isNear ? near : ancestors).flatMap(({ accepted }) =>
    accepted?.status === 'False' && accepted.reason === 'Invalid' ? [text(accepted.message) ?? ''] : [],
  )
}

/** Was all that its status said of it written over, since another policy has a part of what it selects. */
function isUnsaid({ status }: CustomObject): boolean {
  const conditions = wires(status.ancestors).flatMap((one) => wires(one.conditions))
  const said = conditions.filter(({ type }) => type === 'Accepted')
  return said.length > 0 && said.every(({ reason }) => reason === 'Conflicted')
}

const unsaid = { does: 'whether it can be carried out no status says: it tells of conflicts alone', isOpen: true }

/** As their filters stand in Envoy: https://github.com/envoyproxy/gateway/blob/main/internal/xds/translator/httpfilters.go */
const order = ['extAuth', 'apiKeyAuth', 'basicAuth', 'oidc', 'jwt', 'authorization'] as const

const passing: Readonly<Record<(typeof order)[number], string>> = {
  extAuth: 'the service of its external authorization says so',
  apiKeyAuth: 'it brings a key that is known',
  basicAuth: 'it brings a password that is known',
  oidc: 'whoever asks has signed in',
  jwt: 'it brings a token that holds',
  authorization: 'a rule of its authorization lets it through',
}

function guardOf(
  policy: CustomObject,
  field: (typeof order)[number],
  own: Wire,
  headers: ReadonlyMap<string, string>,
): RouteGuard {
  return {
    policy: refOf(policy),
    passes: `${passing[field]} (${fullName(refOf(policy))})`,
    denials: denialsOf(field, own, headers),
  }
}

function unanswered(status: number): Denial {
  return { when: 'fail', condition: 'the service gives no usable answer', status, isNow: false }
}

function denialsOf(field: (typeof order)[number], own: Wire, headers: ReadonlyMap<string, string>): readonly Denial[] {
  const deny = (condition: string, status: number, isNow = false): Denial => ({
    when: 'deny',
    condition,
    status,
    isNow,
  })
  switch (field) {
    case 'extAuth':
      return [
        deny('the service refuses it', 403),
        ...(own.failOpen === true ? [] : [unanswered(integer(own.statusOnError) ?? 403)]),
      ]
    case 'apiKeyAuth':
      return [deny('it brings no key that is known', 401)]
    case 'basicAuth':
      return [deny('it brings no password that is known', 401, !headers.has('authorization'))]
    case 'oidc':
      return [deny('whoever asks has not', 302)]
    case 'jwt':
      return [deny(own.optional === true ? 'its token does not hold' : 'it brings no token that holds', 401)]
    case 'authorization':
      return [deny('no rule of it does', 403)]
  }
}
