/** Who refuses a request, and which annotation made it so. */
import { nameOf, refKey } from '../../../../domain/objects/ref.js'
import { type Hop, hop } from '../../../../domain/requests/trace.js'
import { sentenceOf } from '../../../../findings/catalogue.js'
import { defaultServer, type Model } from '../../model/types.js'
import type { Decision } from '../decision.js'
import type { Rules } from '../rules.js'
import { serverHost } from '../server-host.js'

export function refusalHops(
  { verdict, status, why, outcome, facts, balanced }: Decision,
  { byHost }: Rules,
  { flaws }: Model,
): Hop[] {
  const refusal = (detail: string): Hop => hop('access', String(status ?? 'refused'), detail)
  if (outcome.result.kind !== 'status' || (verdict !== 'denied' && verdict !== 'unavailable'))
    return verdict === 'denied' || (verdict === 'unavailable' && balanced === null) ? [refusal(why ?? '')] : []
  const own = facts?.source ? [facts.source] : []
  const host = outcome.server && serverHost(outcome.server).toLowerCase()
  const all = own.length > 0 ? own : (byHost.get(host === defaultServer ? null : host) ?? []).map(({ ref }) => ref)
  const effect = outcome.location === null ? 'server-denied' : 'denied'
  const reasons = new Set(
    all.flatMap((ref) =>
      (flaws.get(refKey(ref)) ?? [])
        .filter((flaw) => flaw.facts.effect === effect)
        .map((flaw) => (own.length > 0 ? sentenceOf(flaw) : `Ingress ${nameOf(ref)}: ${sentenceOf(flaw)}`)),
    ),
  )
  return (reasons.size > 0 ? [...reasons] : [why ?? '']).map((reason) => refusal(reason))
}
