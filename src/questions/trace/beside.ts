/** Several that may serve a host: do they answer the same request alike. */
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Told } from '../../domain/findings/facts.js'
import { told } from '../../domain/findings/finding.js'
import { nameOf } from '../../domain/objects/ref.js'
import { urlOf } from '../../domain/requests/host.js'
import { backendName } from '../../domain/requests/service-hops.js'
import type { Answer, Trace, TraceRequest } from '../../domain/requests/trace.js'
import { titleOf } from '../worlds/read-ones.js'
import type { World } from '../worlds/world.js'
import type { Worlds } from '../worlds/worlds.js'
import { addressesReaching } from './host-worlds.js'
import { mainAnswer } from './outcome.js'

/** @returns one finding where they do not; none where that cannot be told */
export function worldsDiffer(
  controllers: Controllers,
  worlds: Worlds,
  request: TraceRequest,
  asked: readonly { readonly trace: Trace; readonly world: World }[],
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
        answer: words,
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
