/** Decision → hops: the way of a request, step by step, in words. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { fullName, nameOf } from '../../../domain/objects/ref.js'
import { requestHost } from '../../../domain/requests/host.js'
import { lastHopText } from '../../../domain/requests/last-hop.js'
import { type Hop, hop, type TraceRequest } from '../../../domain/requests/trace.js'
import { pathOf } from '../../../domain/routes/route.js'
import { sentenceOf } from '../../../findings/catalogue.js'
import type { Step } from '../../../languages/nginx/route/run.js'
import { ownStatements } from '../../../languages/nginx/text/directive.js'
import { maskConf } from '../../shared/nginx/mask/conf.js'
import { countOf, hopKinds, rewriteHops } from '../../shared/nginx/step-hops.js'
import { transportServers } from '../custom/kinds.js'
import type { Asked, Model, Tls } from '../model/types.js'
import { type Decision, passOf, upstreamIn } from './decide.js'
import { replacedOf } from './error-page.js'
import { serverFor } from './server-of.js'
import type { Site } from './site.js'

interface AnswerFacts {
  readonly model: Model
  /** the route that won; null: none did */
  readonly asked: Asked | null
  readonly site: Site
  readonly facts: RoutingFacts
}

export function explain(decision: Decision, request: TraceRequest, around: AnswerFacts): Hop[] {
  const { outcome, why, verdict, status, location, outcomes } = decision
  const isRefused = verdict === 'denied' && status === null
  const isPassed = decision.place.source?.kind === transportServers.kind
  return [
    ...(isPassed
      ? [hop('tls', request.sni ?? '', 'TLS is passed on as it is, and ends behind it')]
      : tlsHops(request, around)),
    // Of a handshake that is refused, or is another one's, nothing gets further.
    ...(isRefused || isPassed ? [] : outcome.steps.flatMap((step) => stepHop(step, around.site.lines))),
    ...sourceHops(decision, around),
    ...(verdict === 'redirect' && !outcome.steps.some(({ kind }) => kind === 'redirect')
      ? [hop('redirect', String(status), location === null ? `${why}` : `${location}: ${why}`)]
      : []),
    ...refusalHops(decision, around),
    ...(verdict === 'denied' ? [hop('access', isRefused ? 'handshake' : String(status), why ?? '')] : []),
    ...outcomes.map(({ when, condition, verdict: then, status: code }) =>
      hop('access', condition, when === 'pass' ? 'the request passes' : String(code ?? then)),
    ),
    ...(decision.upstream === null ? [] : rewriteHops(outcome, verdict, request)),
    ...upstreamHops(decision, requestHost(request.host)),
    ...insteadHops(decision),
    ...(verdict === 'unknown' && why !== null ? [hop('note', 'unknown', why)] : []),
    ...noteHops(around.model),
  ]
}

function tlsHops({ scheme, sni }: TraceRequest, { model, facts }: AnswerFacts): Hop[] {
  if (scheme !== 'https') return []
  const server = serverFor(model, sni)
  if (facts.inventory.coverage === 'none')
    return [hop('tls', sni ?? 'no server name', 'which certificate is shown is not known: no Ingress may be seen')]
  if (server != null && server.tls === null && server.host !== '') {
    const detail = `${fullName(server.source)} asks for no TLS: its host ${server.host} is served over http alone`
    return [{ ...hop('tls', sni ?? 'no server name', detail), gist: detail }]
  }
  const detail = server?.tls == null ? 'no Ingress asks for TLS on this name' : tlsText(server.tls, facts.now)
  return [hop('tls', sni ?? 'no server name', detail)]
}

function tlsText({ secret, certificate, isUnseen, rejects }: Tls, now: number): string {
  const name = secret === null ? 'no Secret' : `Secret ${nameOf(secret)}`
  if (rejects)
    return `${secret === null ? name : `no certificate of ${name}`} can be shown, and the handshake is refused`
  if (isUnseen || certificate === null) return `the certificate of ${name}, which was not looked at`
  const until = Date.parse(certificate.notAfter) < now ? 'expired on' : 'good until'
  return `the certificate of ${name}, ${until} ${certificate.notAfter}`
}

