/** Asks a replica something that the rest of an answer can do without: what it cannot be asked is a gap. */
import { compare } from '../domain/compare.js'
import type { Gap, NotCaptured } from '../domain/gap.js'
import type { NamespacedName } from '../domain/objects/ref.js'
import { Problem } from '../domain/problem.js'

/**
 * @param gaps gets one more where there is no answer
 * @returns null where there is none
 * @throws Problem where nothing can be asked at all (no network, no credentials)
 */
export async function attempt<T>(
  { namespace, name }: NamespacedName,
  gaps: Gap[],
  ask: () => Promise<T>,
): Promise<T | null> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof Problem && error.value.reason === 'not-captured') {
      const { what, source, isEmpty } = error.value.facts
      // The same of every replica: the gaps are one.
      const lacks = isEmpty ? 'answers of a replica' : 'other answers of a replica'
      const message = `${what} is not in ${source}`
      const gap: NotCaptured = { kind: 'Pod', namespace, reason: 'not-captured', message, source, lacks, holds: [] }
      gaps.push(gap)
      return null
    }
    const why = reasonOf(error)
    if (why === null) throw error
    const isUnsupported = error instanceof Problem && error.value.reason === 'unsupported'
    const reason = isUnsupported ? 'unsupported' : 'unreachable'
    gaps.push({ kind: 'Pod', namespace, reason, message: `${name}: ${why}` })
    return null
  }
}

/** Answers come in any order; what is printed of them must not. */
export function inOrder(gaps: readonly Gap[]): Gap[] {
  return [...gaps].sort((a, b) => compare(a.message, b.message))
}

function reasonOf(error: unknown): string | null {
  if (error instanceof SyntaxError) return `its answer cannot be read: ${error.message}`
  if (!(error instanceof Problem)) return null
  const { value } = error
  if (value.reason === 'answer-unreadable') return `its answer cannot be read: ${value.facts.detail}`
  if (value.reason === 'connection-lost')
    return `the connection broke during ${value.facts.doing}: ${value.facts.detail}`
  // Where a kubelet is dead the API server says so at the end of the stream, when the way seemed open.
  if (value.reason === 'upgrade-refused')
    return `${value.facts.doing} is refused (${value.facts.status}): ${value.facts.message}`
  if (value.reason === 'kubelet-silent') return `its kubelet did not answer within ${value.facts.seconds} s`
  if (value.reason === 'no-replica') return 'none of its replicas is ready'
  if (value.reason === 'unsupported') return `${value.facts.by} does not report ${value.facts.what}`
  if (value.reason !== 'not-observed') return null
  const { what, tried, hint } = value.facts
  const all = `${what}: ${tried.map(({ way, why }) => `${way}: ${why}`).join('; ')}`
  return hint === undefined ? all : `${all} (${hint})`
}
