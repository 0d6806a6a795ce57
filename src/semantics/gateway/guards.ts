/** Who is asked before the proxy does what a rule says: policies that an implementation brought along. */
import type { Labelled, RouteGuard } from '../../domain/gateway/own-kinds.js'
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import type { GatewayInventory } from '../../domain/objects/gateway/inventory.js'
import { fullName, isSame, nameOf, type Ref, refOf } from '../../domain/objects/ref.js'
import { guarded } from '../../domain/requests/guards.js'
import { type Answer, type Hop, type TraceRequest, verdictOf, withoutBackend } from '../../domain/requests/trace.js'
import { isOfStreams } from './matching/matches.js'
import type { Candidate } from './matching/rank.js'
import type { Asked } from './matching/request.js'

/** A rule that has a request. */
export interface Won {
  readonly candidate: Candidate
  readonly asked: Asked
  readonly profile: GatewayProfile
  readonly inventory: GatewayInventory
}

/** What fails anyway fails for whoever gets through, too. @param passed what those get */
export function guardsOf({ candidate, asked, profile, inventory }: Won, { verdict }: Answer): readonly RouteGuard[] {
  const { match, listener } = candidate
  const { own } = profile
  const isGuarded = own !== undefined && (verdict === 'served' || verdict === 'redirect')
  if (!isGuarded || isOfStreams(match.rule)) return []
  const { rule } = match
  const gateway = inventory.gateway(listener.gateway)
  const set = isSame(listener.owner, listener.gateway)
    ? null
    : (inventory.listenerSets.find((one) => isSame(refOf(one), listener.owner)) ?? null)
  return own.guardsAt(
    {
      rule: rule.name,
      route: labelled(rule.source, rule.route),
      listener: listener.name,
      listenerSet: set && labelled(listener.owner, set),
      gateway: labelled(listener.gateway, gateway),
    },
    asked.headers,
    inventory.customOf,
  )
}

function labelled(
  ref: Ref,
  object: { readonly metadata: { readonly labels?: Labelled['labels'] | null | undefined } } | undefined,
): Labelled {
  return { ref, labels: object?.metadata.labels ?? {} }
}

export function guardedBy(guards: readonly RouteGuard[], passed: Answer, auth: TraceRequest['auth']): Answer {
  const [denial] = guards.flatMap(({ denials }) => denials.filter(({ when }) => when === 'deny'))
  if (auth === 'deny' && denial !== undefined) return withoutBackend(verdictOf(denial.status), denial.status)
  if (guards.length === 0 || auth === 'pass') return passed
  return guarded(passed, guards, ({ status }) => withoutBackend(verdictOf(status), status))
}

export function guardHops(guards: readonly RouteGuard[]): Hop[] {
  const policies = [...new Map(guards.map((one) => [nameOf(one.policy), one.policy])).values()]
  return policies.map((policy) => ({ kind: 'access', subject: fullName(policy), detail: 'is asked first' }))
}
