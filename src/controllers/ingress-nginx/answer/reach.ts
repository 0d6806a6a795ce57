/** Does any request that a rule should take get to it, and who takes them where none does. */

import type { Taker } from '../../../domain/findings/facts.js'
import { isSame } from '../../../domain/objects/ref.js'
import { onceFor } from '../../../domain/remember.js'
import { endlessRedirect } from '../../../domain/requests/endless-redirect.js'
import { urlOf } from '../../../domain/requests/host.js'
import { plainGet, type TraceRequest } from '../../../domain/requests/trace.js'
import { sentenceOf } from '../../../findings/catalogue.js'
import { mostTried, tooManyPatterns } from '../../../languages/nginx/route/router.js'
import type { ConfFlaw } from '../../shared/nginx/breaks.js'
import { isRegexHost } from '../model/expand.js'
import { breaksOf } from '../model/flaws/breaks.js'
import { zeroWaits } from '../model/limits.js'
import { type Asked, defaultServer, defaultUpstream, type Kept, type Model, type Server } from '../model/types.js'
import { type AuthLoop, authLoop } from './access/auth-loop.js'
import { appRootOf, ofOwnLocation } from './attribution.js'
import type { Balanced } from './balance.js'
import { decide } from './decide.js'
import type { Decision, Site } from './decision.js'
import { serverHost } from './server-host.js'
import { type Asker, Trials } from './trials.js'

/**
 * - `reached`: its backend gets one, if it has an endpoint; `ownPath`: who gets the request for the very path instead
 * - `answered`: its own location answers all of them, before any backend is asked; `endless`: the URL
 *   that begins a way of redirects without end
 * - `unknown`: it cannot be told for any of them
 * - `missed`: none gets to it
 */
export type Reach = (Exclude<Try, Reached> | (Reached & { readonly ownPath: Taker | null })) & {
  /** why it is not known whether a replica has loaded what its requests meet; absent: nothing stands against it */
  readonly unloaded?: string
}

type Try = Reached | Answered | { readonly is: 'unknown'; readonly why: string } | Missed

interface Answered {
  readonly is: 'answered'
  readonly status: number | null
  readonly location: string | null
  readonly endless: string | null
}

interface Reached {
  readonly is: 'reached'
}

interface Missed {
  readonly is: 'missed'
  readonly request: TraceRequest
  readonly by: Taker
}

export class Reaches {
  readonly #model: Model
  readonly #open: () => Site
  readonly #trials: Trials
  readonly #known = new Map<Asked, Reach | null>()
  /** is no time given to the backends of its locations, of which it may have many */
  readonly #isHurried = onceFor((owner: Kept) => zeroWaits(owner, this.#model.policy).length > 0)
  #site: Site | undefined

  /** @param open what the objects ask for; only where a request has to be tried, and once */
  constructor(model: Model, open: () => Site) {
    this.#model = model
    this.#open = open
    this.#trials = new Trials(model)
  }

