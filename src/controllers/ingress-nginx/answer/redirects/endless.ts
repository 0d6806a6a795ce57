/** A redirect that leads to a redirect, and so on without end: clients give up. */
import { urlOf } from '../../../../domain/requests/host.js'
import { nextRequest } from '../../../../domain/requests/next-request.js'
import type { TraceRequest } from '../../../../domain/requests/trace.js'
import { type Decision, decide, type Site } from '../decide.js'

/** What is still redirected after so many steps is so for ever: a circle of hosts, or a path that grows. */
const mostSteps = 10

/**
 * @param decision what becomes of `request`
 * @returns the URL that it is sent to first; null: it comes to an end, or leads out of the site
 */
export function endlessFrom(site: Site, request: TraceRequest, decision: Decision): string | null {
  let [asked, said, first] = [request, decision, null as string | null]
  for (let step = 0; step < mostSteps; step++) {
    if (said.verdict !== 'redirect' || said.location === null) return null
    const next = nextRequest(asked, said.location, said.status)
    if ('wrong' in next) return null
    first ??= urlOf(next)
    asked = next
    said = decide(site, next)
  }
  return first
}
