/** Redirects, one after the other, to where they end: at an answer, out of the cluster, or where they began. */

import { requestHost, requestPath, urlOf } from '../../domain/requests/host.js'
import { nextRequest } from '../../domain/requests/next-request.js'
import { hop, type Trace, type TraceRequest } from '../../domain/requests/trace.js'
import { mainAnswer, mostRedirects } from './outcome.js'

/**
 * @param knows does any route name this host
 * @returns the parts of the first trace that it changes
 */
export async function followRedirects(
  first: Trace,
  knows: (host: string) => boolean,
  ask: (request: TraceRequest) => Promise<Trace>,
): Promise<Partial<Trace>> {
  if (mainAnswer(first)?.verdict !== 'redirect') return { followed: [], isLoop: false }
  const all = [first]
  const visited = new Set([requestKey(first.request)])
  for (;;) {
    const last = all.at(-1) ?? first
    const step = nextStep(last, all.length, visited, knows)
    const next = 'request' in step ? await ask(step.request) : step
    if (!('stop' in next)) {
      visited.add(requestKey(next.request))
      all.push(next)
      continue
    }
    const ended = next.stop === null ? last : noting(last, next.stop)
    const isLoop = next.isLoop ?? false
    return all.length === 1 ? { ...ended, isLoop } : { followed: [...all.slice(1, -1), ended], isLoop }
  }
}

/** `stop`: why the way ends here, where that is not plain. */
interface Stop {
  readonly stop: string | null
  readonly isLoop?: true
}

function nextStep(
  last: Trace,
  count: number,
  visited: ReadonlySet<string>,
  knows: (host: string) => boolean,
): Stop | { readonly request: TraceRequest } {
  const answer = mainAnswer(last)
  if (answer?.verdict !== 'redirect' || answer.location === null) return { stop: null }
  if (count > mostRedirects) return { stop: `more than ${mostRedirects} redirects: clients give up` }
  const request = nextRequest(last.request, answer.location, answer.status)
  if ('wrong' in request) return { stop: request.wrong }
  const host = requestHost(request.host)
  if (host !== requestHost(last.request.host) && (host === null || !knows(host)))
    return { stop: `it leads to ${request.host}, which no route names: not followed` }
  if (visited.has(requestKey(request))) return { stop: `it comes back to ${urlOf(request)}: a loop`, isLoop: true }
  const place = pageKey(request)
  if ([...visited].filter((key) => key === place || key.startsWith(`${place}?`)).length >= mostOfOnePlace)
    return { stop: `it comes back to ${place} again and again, only its query changes: a loop`, isLoop: true }
  return { request }
}

function requestKey(request: TraceRequest): string {
  return `${request.method} ${urlOf(request)}`
}

/** A page may add to its own query once; one that does it again never ends. */
const mostOfOnePlace = 2

function pageKey(request: TraceRequest): string {
  return requestKey({ ...request, target: requestPath(request.target) })
}

/** The end of a way is told where it is: in the last answer. */
function noting(trace: Trace, detail: string): Trace {
  const end = hop('redirect', 'end', detail)
  const { asked, served } = trace
  const isAsked = mainAnswer(trace) === asked
  return {
    ...trace,
    asked: asked && isAsked ? { ...asked, hops: [...asked.hops, end] } : asked,
    served: served && !isAsked ? { ...served, hops: [...served.hops, end] } : served,
  }
}
