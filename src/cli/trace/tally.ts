/** What many traces come to, in a line under them: how many of each verdict, and what to ask next. */

import { nameOf, type Ref } from '../../domain/objects/ref.js'
import type { Trace, Verdict } from '../../domain/requests/trace.js'
import { counted } from '../../domain/text/counted.js'
import { lastOf, mainAnswer } from '../../questions/trace/outcome.js'
import type { Traced } from '../../questions/trace/remember-traces.js'
import { nextLines } from '../next.js'

export interface Tally {
  add(traced: Traced): void
  /** null: there is nothing to say */
  summary(): string | null
}

/**
 * @param isAlone one request was asked for: its verdict stands above
 * @param again from `sourceFlags`
 */
export function tally(isAlone: boolean, again: string): Tally {
  const counts = new Map<Verdict, number>()
  let next = ''
  return {
    add: ({ trace, outcome }) => {
      const verdict = mainAnswer(trace)?.verdict ?? 'unknown'
      counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
      if (next === '' && outcome !== 'clean') next = nextLines(leadOn(trace), again)
    },
    summary: () => {
      const all = [...counts.values()].reduce((sum, one) => sum + one, 0)
      const parts = [...counts].sort(([, a], [, b]) => b - a).map(([verdict, count]) => `${count} ${verdict}`)
      const told = isAlone || all === 0 ? [] : [`${counted(all, 'request')}: ${parts.join(', ')}`]
      return [...told, ...(next === '' ? [] : [next])].join('; ') || null
    },
  }
}

/** The Ingress that is most likely in trouble; where there is none, all that name the host. */
function leadOn(trace: Trace): readonly string[] {
  const last = lastOf(trace)
  const suspect = suspectOf(last)
  if (suspect !== null) return [`why ${nameOf(suspect)}`]
  const host = last.request.host?.replace(/:\d+$/, '')
  return host === undefined ? [] : [`ingresses -A --host ${host}`]
}

function suspectOf(trace: Trace): Ref | null {
  const answer = mainAnswer(trace)
  if (answer === null) return null
  const dropped = answer.losers.find(({ code }) => code === 'dropped')
  const found = answer.verdict === 'not-found' ? (dropped?.source ?? answer.source) : answer.source
  return found ?? trace.served?.source ?? answer.losers[0]?.source ?? null
}
