/** Several ways to the same answer: the first that works counts, and why the others did not is told if none does. */
import type { Answered, AnswerSource, Replica } from '../../domain/controller.js'
import { Problem, problem } from '../../domain/problem.js'

export interface Way<T> {
  /** what it goes through: where that is forbidden once, it is forbidden for every way through it */
  readonly by: 'port-forward' | 'exec'
  /** in words, for messages: `port-forward to 10246`, `exec cat FILE` */
  readonly name: string
  readonly source: AnswerSource
  readonly ask: () => Promise<T>
}

/** Thrown by a way that got an answer which is none. */
export class Unusable extends Error {}

/** @throws Problem `not-observed`; those that no other way could cure (no network, no credentials) at once */
export async function firstAnswer<T>(what: string, replica: Replica, ways: readonly Way<T>[]): Promise<Answered<T>> {
  const tried: { way: string; why: string }[] = []
  const hints = new Set<string>()
  const forbidden = new Set<Way<T>['by']>()
  for (const { by, name, source, ask } of ways) {
    if (forbidden.has(by)) continue
    try {
      return { value: await ask(), source, way: name }
    } catch (error) {
      const failure = failureOf(error)
      if (failure === null) throw error
      tried.push({ way: failure.isForbidden ? by : name, why: failure.why })
      if (failure.isForbidden) forbidden.add(by)
      if (failure.hint !== undefined) hints.add(failure.hint)
    }
  }
  const pod = `${replica.namespace}/${replica.name}`
  throw problem('not-observed', { what, pod, tried, ...(hints.size > 0 ? { hint: [...hints].join('; ') } : {}) })
}

interface Failure {
  readonly why: string
  readonly isForbidden: boolean
  readonly hint?: string | undefined
}

/** null: no way to this pod can work */
function failureOf(error: unknown): Failure | null {
  if (error instanceof Unusable) return { why: error.message, isForbidden: false }
  if (!(error instanceof Problem)) return null
  const { value } = error
  switch (value.reason) {
    case 'upgrade-refused': {
      const { status, message, hint } = value.facts
      return { why: `refused (${status}): ${message}`, isForbidden: status === 403, hint }
    }
    case 'port-closed':
    case 'connection-lost':
      return { why: value.facts.detail, isForbidden: false }
    default:
      return null
  }
}