  /**
   * @param asked became a location, or is a canary's that was merged
   * @returns null: no request for it is known
   */
  of(own: Kept, asked: Asked): Reach | null {
    if (isPlain(this.#model, own, asked, this.#isHurried)) return reached
    const known = this.#known.get(asked)
    if (known !== undefined) return known
    const found = this.tried(own, asked)
    this.#known.set(asked, found)
    return found
  }

  /** Does whoever asks for this, and is not known, come to a sign-in page that asks the same again; null: no. */
  loopOf(host: string, path: string): AuthLoop | null {
    this.#site ??= this.#open()
    const request = plainGet('https', host, path)
    return authLoop(this.#site, request, decide(this.#site, request))
  }

  /** Whatever became of the path by the objects: its requests are sent. */
  tried(own: Asker, asked: Asked): Reach | null {
    const tries: Try[] = []
    let flaw: ConfFlaw | null = null
    this.#site ??= this.#open()
    if (this.#site.router.tried > mostTried) return { is: 'unknown', why: tooManyPatterns }
    for (const request of this.#trials.of(own, asked)) {
      // Who shows a password or a certificate gets further.
      const decision = decide(this.#site, { ...request, auth: 'pass' })
      const one = this.#try(request, decision, own, asked)
      if (one !== null) tries.push(one)
      // Of a canary's own requests the location is that of what it tries out.
      const location = own.annotations.canary === null ? null : decision.facts?.source
      flaw ??= location == null ? null : breaksOf(this.#model).before(location)
      if (one?.is === 'reached') break
    }
    const unloaded = flaw === null ? {} : { unloaded: `whether it was loaded: ${sentenceOf(flaw.found)}` }
    const [first = null] = tries
    if (tries.at(-1)?.is === 'reached')
      return { is: 'reached', ownPath: first?.is === 'missed' ? first.by : null, ...unloaded }
    const better = tries.find(({ is }) => is === 'answered') ?? tries.find(({ is }) => is === 'unknown') ?? first
    return better === null || better.is === 'reached' ? null : { ...better, ...unloaded }
  }

  /** null: it only leads to another one of them */
  #try(request: TraceRequest, decision: Decision, own: Asker, asked: Asked): Try | null {
    const { outcome, facts, balanced, emptied, verdict, status, location, why } = decision
    if (verdict === 'redirect' && location !== null && leadsBack(request, location)) return null
    // Where the handshake is refused nobody has said a word.
    if (verdict === 'denied' && status === null) return { is: 'missed', request, by: { is: 'host', status } }
    // Handed on whole, and there is no address to hand it to: no backend gets it.
    if (decision.passed?.isKnown && decision.passed.address === null)
      return { is: 'missed', request, by: { is: 'passed' } }
    const isCanary = own.annotations.canary !== null
    const isOwn = isCanary || (facts?.source != null && isSame(facts.source, own.ref))
    // What the location for all else of its Ingress leads to is no answer to the rule.
    const isOwnPlace = !isCanary && facts?.path === asked.path
    const wanted = upstreamsOf(asked, isOwnPlace)
    const got = [balanced, emptied].flatMap((one) => (one ? receivers(one) : []))
    if (isOwn && got.some((name) => wanted.has(name))) return { is: 'reached' }
    if (verdict === 'unknown' && balanced === null) return { is: 'unknown', why: why ?? '' }
    if (isOwn && balanced === null && status === timedOut)
      return { is: 'answered', status, location: null, endless: null }
    if (balanced === null && ((isOwn && isOwnPlace) || this.#isOwnServer(decision, own))) {
      if (outcome.result.kind !== 'status') return { is: 'reached' }
      const site = this.#site ?? this.#open()
      const endless = endlessRedirect(
        request,
        (one) => (one === request ? decision : decide(site, one)),
        (host, { scheme }) => (site.router.serverFor(host, site.ports[scheme])?.match ?? null) !== null,
      )
      return { is: 'answered', status, location, endless }
    }
    return { is: 'missed', request, by: this.#taker(decision, isCanary) }
  }

  /** Does the Ingress itself answer, before a path is chosen, by a snippet or an app-root: then that is meant. */
  #isOwnServer({ outcome: { location, server, result }, location: to }: Decision, { ref }: Asker): boolean {
    if (location !== null || server === null || result.kind !== 'status') return false
    const found = this.#model.servers.get(serverHost(server))
    const by = appRootOf(found, to)?.ref ?? found?.snippetBy ?? null
    return by !== null && isSame(by, ref)
  }

  /** Where a plain request of a host ends, whoever may pass. */
  placeOf(host: string, path: string): Pick<Decision, 'facts' | 'outcome' | 'isUnsent'> {
    this.#site ??= this.#open()
    return decide(this.#site, { ...plainGet('https', this.#trials.hostOf(host), path), auth: 'pass' })
  }

  #taker(decision: Decision, isCanary: boolean): Taker {
    const { facts, balanced, status, outcome } = decision
    const upstream = balanced?.backend.name ?? null
    if (outcome.location === null) return { is: 'host', status }
    const server = outcome.server === null ? undefined : this.#model.servers.get(serverHost(outcome.server))
    const snippet = ofOwnLocation(decision, this.#model, server)
    if (snippet !== null) return { is: 'snippet', snippet, location: outcome.location.location.args.join(' ') }
    if (facts?.source == null || facts.upstream === defaultUpstream) return { is: 'default' }
    if (upstream !== null && upstream !== facts.upstream)
      return { is: 'canary', upstream, ingress: this.#model.upstreams.get(upstream)?.creator ?? null }
    if (isCanary && upstream !== null) return { is: 'primary', upstream, ingress: facts.source }
    return { is: 'rule', path: facts.path ?? '/', ingress: facts.source }
  }
}

const reached = { is: 'reached', ownPath: null } as const

/** Of a backend that is given no time at all. */
const timedOut = 504

/** What would be its backend: in its own location `default-backend` may have taken the place of what it asks for. */
function upstreamsOf({ upstream, location }: Asked, isOwnPlace: boolean): ReadonlySet<string> {
  return new Set([
    ...(upstream === null ? [] : [upstream]),
    ...(location === null || !isOwnPlace ? [] : [location.upstream]),
  ])
}

function receivers({ backend, split }: Balanced): string[] {
  return split.length === 0
    ? [backend.name]
    : split.flatMap(({ upstream, percent }) => (percent === 0 ? [] : [upstream]))
}

/** To the same place over https, or with a slash at its end, or without: that is a request of its own, unless it is this one. */
function leadsBack(request: TraceRequest, location: string): boolean {
  const { host, target } = request
  const bare = (text: string) => text.replace(/^https?:\/\//, '').replace(/\/$/, '')
  if (location === urlOf(request) || location === target) return false
  return bare(location) === bare(`${host}${target}`) || bare(location) === bare(target)
}

/**
 * A path as most are, on a host as most are: it gets its requests, and none need be tried.
 */
function isPlain(
  { servers, upstreams, policy }: Model,
  { annotations }: Kept,
  asked: Asked,
  isHurried: (owner: Kept) => boolean,
): boolean {
  const { host, path, backend, location } = asked
  const server = servers.get(host ?? defaultServer)
  if (location === null || backend === null || server === undefined || annotations.canary !== null) return false
  const { httpSnippet, serverSnippet, locationSnippet, healthPath } = policy
  const isOwnPage = server.host === defaultServer && (path.startsWith(healthPath) || path.startsWith('/nginx_status'))
  return (
    /^(?:\/(?!\.{1,2}(?:\/|$))[\w\-.~]+)*\/?$/.test(path) &&
    !isOwnPage &&
    httpSnippet + serverSnippet + locationSnippet === '' &&
    [...annotations.snippets.values()].every((text) => text === '') &&
    annotations.redirect.url === '' &&
    location.owner?.annotations.denied === null &&
    !isHurried(location.owner) &&
    isPlainServer(server) &&
    upstreams.get(location.upstream)?.alternatives.length === 0
  )
}

/** Each path of a server asks it, and each of its locations may say otherwise. */
const isPlainServer = onceFor(
  (server: Server) =>
    server.snippet === '' &&
    !server.sslPassthrough &&
    server.authTlsError === null &&
    !isRegexHost(server) &&
    !server.locations.some(({ owner }) => owner?.annotations.rewrite.appRoot),
)