function stepHop({ kind, line, subject, detail }: Step, lines: boolean): Hop[] {
  const as = hopKinds[kind]
  const at = lines && line > 0 ? ` (line ${line} of nginx -T)` : ''
  if (as === null) return []
  if (kind === 'if') return [hop(as, maskConf(`${subject} {`).slice(0, -2), `${detail}${at}`)]
  return [hop(as, subject, `${maskConf(`return ${detail};`).slice('return '.length, -1)}${at}`)]
}

function sourceHops({ place: { source } }: Decision, { asked }: AnswerFacts): Hop[] {
  if (source === null) return []
  const path = asked && pathOf(asked)
  const rule =
    source.kind === transportServers.kind
      ? 'it has the TLS connections of the host'
      : asked === null
        ? 'no rule of it takes this path'
        : asked.match === null
          ? 'spec.defaultBackend, for what no rule of its hosts matches'
          : `rule ${asked.host ?? '*'} ${path} (${asked.match.pathType ?? 'no paths'}), ${asked.field}`
  return [hop('ingress', source.kind === 'Ingress' ? nameOf(source) : fullName(source), rule)]
}

/** A Policy that does not count, of the route or of all of its host. */
function refusalHops({ verdict, status, place: { source } }: Decision, { asked, model }: AnswerFacts): Hop[] {
  if (verdict !== 'unavailable' || status !== 500 || source === null) return []
  const refusal = (asked ?? model.askedOf(source).find((one) => one.refusal !== null))?.refusal ?? null
  if (refusal === null) return []
  const detail = sentenceOf(refusal)
  return [{ ...hop('note', fullName(source), detail), gist: detail }]
}

function upstreamHops({ outcome, upstream, why, verdict, lastHop }: Decision, asked: string | null): Hop[] {
  if (upstream === null) return []
  const pass = outcome.result.kind === 'content' ? passOf(outcome.result.block, outcome.location?.location) : null
  const name = pass === null ? upstream.name : upstreamIn(pass)
  return [
    hop(
      'upstream',
      name,
      verdict === 'unavailable'
        ? `${why}`
        : `${countOf(upstream.endpoints)}${lastHop ? lastHopText(lastHop, upstream.endpoints, asked) : ''}`,
    ),
  ]
}

/** What a client may get in the place of this. Limits come before anything but what `return` and `rewrite` say. */
function insteadHops({ outcome, verdict }: Decision): Hop[] {
  const location = outcome.location?.location
  const replaced = verdict === 'served' || verdict === 'guarded' ? replacedOf(location) : []
  const levels = [location?.block ?? [], ownStatements(outcome.server)]
  const firstOf = (wanted: string) =>
    levels.flatMap((level) => level.find(({ name }) => name === wanted)?.args ?? [])[0]
  const isLimited =
    outcome.result.kind === 'content' && firstOf('limit_req') !== undefined && firstOf('limit_req_dry_run') !== 'on'
  return [
    ...(replaced.length === 0
      ? []
      : [hop('note', 'errorPages', `answers of the backend with ${replaced.join(', ')} are replaced`)]),
    ...(isLimited
      ? [hop('note', 'rateLimit', `who sends more than is allowed gets ${firstOf('limit_req_status') ?? '503'}`)]
      : []),
  ]
}

/** What makes all of it less than sure. */
function noteHops({ policy }: Model): Hop[] {
  const { templates, isUnseen } = policy
  return [
    ...(templates.length > 0
      ? [hop('note', 'template', `${templates.join(', ')} of the ConfigMap may write anything else into the files`)]
      : []),
    ...(isUnseen
      ? [hop('note', 'not seen', 'the ConfigMap of the controller cannot be seen here: defaults are assumed')]
      : []),
  ]
}
