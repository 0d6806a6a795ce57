/** One request → what becomes of it: the TLS handshake, what nginx decides, who may pass, and what stands behind. */
import { type GuardedOutcome, type TraceRequest, type Verdict, verdictOf } from '../../../domain/requests/trace.js'
import type { Outcome } from '../../../languages/nginx/route/router.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { ownStatements } from '../../../languages/nginx/text/own-statements.js'
import { accessOf } from '../../shared/nginx/access/access.js'
import { guarded } from '../../shared/nginx/access/guards.js'
import { usualPorts } from '../workload/settings.js'
import { type Place, placeOf } from './place.js'
import type { LiveUpstream, Site } from './site.js'
import { teapotOf } from './teapot.js'

export interface Decision {
  readonly outcome: Outcome
  readonly place: Place
  readonly verdict: Verdict
  readonly status: number | null
  readonly location: string | null
  readonly upstream: LiveUpstream | null
  /** why it ended here, in a sentence; null: a backend gets it */
  readonly why: string | null
  readonly outcomes: readonly GuardedOutcome[]
}

/** @param drawn values of variables that nginx draws by lot */
export function decideDrawn(site: Site, request: TraceRequest, drawn: ReadonlyMap<string, string>): Decision {
  const { scheme, method, host, target, headers, sni } = request
  const port = usualPorts[scheme]
  const outcome = site.router.answer({ scheme, method, host, target, headers, port, sni, drawn })
  const place = placeOf(outcome)
  const end: End = (status, why, more = {}) => ({
    outcome,
    place,
    verdict: status === null ? 'unknown' : verdictOf(status),
    status,
    location: null,
    upstream: null,
    why,
    outcomes: [],
    ...more,
  })
  if (scheme === 'https' && rejects(site.router.serverFor(sni, port)?.server)) {
    const why = 'the TLS handshake is refused: no server has a certificate for its name (ssl_reject_handshake)'
    return end(null, why, { verdict: 'denied' })
  }
  const { result } = outcome
  if (result.kind === 'unknown') return end(null, result.why)
  if (result.kind === 'status') return end(result.status, 'nginx answers it itself', { location: result.location })
  const access = accessOf(
    result.block,
    [outcome.location?.location.block ?? [], ownStatements(outcome.server), site.http],
    outcome.server,
    request,
  )
  if (access.is === 'denied') return end(access.status, access.why)
  if (access.is === 'unknown') return end(null, access.why)
  const passed = proxied(site, outcome, result.block, request, end)
  if (access.is === 'open') return passed
  return guarded(passed, access.guards, ({ status, condition }) => end(status, condition))
}

type End = (status: number | null, why: string, more?: Partial<Decision>) => Decision

function rejects(server: Directive | undefined): boolean {
  return ownStatements(server).some(({ name, args }) => name === 'ssl_reject_handshake' && args[0] === 'on')
}

const passes = new Set(['proxy_pass', 'grpc_pass'])

/** What passes the request on; an `if` does it as the location does that it stands in. */
export function passOf(block: Directive, location: Directive | undefined): Directive | null {
  for (const one of [block, location]) {
    const found = one?.block?.find(({ name }) => passes.has(name))
    if (found !== undefined) return found
  }
  return null
}

/** `http://NAME/path` → NAME */
export function upstreamIn(pass: Directive): string {
  return /^\w+:\/\/([^/$]*)/.exec(pass.args[0] ?? '')?.[1] ?? ''
}

function proxied(site: Site, outcome: Outcome, block: Directive, request: TraceRequest, end: End): Decision {
  const pass = passOf(block, outcome.location?.location)
  if (pass === null) {
    const isOwn = outcome.location?.location.block?.some(({ name }) => name === 'stub_status')
    if (isOwn) return end(200, 'nginx shows its own status')
    // A server without a location for the path looks for a file, and has none.
    return outcome.location === null
      ? end(404, 'no location of the host takes this path')
      : end(null, 'this location passes the request to no known backend')
  }
  const poured = teapotOf(pass, outcome.location?.location, request)
  if (poured !== null) return end(poured.status, 'its action answers it', { location: poured.location })
  const name = upstreamIn(pass)
  const upstream = site.upstreams.get(name)
  if (upstream === undefined) return end(null, `there is no upstream ${name}`)
  if (upstream.endpoints === null) return end(null, upstream.why ?? 'its endpoints are not known', { upstream })
  if (upstream.endpoints.length === 0)
    return end(502, upstream.why ?? 'nobody listens where its requests go', { upstream })
  return { ...end(null, '', { upstream }), verdict: 'served', why: null }
}
