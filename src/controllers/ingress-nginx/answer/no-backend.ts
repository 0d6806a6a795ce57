/** Who answers where a location passes a request to no Service: nginx itself, or the default backend. */
import { nameOf } from '../../../domain/objects/ref.js'
import type { TraceRequest } from '../../../domain/requests/trace.js'
import type { Outcome } from '../../../languages/nginx/route/router.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import type { Balanced } from './balance.js'
import type { Decision, End, Site } from './decision.js'
import { ownStatus, withoutOwnPage } from './error-page.js'
import { factsOf } from './location-facts.js'

/**
 * A snippet whose last line has no semicolon takes `proxy_pass` for one of its arguments: nginx looks for a file then, and
 * the image has none. https://nginx.org/en/docs/http/ngx_http_core_module.html#root
 */
export function withoutHandler(location: Directive | undefined, { method, target }: TraceRequest, end: End): Decision {
  const taker = location?.block?.find(({ args }) => args.includes('proxy_pass'))
  const isFile = location?.block?.every(({ name }) => sendsNothing.test(name)) && !/^\/(?:$|[^/]+\.html)/.test(target)
  if (taker === undefined && !isFile) return end(null, 'this location passes the request to no known backend')
  const status = ['GET', 'HEAD', 'POST'].includes(method) ? 404 : 405
  const why = taker
    ? `${taker.name} has no ";" at its end and takes proxy_pass for an argument: nothing is sent on`
    : 'this location has no proxy_pass: nginx looks for a file, and has none'
  return end(status, why, { isUnsent: true })
}

/** Directives that say how something is sent on or answered, and make nothing of it themselves. */
const sendsNothing =
  /^(?:proxy_(?!pass$|store)\w+|client_\w+|gzip\w*|etag|more_\w+|add_header|expires|access_log|error_log|allow|deny|satisfy|auth_basic\w*|limit_\w+|send_timeout|set)$/

interface Asked {
  readonly balanced: Balanced
  readonly request: TraceRequest
  readonly end: End
}

/** A Service that was set for it answers what it likes, which mostly is 404, as the controller's own does. */
export function byDefault(
  { http }: Site,
  { location }: Outcome,
  handler: Directive,
  { balanced, request: { scheme }, end }: Asked,
): Decision {
  const isOwn = balanced.backend.endpoints?.every((endpoint) => endpoint.startsWith('127.0.0.1:')) ?? false
  const why = 'no rule matches: the default backend answers'
  if (!isOwn) return { ...end(null, why, { balanced }), verdict: 'not-found' }
  const isPlain = handler.name === 'proxy_pass' && !/^https:/.test(handler.args[0]?.replace('$scheme', scheme) ?? '')
  const source = location === null ? null : factsOf(location.location).source
  // The location of what no rule takes is that of the Ingress that named the host first: https://github.com/kubernetes/ingress-nginx/issues/4323
  if (!isPlain && source !== null)
    return end(
      502,
      `no rule matches, and the default backend is not spoken to over HTTP, by backend-protocol of Ingress ${nameOf(source)}, which has the host first`,
      { balanced },
    )
  const status = ownStatus(http)
  return end(status, status === 404 ? why : `${why}, ${withoutOwnPage}`, { balanced })
}
