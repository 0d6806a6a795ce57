/** One request → what becomes of it: the TLS handshake, what nginx decides, who may pass, and what stands behind. */
import { type Guard, guarded } from '../../../domain/requests/guards.js'
import { requestHost } from '../../../domain/requests/host.js'
import {
  type GuardedOutcome,
  type LastHop,
  type TraceRequest,
  type Verdict,
  verdictOf,
} from '../../../domain/requests/trace.js'
import type { Outcome } from '../../../languages/nginx/route/router.js'
import { type Directive, ownStatements, rejectsHandshake } from '../../../languages/nginx/text/directive.js'
import { type Access, accessOf, allOf } from '../../shared/nginx/access/access.js'
import { lastHopOf } from '../../shared/nginx/last-hop.js'
import { keyPath } from '../custom/policies/apply.js'
import { usualPorts } from '../workload/settings.js'
import { shownFor, teapotOf } from './error-page.js'
import { type Place, placeOf } from './place.js'
import type { LiveUpstream, Site, Stream } from './site.js'
import { passedFor } from './streams.js'

export interface Decision {
  readonly outcome: Outcome
  readonly place: Place
  readonly verdict: Verdict
  readonly status: number | null
  readonly location: string | null
  readonly upstream: LiveUpstream | null
  /** how it is spoken to; absent: it is not, or not as HTTP */
  readonly lastHop?: LastHop
  /** why it ended here, in a sentence; null: a backend gets it */
  readonly why: string | null
  readonly outcomes: readonly GuardedOutcome[]
}

/** @param drawn values of variables that nginx draws by lot */
export function decideDrawn(site: Site, request: TraceRequest, drawn: ReadonlyMap<string, string>): Decision {
  const { scheme, method, host, target, headers, sni, httpVersion } = request
  const said = Number(/:(\d{1,5})$/.exec(host ?? '')?.[1])
  const port = site.ports.has(said) ? said : usualPorts[scheme]
  const outcome = site.router.answer({ scheme, method, host, target, headers, port, sni, httpVersion, drawn })
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
  const passed = scheme === 'https' ? passedFor(site.streams, sni) : undefined
  if (passed !== undefined) return passedOn(passed, end)
  if (scheme === 'https' && rejectsHandshake(site.router.serverFor(sni, port)?.server)) {
    const why = 'the TLS handshake is refused: no server has a certificate for its name (ssl_reject_handshake)'
    return end(null, why, { verdict: 'denied' })
  }
  const server = ownStatements(outcome.server)
  const certificate = certificateAccess(server, request)
  if (certificate?.is === 'denied') return end(certificate.status, certificate.why)
  const found = decideRouted(site, request, outcome, end)
  if (certificate?.is !== 'guarded') return found
  return guarded(found, certificate.guards, ({ status, condition }) => end(status, condition))
}

function decideRouted(site: Site, request: TraceRequest, outcome: Outcome, plain: End): Decision {
  const { result } = outcome
  const levels = [outcome.location?.location.block ?? [], ownStatements(outcome.server), site.http]
  /** What nginx itself makes of a request may have a page. */
  const end: End = (status, why, more = {}) => {
    const shown = status === null || status < 300 || more.location ? null : shownFor(status, levels, request)
    if (shown === null) return plain(status, why, more)
    const { verdict, ...rest } = more
    // A page may say 200 of a backend that nobody is behind; it is sent on all the same.
    const isSentOn = shown.status === null || verdictOf(shown.status) === 'redirect'
    return plain(shown.status, `${why} (${status}); ${shown.why}`, {
      ...rest,
      ...(verdict && !isSentOn && { verdict }),
      location: shown.location,
    })
  }
  if (result.kind === 'unknown') return plain(null, result.why)
  if (result.kind === 'status') {
    const why = outcome.ownAnswer
    return (result.hasText ? plain : end)(result.status, why, { location: result.location })
  }
  const address = accessOf(
    result.block,
    levels,
    outcome.server,
    request,
    (url) => unasked(site, outcome.server, url),
    keyGuard,
  )
  const token = tokenAccess(levels, request)
  const access = token === null ? address : allOf([address, token])
  if (access.is === 'denied') return end(access.status, access.why)
  if (access.is === 'unknown') return plain(null, access.why)
  const passed = proxied(site, outcome, result.block, request, { end, plain })
  if (access.is === 'open') return passed
  return guarded(passed, access.guards, ({ status, condition }) => end(status, condition))
}

