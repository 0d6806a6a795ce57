/** Is what a real proxy answered what we say. */
import type { Answer, GuardedOutcome } from '../../src/domain/requests/trace.js'
import type { Routed } from '../../src/languages/traefik/route/result.js'
import { nobody } from './generate-cluster.js'
import { echoIn, type Reply } from './http.js'

/** Of Traefik's own rules. */
export function fits({ end, guards }: Routed, reply: Reply): boolean {
  const echo = echoIn(reply)
  const [guard] = guards
  if (guard !== undefined) return echo === null && (guard.status === null || reply.status === guard.status)
  switch (end.is) {
    case 'forward':
      if (isLost(reply)) return end.targets.some(({ service }) => service?.servers?.some(isNobody) === true)
      if (reply.status === 503) return end.targets.some(({ service }) => service?.servers?.length === 0)
      return (
        echo !== null &&
        echo.uri === end.uri &&
        end.targets.some(({ service }) => service?.servers?.includes(`${echo.address}:${echo.port}`))
      )
    case 'redirect':
      return echo === null && reply.status === end.status && reply.headers.get('location') === end.location
    case 'answer':
      // What is sent on without a slash, whoever gets it refuses in a way of his own; and a page of errors keeps the code.
      return (
        (echo === null || (end.status >= 400 && echo.uri === '/')) &&
        (reply.status === end.status || (end.status === 502 && reply.status === 400))
      )
    default:
      return false
  }
}

/** Of an answer of any plan. @returns null: it says that it cannot know */
export function fitsAnswer(answer: Answer, reply: Reply): boolean | null {
  const { verdict, status, location, upstreamUri, endpoints, split, outcomes } = answer
  const echo = echoIn(reply)
  if (verdict === 'unknown') return null
  // https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return
  if (status === 444) return reply.status === 0
  if (verdict === 'guarded') return outcomes.some((one) => fitsOutcome(one, reply))
  // The proxy answers by itself.
  if (verdict === 'served' && status !== null && upstreamUri === null) return echo === null && reply.status === status
  if (verdict !== 'served')
    return (
      (echo === null || ((status ?? 0) >= 400 && echo.uri === '/')) &&
      // Equals that answer otherwise have no code in common, or no location.
      (status === null ||
        (reply.status === status && ((reply.headers.get('location') ?? null) === location || isOfEquals(answer))))
    )
  const all = [...(endpoints ?? []), ...split.flatMap((one) => one.endpoints ?? [])]
  if (reply.status === 503) return split.some((one) => one.endpoints?.length === 0)
  if (isLost(reply)) return all.some(isNobody)
  // Of equals one may answer by itself what browsers ask before they ask.
  if (echo === null && reply.status === 200) return answer.source === null && split.some((one) => one.percent === null)
  if (echo === null || (upstreamUri !== null && echo.uri !== upstreamUri)) return false
  return all.length === 0 || all.includes(`${echo.address}:${echo.port}`)
}

function isOfEquals({ source, location, verdict }: Answer): boolean {
  return verdict === 'redirect' && source === null && location === null
}

/** Nobody answered the proxy, or it still looks for who that could be. */
function isLost({ status }: Reply): boolean {
  return status === 502 || status === 0
}

function isNobody(server: string): boolean {
  return server.startsWith(`${nobody}:`) || server.startsWith('None:')
}

function fitsOutcome({ status, location }: GuardedOutcome, reply: Reply): boolean {
  return (
    (status === null || reply.status === status) && (location === null || reply.headers.get('location') === location)
  )
}
