/** A replica whose answers may be no answers: what cannot be read is told as such, and never as a flaw of ours. */
import type { Observation } from '../../domain/controllers/observation.js'
import { nameOf } from '../../domain/objects/ref.js'
import { problem } from '../../domain/problem.js'

type Method = (...given: readonly unknown[]) => unknown

/** Whatever the languages throw of a text that is none of theirs becomes a Problem, as every method of it promises. */
export function readable(observation: Observation): Observation {
  const pod = nameOf(observation.replica)
  const members = Object.entries(observation).map(([name, member]) => [
    name,
    typeof member === 'function'
      ? (...given: readonly unknown[]) => guarded(pod, () => (member as Method)(...given))
      : member,
  ])
  return Object.fromEntries(members) as Observation
}

function guarded(pod: string, ask: () => unknown): unknown {
  try {
    const asked = ask()
    if (asked instanceof Promise) return asked.catch((error: unknown) => Promise.reject(told(pod, error)))
    return isStream(asked) ? streamed(pod, asked) : asked
  } catch (error) {
    throw told(pod, error)
  }
}

async function* streamed(pod: string, items: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  try {
    yield* items
  } catch (error) {
    throw told(pod, error)
  }
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

function told(pod: string, error: unknown): unknown {
  return error instanceof SyntaxError ? problem('answer-unreadable', { pod, detail: error.message }, error) : error
}
