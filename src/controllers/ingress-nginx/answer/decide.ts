/** One request → what becomes of it: what nginx decides, then the Lua code, then who may pass, then the balancer. */
import { isSame, nameOf } from '../../../domain/objects/ref.js'
import { type Denial, type Guard, guarded } from '../../../domain/requests/guards.js'
import { type LastHop, type TraceRequest, verdictOf } from '../../../domain/requests/trace.js'
import { normaliseHost } from '../../../languages/nginx/route/request.js'
import type { Outcome } from '../../../languages/nginx/route/router.js'
import { type Directive, ownStatements, rejectsHandshake } from '../../../languages/nginx/text/directive.js'
import { accessOf } from '../../shared/nginx/access/access.js'
import { lastHopOf } from '../../shared/nginx/last-hop.js'
import { httpsOf, httpsRedirect } from '../model/https-redirect.js'
import { defaultUpstream } from '../model/types.js'
import { certificateFor } from './access/client-certificate.js'
import { clientOf } from './access/forwarded.js'
import { type Balanced, balance } from './balance.js'
import type { Decision, End, Site } from './decision.js'
import { takenAnswer, withErrorPage } from './error-page.js'
import { deadEnd, type LiveBackend, unseenEndpoints } from './live-backend.js'
import { factsOf, impatience } from './location-facts.js'
import { byDefault, withoutHandler } from './no-backend.js'
import { passedFor, passThrough } from './streams.js'

export function decide(site: Site, request: TraceRequest): Decision {
  const passed = passedFor(site.passed, request)
  const outcome = outcomeFor(site, request)
  if (passed !== undefined) return passThrough(passed, outcome)
  const { scheme, sni } = request
  const end = endOf(outcome)
  if (scheme === 'https' && rejectsHandshake(site.router.serverFor(sni, site.ports.https)?.server))
    return {
      ...end(null, 'the TLS handshake is refused: no server has its name (ssl-reject-handshake)'),
      verdict: 'denied',
    }
  const certificate = scheme === 'https' && !isRefusedEarly(outcome) ? certificateFor(outcome.server) : null
  if (certificate === null) return decideRouted(site, request, outcome)
  const { isAsked, condition, page } = certificate
  const by = askedBy(site, outcome)
  const refused = isAsked ? refusedFor(site, page, by, end, request) : decideRouted(site, request, outcome)
  // What is only asked for its name may go on without one.
  if (!isAsked && (refused.status === null || refused.status < 400)) return refused
  if (request.auth === 'deny') return refused
  const letThrough = decideRouted(site, request, outcomeFor(site, request, certificate.name))
  if (request.auth === 'pass') return letThrough
  const passes = `${condition} (auth-tls-secret${by})`
  const denial: Denial = { when: 'deny', condition: 'there is none, as here, or another', status: 400, isNow: true }
  return guarded(letThrough, [{ passes, denials: [denial] }], () => refused)
}

/** @param clientName as in a certificate that the client shows */
function outcomeFor(site: Site, request: TraceRequest, clientName?: string): Outcome {
  const asked = askedOf(site, request)
  return site.router.answer(clientName === undefined ? asked : { ...asked, clientName })
}

/** As it comes to nginx. */
export function askedOf({ ports }: Site, { scheme, method, host, target, headers, sni, httpVersion }: TraceRequest) {
  const port = scheme === 'https' ? ports.https : ports.http
  return { scheme, method, host, target, headers, port, sni, httpVersion }
}

function endOf(outcome: Outcome): End {
  const facts = outcome.location === null ? null : factsOf(outcome.location.location)
  return (status, why, more = {}) => ({
    outcome,
    facts,
    verdict: status === null ? 'unknown' : verdictOf(status),
    status,
    location: null,
    balanced: null,
    why,
    outcomes: [],
    ...more,
  })
}

/** What comes of it where no certificate stands in the way. */
function decideRouted(site: Site, request: TraceRequest, outcome: Outcome): Decision {
  const end = endOf(outcome)
  const { result } = outcome
  const decision =
    result.kind === 'unknown'
      ? end(null, result.why)
      : result.kind === 'status'
        ? end(result.status, outcome.ownAnswer, { location: result.location })
        : pass(site, request, outcome, end)
  return decision.outcomes.length > 0 ? decision : withErrorPage(site, decision, request)
}

