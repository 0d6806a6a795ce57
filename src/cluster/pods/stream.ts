/** What a stream to a pod is called in messages, and the problems that all of them share. */

import type { PodRef } from '../../domain/controllers/pod-access.js'
import { nameOf } from '../../domain/objects/ref.js'
import { Problem, problem } from '../../domain/problem.js'
import { faultOfName, resourcePath } from '../list/resource-path.js'
import type { ApiServer } from '../wire/api-server.js'
import { clean } from '../wire/clean.js'
import type { Reply } from '../wire/exchange.js'
import { readRefusal } from '../wire/refusal.js'

export interface Stream {
  /** for messages: `exec`, `port-forward`, `log streaming` */
  readonly doing: string
  /** what is asked of the pod, as in its path and in RBAC: `exec`, `portforward`, `log` */
  readonly subresource: string
  readonly pod: PodRef
}

/** @throws Problem `upgrade-refused` for a pod whose name would lead to another path */
export function pathOf(stream: Stream): string {
  const { namespace, name } = stream.pod
  const fault = faultOfName(namespace) ?? faultOfName(name)
  if (fault !== null) throw refused(stream, 404, `no pod can have this name: ${fault}`)
  return `${resourcePath('Pod', namespace, name)}/${stream.subresource}`
}

/** @param detail anything that a server or a library said */
export function lost({ doing, pod }: Stream, detail: string, cause?: unknown): Problem {
  return problem('connection-lost', { doing, pod: nameOf(pod), detail: clean(detail) }, cause)
}

/** Where a limit's patience ends in the middle of a stream, the stream broke; its other reasons stay what they are. */
export function endedBy(reason: Problem, stream: Stream, server: ApiServer): Problem {
  const { value } = reason
  if (value.reason === 'cut-short') return lost(stream, value.facts.detail, reason)
  if (value.reason !== 'timeout') return reason
  const { seconds, doing } = value.facts
  if (doing === 'waiting for the kubelet') return kubeletSilent(stream, server, seconds, reason)
  return lost(stream, `nothing came for ${seconds} s`, reason)
}

/** Did patience with a pod end, and nothing else. */
export function ranOut(reason: unknown): reason is Problem {
  if (!(reason instanceof Problem)) return false
  const { value } = reason
  return value.reason === 'cut-short' || (value.reason === 'timeout' && value.facts.doing !== 'connecting')
}

/** Who asks again waits as long again. */
export function isSilence({ cause }: Problem): boolean {
  return ranOut(cause)
}

/**
 * Opens a stream, which the API server leaves to a kubelet: where that is silent, the API server is not to blame.
 * @param open throws a Problem `timeout` where its patience ended
 */
export async function asKubelet<T>(server: ApiServer, stream: Stream, open: () => Promise<T>): Promise<T> {
  const { doing, pod } = stream
  const whose = pod.node == null ? `pod ${nameOf(pod)}` : `node ${pod.node}`
  const word = setTimeout(() => server.sayOnce(`still waiting for the kubelet of ${whose} (${doing})`), beforeAWord)
  try {
    return await open()
  } catch (error) {
    if (!ranOut(error) || error.value.reason !== 'timeout') throw error
    throw kubeletSilent(stream, server, error.value.facts.seconds, error)
  } finally {
    clearTimeout(word)
  }
}

function kubeletSilent({ doing, pod }: Stream, { label }: ApiServer, seconds: number, reason: Problem): Problem {
  return problem('kubelet-silent', { node: pod.node ?? null, doing, pod: nameOf(pod), server: label, seconds }, reason)
}

/** Milliseconds. */
const beforeAWord = 5000

/** @param message of the API server, of the kubelet or of the container runtime */
export function refused({ doing, pod, subresource }: Stream, status: number, message: string): Problem {
  const hint = status === 403 ? permissionHint(subresource, message) : undefined
  return problem('upgrade-refused', {
    doing,
    pod: nameOf(pod),
    status,
    message: clean(message),
    ...(hint !== undefined && { hint }),
  })
}

/**
 * The problem that an answer is which should have been a stream.
 * @throws Problem `not-kubernetes` where nothing of it sounds like an API server
 */
export function problemOfReply(reply: Reply, stream: Stream, server: string): Problem {
  // A kubelet's own words come in plain text: `unable to upgrade: …` with 400.
  const { status, message } = readRefusal(reply, server, [400, 403, 404])
  return status === 401 ? problem('unauthorized', { server, message }) : refused(stream, status, message)
}

/** https://github.com/kubernetes/kubernetes/pull/134577: a WebSocket is a GET, and needed only that verb before 1.35 */
function permissionHint(subresource: string, message: string): string {
  const resource = `pods/${subresource}`
  if (subresource === 'log') return `ask for the verb "get" on ${resource}`
  const missing = /cannot (get|create) resource/.exec(message)?.[1]
  const what = missing === undefined ? '' : `the verb "${missing}" is missing: `
  return `${what}ask for the verbs "get" and "create" on ${resource}; since Kubernetes 1.35 both are needed`
}
