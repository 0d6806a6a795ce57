/** A redirect that leads to a redirect, and so on without end: clients give up. */
import { requestHost, urlOf } from './host.js'
import { nextRequest } from './next-request.js'
import type { Answer, TraceRequest } from './trace.js'

/** What is still redirected after so many steps is so for ever: a circle of hosts, or a path that grows. */
const mostSteps = 10

/**
 * @param ask what one proxy answers: a way that leads to another one comes to an end there
 * @param knows does a rule of it name this host: a rule for all hosts sends on to a site that may be anywhere
 * @returns the URL that the request is sent to first; null: it comes to an end
 */
export function endlessRedirect(
  request: TraceRequest,
  ask: (request: TraceRequest) => Pick<Answer, 'verdict' | 'status' | 'location'>,
  knows: (host: string, next: TraceRequest) => boolean,
): string | null {
  let asked = request
  let first: string | null = null
  for (let step = 0; step < mostSteps; step++) {
    const { verdict, status, location } = ask(asked)
    if (verdict !== 'redirect' || location === null) return null
    const next = nextRequest(asked, location, status)
    if ('wrong' in next) return null
    const host = requestHost(next.host)
    if (host !== requestHost(asked.host) && (host === null || !knows(host, next))) return null
    first ??= urlOf(next)
    asked = next
  }
  return first
}