/** A request line or a host that cannot be understood is refused before anything else is looked at. */
function isRefusedEarly({ result, location, uri }: Outcome): boolean {
  return result.kind === 'status' && location === null && uri === '' && [400, 405, 421].includes(result.status)
}

/** Whose annotation asks for a certificate, after its name; empty: the rule's own Ingress does, or it is nobody's rule. */
function askedBy(site: Site, { server, location }: Outcome): string {
  const own = location === null ? null : factsOf(location.location).source
  const by = server === null || own === null ? null : site.asksClients(server)
  return by === null || own === null || isSame(by, own) ? '' : ` of Ingress ${nameOf(by)}`
}

/** https://nginx.org/en/docs/http/ngx_http_ssl_module.html#errors */
function refusedFor(site: Site, page: string | undefined, by: string, end: End, request: TraceRequest): Decision {
  const why = `clients of this host must show a certificate (auth-tls-verify-client${by})`
  if (page === undefined) return withErrorPage(site, end(400, why), request)
  return /^https?:/.test(page)
    ? end(302, why, { location: page })
    : end(null, `${why}; error_page sends it to ${page}, inside of nginx`)
}

function pass(site: Site, request: TraceRequest, outcome: Outcome, end: End): Decision {
  const facts = outcome.location === null ? null : factsOf(outcome.location.location)
  const block = outcome.result.kind === 'content' ? outcome.result.block : null
  if (block === null) return end(null, 'no server listens there')
  const redirect =
    outcome.lua === null || outcome.location === null || (isUnset(block) && outcome.lua.name === 'rewrite_by_lua_file')
      ? null
      : httpsRedirect(httpsOf(outcome.location.location), request, hostOf(request, outcome), site.https)
  if (redirect?.isCertain) return end(redirect.status, 'http is redirected to https', { location: redirect.location })
  const name = outcome.variable('$proxy_upstream_name') ?? (isUnset(block) ? '' : facts?.upstream) ?? ''
  const primary = site.backends?.get(name)
  const balanced =
    site.backends === null
      ? alone(unseenBackend(name, outcome))
      : primary === undefined
        ? null
        : balance(primary, site.backends, seenBy(site, request))
  if (redirect !== null)
    return end(null, `if a certificate is registered for the host, it is redirected to ${redirect.location}`, {
      balanced,
    })
  if (outcome.lua !== null && site.backends !== null && (primary === undefined || primary.endpoints?.length === 0))
    return end(503, primary?.why ?? withoutUpstream(name, block), { balanced: primary ? alone(primary) : null })
  const around = [outcome.location?.location.block ?? [], ownStatements(outcome.server), site.http]
  const seen = { ...request, clientAddress: clientOf(site.http, request) }
  const access = accessOf(
    block,
    around,
    outcome.server,
    seen,
    (url) => site.unreachable(url, hostOf(request, outcome) || null),
    (_, usual, asking) => (asking ? withPages(site, outcome, usual, asking) : usual),
  )
  if (access.is === 'denied') return end(access.status, access.why)
  if (access.is === 'unknown') return end(null, access.why, { balanced })
  const proxy = proxied(site, outcome, block, name, balanced, request, end)
  if (access.is === 'open') return proxy
  return guarded(withErrorPage(site, proxy, request), access.guards, ({ status, condition }) =>
    withErrorPage(site, end(status, condition), request),
  )
}

/** Pages take the refusals of a service, too, where nothing keeps them from it; what they answer is taken for its answer. */
function withPages(site: Site, { server }: Outcome, usual: Guard, asking: Directive): Guard {
  const denials = usual.denials.map((denial) => {
    const taken = denial.when === 'deny' ? takenAnswer(site, server, asking, denial.status) : null
    if (taken === null) return denial
    const { upstream, status } = taken
    const condition = `${denial.condition}, which custom-http-errors hands to ${upstream}, and that answers ${status}`
    const isRefusal = status === 401 || status === 403
    return isRefusal
      ? { ...denial, condition }
      : { ...denial, condition: `${condition}, which nginx takes for a failure`, status: 500 }
  })
  return { ...usual, denials }
}

function withoutUpstream(name: string, block: Directive): string {
  return isUnset(block)
    ? `for methods that limit_except ${block.args.join(' ')} does not name, nothing is set by which the balancer finds a backend`
    : `there is no upstream ${name}`
}