/** Why a service cannot be asked who may pass. null: it may be */
function unasked(site: Site, server: Directive | null, path: string): string | null {
  const asks = server?.block?.find(({ name, args }) => name === 'location' && args.at(-1) === path)
  const pass = asks && passOf(asks, undefined)
  const upstream = pass ? site.upstreams.get(upstreamIn(pass)) : undefined
  return upstream?.endpoints?.length === 0 ? `nobody can be asked who may pass: ${upstream.why}` : null
}

/** Who listens there decides all else: it has the handshake, too. */
function passedOn({ source, upstream }: Stream, end: End): Decision {
  const place = { source, service: upstream.service?.service ?? null, route: null }
  if (upstream.endpoints === null) return end(null, upstream.why ?? 'its endpoints are not known', { place, upstream })
  if (upstream.endpoints.length === 0)
    return end(null, `nobody listens where its TLS connections go: ${upstream.why}`, {
      verdict: 'unavailable',
      place,
      upstream,
    })
  return { ...end(null, '', { place, upstream }), verdict: 'served', why: null }
}

type End = (status: number | null, why: string, more?: Partial<Decision>) => Decision

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

/** @param ends `plain`: no page takes its place */
function proxied(
  site: Site,
  outcome: Outcome,
  block: Directive,
  request: TraceRequest,
  { end, plain }: { readonly end: End; readonly plain: End },
): Decision {
  const pass = passOf(block, outcome.location?.location)
  if (pass === null) {
    const isOwn = outcome.location?.location.block?.some(({ name }) => name === 'stub_status')
    if (isOwn) return plain(200, 'nginx shows its own status')
    // A server without a location for the path looks for a file, and has none; files are read, and nothing else.
    return outcome.location === null
      ? end(/^(?:GET|HEAD|POST)$/.test(request.method) ? 404 : 405, 'no location of the host takes this path')
      : end(null, 'this location passes the request to no known backend')
  }
  const poured = teapotOf(pass, outcome.location?.location, request)
  if (poured !== null) return plain(poured.status, 'its action answers it', { location: poured.location })
  const name = upstreamIn(pass)
  const upstream = site.upstreams.get(name)
  if (upstream === undefined) return end(null, `there is no upstream ${name}`)
  if (upstream.endpoints === null) return end(null, upstream.why ?? 'its endpoints are not known', { upstream })
  if (upstream.endpoints.length === 0)
    return end(502, upstream.why ?? 'nobody listens where its requests go', { upstream, verdict: 'unavailable' })
  // `$host` is without a port: https://nginx.org/en/docs/http/ngx_http_core_module.html#var_host
  const asked = requestHost(request.host)
  const way = { handler: pass, location: outcome.location?.location, server: outcome.server, asked, nameless: name }
  return { ...end(null, '', { upstream, lastHop: lastHopOf(way, upstream.endpoints) }), verdict: 'served', why: null }
}

/** @param path under which nginx asks */
function keyGuard(path: string, usual: Guard): Guard {
  if (path !== keyPath) return usual
  return {
    passes: 'its key is one of those in the Secret of the Policy (apiKey)',
    denials: [
      { when: 'deny', condition: 'there is no key', status: 401, isNow: false },
      { when: 'deny', condition: 'it is another key', status: 403, isNow: false },
    ],
  }
}

/** Tokens, by `auth_jwt` of NGINX Plus. null: none is asked for */
function tokenAccess(levels: readonly (readonly Directive[])[], { auth, headers }: TraceRequest): Access | null {
  const asks = levels.flatMap((level) => level.filter(({ name }) => name === 'auth_jwt'))[0]
  const [realm = 'off', token] = asks?.args ?? []
  if (realm === 'off' || auth === 'pass') return null
  const passes = token === undefined ? 'its token is good' : 'the client is signed in'
  if (auth === 'deny') return { is: 'denied', status: 401, why: `not so: ${passes}` }
  const isNow = token === undefined && !headers.has('authorization')
  const condition = isNow ? 'there is none, as here, or it is not' : 'it is not so'
  return { is: 'guarded', guards: [{ passes, denials: [{ when: 'deny', condition, status: 401, isNow }] }] }
}

/** https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_verify_client: without one a request is answered before any path is looked at */
function certificateAccess(server: readonly Directive[], { scheme, auth }: TraceRequest): Access | null {
  const verify = server.find(({ name }) => name === 'ssl_verify_client')?.args[0]
  if (scheme !== 'https' || verify !== 'on' || auth === 'pass') return null
  const passes = 'the client shows a certificate of the right authority (ingressMTLS)'
  if (auth === 'deny') return { is: 'denied', status: 400, why: `not so: ${passes}` }
  const condition = 'there is none, as here, or another'
  return { is: 'guarded', guards: [{ passes, denials: [{ when: 'deny', condition, status: 400, isNow: true }] }] }
}
