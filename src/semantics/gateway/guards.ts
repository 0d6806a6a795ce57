/** Who is asked before the proxy does what a rule says: policies that an implementation brought along. */
import type { Guarding, Labelled, RouteGuard, RulePlace } from '../../domain/gateway/own-kinds.js'
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import { uniqueBy } from '../../domain/groups.js'
import type { GatewayInventory } from '../../domain/objects/gateway/inventory.js'
import { speaksTls } from '../../domain/objects/gateway/listeners.js'
import { fullName, isSame, nameOf, type Ref, refOf } from '../../domain/objects/ref.js'
import { type Denial, guarded } from '../../domain/requests/guards.js'
import { type Answer, type Hop, hop, verdictOf, withoutBackend } from '../../domain/requests/trace.js'
import type { PlannedListener } from './attachment/listeners.js'
import { isOfStreams, type Rule } from './matching/matches.js'
import type { Candidate } from './matching/rank.js'
import type { Asked } from './matching/request.js'

/** A rule that has a request. */
export interface Won {
  readonly candidate: Candidate
  readonly asked: Asked
  readonly profile: GatewayProfile
  readonly inventory: GatewayInventory
}

/** What is done before the rule, whatever comes of it then. */
export function guardingOf({ candidate: { match, listener }, asked, profile, inventory }: Won): Guarding {
  const { own } = profile
  if (own === undefined) return { guards: [], answersPreflight: false, broken: null, unread: [] }
  return own.guardingAt(placeOf(match.rule, listener, inventory), asked.headers, inventory.customOf)
}

/** The policy for which a rule of connections is not there at a listener. */
export function outBy(
  rule: Rule,
  listener: PlannedListener,
  { own }: GatewayProfile,
  inventory: GatewayInventory,
): Ref | null {
  if (own?.outBy === undefined || !isOfStreams(rule)) return null
  return own.outBy(placeOf(rule, listener, inventory), inventory.customOf)
}

function placeOf(rule: Rule, listener: PlannedListener, inventory: GatewayInventory): RulePlace {
  const gateway = inventory.gateway(listener.gateway)
  const set = isSame(listener.owner, listener.gateway)
    ? null
    : (inventory.listenerSets.find((one) => isSame(refOf(one), listener.owner)) ?? null)
  return {
    isStream: isOfStreams(rule),
    isSecure: speaksTls(listener.protocol),
    rule: rule.name,
    route: labelled(rule.source, rule.route),
    listener: listener.name,
    listenerSet: set && labelled(listener.owner, set),
    gateway: labelled(listener.gateway, gateway),
  }
}

function labelled(
  ref: Ref,
  object: { readonly metadata: { readonly labels?: Labelled['labels'] | null | undefined } } | undefined,
): Labelled {
  return { ref, labels: object?.metadata.labels ?? {} }
}

/** @param passed what those get that are let through */
export function guardedBy({ candidate, asked }: Won, guards: readonly RouteGuard[], passed: Answer): Answer {
  const { auth } = asked.request
  const isStream = isOfStreams(candidate.match.rule)
  // A connection that is refused is closed.
  const refused = ({ status }: Denial) =>
    isStream ? withoutBackend('unavailable', null) : withoutBackend(verdictOf(status), status)
  const [denial] = guards.flatMap(({ denials }) => denials.filter(({ when }) => when === 'deny'))
  if (auth === 'deny' && denial !== undefined) return refused(denial)
  return guards.length === 0 || auth === 'pass' ? passed : guarded(passed, guards, refused)
}

export function guardHops({ guards, broken, unread }: Guarding): Hop[] {
  const policies = uniqueBy(
    guards.map(({ policy }) => policy),
    nameOf,
  )
  const hops = policies.map((policy) => hop('access', fullName(policy), 'is asked first'))
  const detail = 'cannot be carried out, as its status says: 500'
  return [
    ...hops,
    ...(broken === null ? [] : [hop('access', fullName(broken), detail)]),
    ...unread.map(({ policy, does }) => hop('note', fullName(policy), `is not read: ${does}`)),
  ]
}