/** Are the variables of the location without values here, so that the Lua code knows neither backend nor redirect. */
function isUnset({ name }: Directive): boolean {
  return name === 'limit_except'
}

/** What `$host` is. */
function hostOf({ host }: TraceRequest, { server }: Outcome): string {
  const name = host === null ? null : normaliseHost(host)
  return name ?? ownStatements(server).find((one) => one.name === 'server_name')?.args[0] ?? ''
}

/** Headers with an underscore are dropped, unless nginx is told to take them. */
function seenBy({ http }: Site, request: TraceRequest): TraceRequest {
  if (request.headers.size === 0) return request
  if (http.some(({ name, args }) => name === 'underscores_in_headers' && args[0] === 'on')) return request
  return { ...request, headers: new Map([...request.headers].filter(([name]) => !name.includes('_'))) }
}

function alone(backend: LiveBackend): Balanced {
  return { backend, split: [], why: null }
}

/** What the location itself says of it, where nobody could be asked. */
function unseenBackend(name: string, { variable, location }: Outcome): LiveBackend {
  const said = (name: string) => variable(name) || null
  const source = location === null ? null : factsOf(location.location).source
  const [service, port] = [said('$service_name'), said('$service_port')]
  return {
    ...unseenEndpoints,
    name,
    why: name
      ? `the endpoints of ${name} are not known: the backends could not be asked`
      : 'its location does not say which upstream it is for ($proxy_upstream_name)',
    service:
      source === null || service === null ? null : { namespace: source.namespace, service, port: Number(port) || port },
  }
}

const passes = new Set(['proxy_pass', 'grpc_pass', 'fastcgi_pass', 'stub_status'])
const handlers = new WeakMap<Directive, Directive | null>()

/** What produces the content; an `if` passes on as the location does that it stands in. */
function handlerOf(block: Directive, location: Directive | undefined): Directive | null {
  const found = handlers.get(block)
  if (found !== undefined) return found
  const own = [block, location].flatMap((one) => one?.block?.find(({ name }) => passes.has(name)) ?? [])
  handlers.set(block, own[0] ?? null)
  return own[0] ?? null
}

function proxied(
  site: Site,
  outcome: Outcome,
  block: Directive,
  name: string,
  balanced: Balanced | null,
  request: TraceRequest,
  end: End,
): Decision {
  const location = outcome.location?.location
  const handler = handlerOf(block, location)
  if (handler === null) return withoutHandler(location, request, end)
  if (handler.name === 'stub_status') return end(200, 'nginx shows its own status')
  if (!handler.args[0]?.includes('upstream_balancer'))
    return end(null, `${handler.name} sends it to ${handler.args[0] ?? ''}, which is no upstream of the controller`)
  if (balanced === null) return end(null, `there is no upstream ${name}`)
  const impatient = impatience(handler, location)
  if (impatient !== null) return end(504, impatient)
  const { backend } = balanced
  if (name === defaultUpstream) return byDefault(site, outcome, handler, { balanced, request, end })
  const way = { handler, location, server: outcome.server, asked: request.host, nameless }
  const hop = { ...lastHopOf(way, backend.endpoints), ...(backend.isAddress && { reached: 'cluster-ip' as const }) }
  const unverified = unverifiable(hop)
  if (unverified !== null) return end(502, unverified, { balanced })
  if (backend.endpoints === null)
    return end(null, backend.why ?? 'its endpoints are not known', { balanced, lastHop: hop })
  const dead = deadEnd(backend)
  // Some requests get an answer where the other side of a split has one.
  const isShared = balanced.split.some(({ upstream, percent }) => {
    const other = percent === 0 ? undefined : site.backends?.get(upstream)
    return other !== undefined && deadEnd(other) === null
  })
  if (dead !== null && !isShared) return end(502, dead, { balanced })
  return { ...end(null, '', { balanced, lastHop: hop }), verdict: 'served', why: null }
}

const nameless = 'upstream_balancer'

/** Why a backend is never content with what it shows, in a sentence; null: it may be. */
function unverifiable({ tls }: LastHop): string | null {
  return tls?.verifiedFor === nameless
    ? `the certificate of the backend is verified for ${nameless}, the name that nginx has for it, since proxy-ssl-name is not set`
    : null
}
