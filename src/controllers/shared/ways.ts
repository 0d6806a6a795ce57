/** Several ways to the same answer: the first that works counts, and why the others did not is told if none does. */
import type { Answered, AnswerSource, Replica } from '../../domain/controller.js'
import { Problem, problem } from '../../domain/problem.js'

export interface Way<T> {
  /** in words, for messages */
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
  for (const { name, source, ask } of ways) {
    try {
      return { value: await ask(), source, way: name }
    } catch (error) {
      const failure = failureOf(error)
      if (failure === null) throw error
      tried.push({ way: name, why: failure.why })
      if (failure.hint !== undefined) hints.add(failure.hint)
    }
  }
  const pod = `${replica.namespace}/${replica.name}`
  throw problem('not-observed', { what, pod, tried, ...(hints.size > 0 ? { hint: [...hints].join('; ') } : {}) })
}

/** null: no way to this pod can work */
function failureOf(error: unknown): { readonly why: string; readonly hint?: string | undefined } | null {
  if (error instanceof Unusable) return { why: error.message }
  if (!(error instanceof Problem)) return null
  const { value } = error
  switch (value.reason) {
    case 'upgrade-refused':
      return { why: `refused (${value.facts.status}): ${value.facts.message}`, hint: value.facts.hint }
    case 'port-closed':
    case 'connection-lost':
      return { why: value.facts.detail }
    default:
      return null
  }
}
