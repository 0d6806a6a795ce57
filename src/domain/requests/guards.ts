/** Who is asked whether a request gets further, and each way that it may go then. */
import type { Answer, GuardedOutcome } from './trace.js'

/** What becomes of a request, whatever else is known of it. */
type Ending = Pick<Answer, 'verdict' | 'status' | 'location' | 'outcomes'>

/** What a request may be denied with. */
export interface Denial {
  readonly when: 'deny' | 'fail'
  /** in words, as a condition */
  readonly condition: string
  readonly status: number
  /** is it what this very request gets, as it was sent */
  readonly isNow: boolean
}

export interface Guard {
  /** in words: the condition under which it gets further */
  readonly passes: string
  readonly denials: readonly Denial[]
}

/** `satisfy any`: one that lets it through is enough, and 401 comes before 403. */
export function anyGuard(guards: readonly Guard[]): Guard {
  const [first, ...others] = guards
  if (first === undefined || others.length === 0) return first ?? { passes: '', denials: [] }
  const denials = guards.flatMap((guard) => guard.denials.filter(({ when }) => when === 'deny'))
  const status = denials.some((one) => one.status === 401) ? 401 : 403
  return {
    passes: guards.map(({ passes }) => passes).join(', or '),
    denials: [
      { when: 'deny', condition: 'none of these', status, isNow: false },
      ...guards.flatMap((guard) => guard.denials.filter(({ when }) => when === 'fail')),
    ],
  }
}

/**
 * @param passed what becomes of it when the request passes
 * @param deny what is answered in the place of it, pages for errors and all
 */
export function guarded<E extends Ending>(passed: E, guards: readonly Guard[], deny: (denial: Denial) => Ending): E {
  const conditions = guards.map((guard) => guard.passes)
  const [inner, ...rest] = passed.outcomes
  const denials = guards.flatMap((guard) => guard.denials)
  const denied = denials.map((denial): GuardedOutcome => outcomeOf(denial.when, denial.condition, deny(denial)))
  const now = denials.findIndex(({ isNow }) => isNow)
  // Who is asked before may have refused it already.
  const own = now >= 0 && guards[0]?.denials.some(({ isNow }) => isNow) ? denied[now] : undefined
  const pass = outcomeOf('pass', [...conditions, ...(inner ? [inner.condition] : [])].join(', and '), passed)
  const isServed = passed.verdict === 'served' || passed.verdict === 'guarded'
  return {
    ...passed,
    verdict: isServed ? 'guarded' : passed.verdict,
    status: own?.status ?? null,
    location: own?.location ?? null,
    outcomes: [
      inner === undefined ? pass : { ...pass, verdict: inner.verdict, status: inner.status, location: inner.location },
      ...denied,
      ...rest,
    ],
  }
}

function outcomeOf(when: GuardedOutcome['when'], condition: string, decision: Ending): GuardedOutcome {
  const { verdict, status, location } = decision
  return { when, condition, verdict, status, location }
}
