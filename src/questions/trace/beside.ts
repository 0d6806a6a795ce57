/** Several that may serve a host: do they answer the same request alike. */
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Told } from '../../domain/findings/facts.js'
import { told } from '../../domain/findings/finding.js'
import { maskSentence } from '../../domain/masking/trace.js'
import { nameOf, type Ref } from '../../domain/objects/ref.js'
import { urlOf } from '../../domain/requests/host.js'
import { backendName } from '../../domain/requests/service-hops.js'
import type { Answer, Loser, Trace, TraceRequest } from '../../domain/requests/trace.js'
import { areRanked } from '../worlds/both-worlds.js'
import { titleOf } from '../worlds/read-ones.js'
import type { World } from '../worlds/world.js'
import type { Worlds } from '../worlds/worlds.js'
import { addressesReaching } from './host-worlds.js'
import { mainAnswer } from './outcome.js'

/** Who is asked, and what it answers. */
export interface Answering {
  readonly trace: Trace
  readonly world: World
}

/** Where one controller ranks the rules of Ingresses and of Gateways together, the rule with the highest priority answers for all. */
export function ofOneProxy(all: readonly Answering[]): readonly Answering[] {
  return all.flatMap((one, i) => {
    const rivals = all.filter((other) => other !== one && areRanked(one.world, other.world))
    // What neither has a rule for is told once.
    const isSecond = priorityIn(one) === none && rivals.some((other) => all.indexOf(other) < i)
    if (isSecond || rivals.some((other) => priorityIn(other) > priorityIn(one))) return []
    const { asked } = one.trace
    if (asked === null || rivals.length === 0) return [one]
    const lost = rivals.flatMap(({ trace, world }) =>
      trace.asked?.source ? [loserOf(trace.asked.source, priorityIn({ trace, world }), priorityIn(one))] : [],
    )
    return [{ ...one, trace: { ...one.trace, asked: { ...asked, losers: [...lost, ...asked.losers] } } }]
  })
}

/** What no rule has comes after all that one has. */
const none = -1

function priorityIn({ trace: { asked } }: Answering): number {
  return asked?.priority ?? none
}

/** @returns one finding where they do not; none where that cannot be told */
export function worldsDiffer(
  controllers: Controllers,
  worlds: Worlds,
  request: TraceRequest,
  asked: readonly Answering[],
): readonly Told<'worlds-differ'>[] {
  const answers = asked.flatMap(({ trace, world }) => {
    const answer = mainAnswer(trace)
    return answer === null || answer.verdict === 'unknown' ? [] : [{ world, words: answerWords(answer, request) }]
  })
  if (new Set(answers.map(({ words }) => words)).size < 2) return []
  return [
    told('worlds-differ', {
      host: request.host ?? urlOf(request),
      answers: answers.map(({ world: { chosen, gateway }, words }) => ({
        by: gateway === null ? titleOf(controllers, chosen) : `Gateway ${nameOf(gateway.ref)}`,
        addresses: gateway === null ? addressesReaching(worlds, chosen) : gateway.addresses,
        answer: maskSentence(words),
      })),
    }),
  ]
}

/** What a client gets, without what each proxy calls its own. */
function answerWords({ verdict, status, location, backend, upstreamUri }: Answer, { target }: TraceRequest): string {
  if (verdict === 'redirect') return `${status ?? 'redirect'} to ${location ?? 'somewhere'}`
  const rewritten = upstreamUri === null || upstreamUri === target ? '' : ` as ${upstreamUri}`
  if (backend !== null && (verdict === 'served' || verdict === 'guarded'))
    return `${backendName(backend)}${rewritten}${verdict === 'guarded' ? ', guarded' : ''}`
  return status === null ? verdict : String(status)
}

function loserOf(source: Ref, own: number, winner: number): Loser {
  return { source, host: null, path: null, pathType: null, ...told('lower-priority', { own, winner }) }
}
