/** Several ways to the same answer: the first that works counts, and why the others did not is told if none does. */
import type { Replica } from '../../domain/controllers/controller.js'
import type { PodAccess } from '../../domain/controllers/pod-access.js'
import type { Answered, AnswerSource } from '../../domain/controllers/replica-facts.js'
import { nameOf } from '../../domain/objects/ref.js'
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

/**
 * @param may asks the API server itself what is allowed, once something was refused
 * @throws Problem `not-observed`; those that no other way could cure (no network, no credentials) at once
 */
export async function firstAnswer<T>(
  what: string,
  replica: Replica,
  ways: readonly Way<T>[],
  may: PodAccess['may'],
): Promise<Answered<T>> {
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
      if (failure.isFinal) {
        const pod = nameOf(replica)
        throw problem('not-observed', { what, pod, tried: [...tried, { way: name, why: failure.why }] }, error)
      }
      tried.push({ way: failure.isForbidden ? by : name, why: failure.why })
      if (failure.isForbidden) forbidden.add(by)
      if (failure.hint !== undefined) hints.add(failure.hint)
    }
  }
  const missing = await Promise.all([...forbidden].map((by) => missingVerbs(may, by, replica.namespace)))
  const hint = [...missing.flatMap((one) => one ?? []), ...(missing.includes(null) ? hints : [])].join('; ')
  const pod = nameOf(replica)
  throw problem('not-observed', { what, pod, tried, ...(hint === '' ? {} : { hint }) })
}

/** @returns what is missing, in words; null: even that may not be asked */
async function missingVerbs(may: PodAccess['may'], by: Way<unknown>['by'], namespace: string): Promise<string | null> {
  const subresource = by === 'exec' ? 'exec' : 'portforward'
  const verbs = ['get', 'create'] as const
  const allowed = await Promise.all(verbs.map((verb) => may({ verb, subresource, namespace })))
  if (allowed.includes(null)) return null
  const missing = verbs.filter((_, i) => allowed[i] === false)
  if (missing.length === 0)
    return `the API server allows ${by}: something in between refuses it, as kubectl proxy does by default`
  return `ask for ${missing.map((verb) => `"${verb}"`).join(' and ')} on pods/${subresource} in namespace ${namespace}`
}

interface Failure {
  readonly why: string
  readonly isForbidden: boolean
  /** it would be the same by every other way */
  readonly isFinal?: true
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
    case 'kubelet-silent': {
      const { node, seconds } = value.facts
      const whose = node === null ? 'its kubelet' : `the kubelet of node ${node}`
      return { why: `${whose} did not answer within ${seconds} s`, isForbidden: false, isFinal: true }
    }
    case 'port-closed':
    case 'connection-lost':
      return { why: value.facts.detail, isForbidden: false }
    default:
      return null
  }
}
