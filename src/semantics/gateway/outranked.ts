/** Where one proxy ranks rules of Ingresses among those of Gateways: who has the requests of a match. */
import { fullName, othersThan } from '../../domain/objects/ref.js'
import { type Fate, undefinedWinner } from '../../domain/routes/fate.js'
import { choose } from './choose.js'
import type { Match } from './matching/matches.js'
import { priorityOf } from './matching/rank.js'
import { askedOf } from './matching/request.js'
import type { GatewayPlan } from './plan.js'
import { type HostAtListener, requestsFor } from './probes.js'

/** @returns null: it has some of its own, no request of its own is known, or nothing ranks beside it */
export function outranked(plan: GatewayPlan, at: HostAtListener, match: Match): Fate | null {
  const beside = plan.besideOf(at.gateway)
  if (beside === undefined || match.isStream) return null
  const counter = plan.at(at.gateway)
  const { profile } = counter
  let fate: Fate | null = null
  for (const request of requestsFor(at, match)) {
    const asked = askedOf(request, profile)
    const choice = 'status' in asked ? asked : choose(counter.port(asked.port), asked, profile)
    const own = 'status' in asked || 'status' in choice ? null : counter.winner(choice, asked)
    if (own?.match !== match) continue
    const { priority, source, verdict } = beside.answer(request, false)
    const rank = priorityOf(own, profile)
    if (priority === undefined && verdict === 'unknown')
      return { is: 'unknown', why: 'a rule of an Ingress may take its requests, and whether it does is not known' }
    if (priority === undefined || priority < rank) return null
    const other = source === null ? 'another rule' : fullName(source)
    fate ??=
      priority > rank
        ? { is: 'lost', to: source, why: `${other} comes first: its priority is ${priority}, and this one's ${rank}` }
        : undefinedWinner(
            othersThan(null, source === null ? [] : [source]),
            `${other} has the same priority, ${rank}: which of them answers is decided by nobody`,
          )
  }
  return fate
}
