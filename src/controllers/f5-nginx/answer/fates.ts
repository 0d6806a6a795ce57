/** What becomes of each route: told by the model, else by the requests that it should have by its own words. */

import type { Taker, Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { isSame, nameOf, type Ref } from '../../../domain/objects/ref.js'
import { urlOf } from '../../../domain/requests/host.js'
import { plainGet, type TraceRequest } from '../../../domain/requests/trace.js'
import { type Fate, undefinedWinner } from '../../../domain/routes/fate.js'
import { pathOf } from '../../../domain/routes/route.js'
import { sentenceOf } from '../../../findings/catalogue.js'
import { wordsOf } from '../../../languages/nginx/pcre/words.js'
import { mostTried, tooManyPatterns } from '../../../languages/nginx/route/router.js'
import { toBytes, toText } from '../../../languages/nginx/text/byte-text.js'
import { encodedPath, nameBelow } from '../../shared/nginx/trials.js'
import { transportServers } from '../custom/kinds.js'
import { type Asked, type Model, type Server, unseenWords } from '../model/types.js'
import { usualPorts } from '../workload/settings.js'
import type { Decision } from './decide.js'
import { serverFor } from './server-of.js'
import type { Site } from './site.js'
import { decide } from './split.js'

/** Of a route that the model keeps; what a request for it came to. */
export type Reach =
  | { readonly is: 'reached' }
  | { readonly is: 'unknown'; readonly why: string }
  /** `by`: of whom all of it is told; null: of nobody */
  | { readonly is: 'refused'; readonly found: Told; readonly by: Ref | null }
  | { readonly is: 'answered'; readonly status: number; readonly location: string | null }
  | { readonly is: 'missed'; readonly request: TraceRequest; readonly by: Taker }

export class Fates {
  readonly #model: Model
  readonly #open: () => Site
  readonly #known = new Map<Asked, Reach>()
  #site: Site | undefined
  #heads: ReadonlyMap<Asked, string> | undefined

  /** @param open of all hosts; only where a request has to be tried, and once */
  constructor(model: Model, open: () => Site) {
    this.#model = model
    this.#open = open
  }

  of(asked: Asked): Fate {
    const { lack } = asked
    if (lack !== null) {
      const why = sentenceOf(lack.found)
      if (lack.is === 'unknown')
        return lack.found.code === 'host-tied' || lack.found.code === 'file-collision'
          ? undefinedWinner(lack.found.facts, why)
          : { is: 'unknown', why }
      return lack.is === 'lost' ? { is: 'lost', to: lack.to, why } : { is: 'dropped', why }
    }
    const reach = this.reach(asked)
    switch (reach.is) {
      case 'reached':
        return { is: 'served' }
      case 'unknown':
        return { is: 'unknown', why: reach.why }
      case 'refused':
        return { is: 'never-matches', to: null, why: sentenceOf(reach.found) }
      case 'answered':
        return { is: 'never-matches', to: null, why: sentenceOf(answeredBy(asked, reach)) }
      case 'missed': {
        const { request, by: taker } = reach
        const to = 'ingress' in taker && taker.ingress ? { kind: 'Ingress', ...taker.ingress } : null
        return { is: 'never-matches', to, why: sentenceOf(told('never-matches', { request: urlOf(request), taker })) }
      }
    }
  }

  /** @param asked is not lost */
  reach(asked: Asked): Reach {
    const known = this.#known.get(asked) ?? this.#tryAll(asked)
    this.#known.set(asked, known)
    return known
  }

  #tryAll(asked: Asked): Reach {
    if (asked.match?.path === null && asked.backend === null) return this.#ofHost(asked)
    if (asked.ref.kind === transportServers.kind)
      return this.#model.transports.some(({ ref, listener }) => isSame(ref, asked.ref) && listener?.port === null)
        ? unseenListeners
        : { is: 'reached' }
    const { unheard } = this.#model.servers.get(serverKey(asked, this.#model)) ?? {}
    if (unheard === null) return unseenListeners
    if (asked.unseen === 'master') return { is: 'unknown', why: unseenWords.master }
    this.#site ??= this.#open()
    if (this.#site.router.tried > mostTried) return { is: 'unknown', why: tooManyPatterns }
    let first: Reach | undefined
    for (const request of trialsOf(asked, this.#model, this.#headOf(asked))) {
      const found = reachOf(decide(this.#site, request), request, asked, this.#model)
      if (found?.is === 'reached') return found
      if (found?.is === 'missed' && unheard !== undefined)
        return { ...found, by: { is: 'unheard', listeners: unheard } }
      if (found !== null && (first === undefined || first.is === 'missed')) first = found
    }
    return first ?? { is: 'unknown', why: 'no request for it is known' }
  }

  #headOf(asked: Asked): string {
    this.#heads ??= headsOf(this.#model)
    return this.#heads.get(asked) ?? ''
  }

  /** A rule without paths: of a master, whose minions have them, or of nobody. */
  #ofHost({ host, isMaster }: Asked): Reach {
    const locations = this.#model.servers.get(host ?? '')?.locations ?? []
    if (locations.length > 0) return { is: 'reached' }
    return { is: 'refused', found: told('no-paths', isMaster ? { isMaster } : {}), by: null }
  }
}

const unseenListeners: Reach = {
  is: 'unknown',
  why: 'the GlobalConfiguration, which has the port of its listener, may not be looked at',
}

/** What answers in the place of its backend. */
export function answeredBy({ refusal }: Asked, reach: Extract<Reach, { is: 'answered' }>): Told {
  return reach.status === 500 && refusal !== null ? refusal : told('backend-not-asked', reach)
}

/** How the path of each route is written. */
function headsOf({ servers }: Model): ReadonlyMap<Asked, string> {
  const locations = [...servers.values()].flatMap((server) => server.locations)
  return new Map(locations.flatMap(({ asked, head }) => (asked === null ? [] : [[asked, head] as const])))
}

/** null: it only leads to another one of the requests */
function reachOf(decision: Decision, request: TraceRequest, asked: Asked, model: Model): Reach | null {
  const { place, verdict, status, location, why, upstream, outcome } = decision
  const isOwn = place.route === asked.index
  const unseen = request.scheme === 'https' ? unseenSecret(request, model) : null
  const secret = unseen ?? (isOwn ? asked.unseenSecret : null)
  if (secret !== null) return { is: 'unknown', why: `it hangs on Secret ${nameOf(secret)}, which was not looked at` }
  const handshake = verdict === 'denied' && status === null ? refusedBy(serverFor(model, request.sni)) : null
  if (handshake !== null) return { is: 'refused', ...handshake }
  if (isOwn && asked.unseen !== null) return { is: 'unknown', why: unseenWords[asked.unseen] }
  if (isOwn && (upstream !== null || outcome.result.kind === 'content')) return { is: 'reached' }
  if (verdict === 'redirect' && location !== null && leadsBack(request, location)) return null
  if (verdict === 'unknown') return { is: 'unknown', why: why ?? '' }
  if (isOwn && status !== null) return { is: 'answered', status, location }
  if (status === 500 && asked.refusal !== null) return { is: 'answered', status, location }
  const taker = place.route === null ? undefined : model.asked[place.route]
  const by: Taker =
    taker !== undefined
      ? { is: 'rule', path: pathOf(taker) ?? '/', ingress: taker.ref }
      : outcome.location === null
        ? { is: 'host', status }
        : { is: 'default' }
  return { is: 'missed', request, by }
}

/** No client gets in: whose matter that is, and what is to be said. null: they do, as far as the model knows */
export function refusedBy(server: Server | undefined): { readonly found: Told; readonly by: Ref } | null {
  if (server === undefined || !server.tls?.rejects) return null
  const { host, source, tls } = server
  return { found: told('handshake-refused', { host: host || null, secret: tls.secret }), by: tls.by ?? source }
}

/** The Secret without which every handshake is refused, where nobody knows whether it is there. */
function unseenSecret({ sni }: TraceRequest, model: Model): Ref | null {
  const tls = serverFor(model, sni)?.tls
  return tls?.isUnseen ? tls.secret : null
}

/** To the same place over https, or with a slash at its end: that is a request of its own. */
function leadsBack({ host, target }: TraceRequest, location: string): boolean {
  const bare = (text: string) =>
    text
      .replace(/^https?:\/\//, '')
      .replace(/^([^/]*):\d+/, '$1')
      .replace(/\/$/, '')
  return bare(location) === bare(`${host}${target}`) || bare(location) === bare(target)
}

/** Its own path first, then with and without a slash and below it; over http, and over https where its host has TLS. */
function* trialsOf(asked: Asked, model: Model, head: string): Generator<TraceRequest> {
  const host = hostFor(asked, model)
  const server = model.servers.get(serverKey(asked, model))
  const isTls = server?.tls != null
  for (const target of pathsFor(asked, head))
    for (const scheme of isTls ? (['https', 'http'] as const) : (['http'] as const))
      yield { ...plainGet(scheme, host, target), host: at(host, scheme, server) }
}

/** With the port, where it is another one. */
function at(host: string, scheme: 'http' | 'https', server: Server | undefined): string {
  const ports = server?.ports[scheme] ?? []
  return ports.length === 0 || ports.includes(usualPorts[scheme]) ? host : `${host}:${ports[0]}`
}

/** A default backend answers on the hosts of its object's rules. */
function serverKey({ host, match, ref }: Asked, { askedOf, servers }: Model): string {
  if (match !== null) return host ?? ''
  const own = askedOf(ref).filter((one) => one.match !== null && one.lack === null)
  const open = own.find((one) => servers.get(one.host ?? '')?.locations.some(({ asked }) => asked?.match === null))
  return (open ?? own[0])?.host ?? ''
}

function hostFor(asked: Asked, model: Model): string {
  const host = serverKey(asked, model)
  return nameBelow(host || null, model.hosts)
}

/** @param head as its location has it */
function pathsFor(asked: Asked, head: string): string[] {
  const path = pathOf(asked) ?? '/'
  const bare = path.replace(/\/$/, '')
  const literal = asked.match?.pathType === 'Exact' ? [path] : [path, `${bare}/`, `${bare}/x`, `${path}x`]
  const regex = /^~(\*?) "(.*)"$/.exec(head)
  const words = regex === null ? [] : wordsOf(toBytes(regex[2] ?? ''), regex[1] === '*').map(toText)
  // A pattern may say how a path ends, and nothing of how it begins.
  const whole = [...words.map((word) => (word.startsWith('/') ? word : `/x${word}`)), ...literal.filter(isPath)]
  return [...new Set(asked.match === null ? ['/', '/any-path'] : whole)].map(encodedPath)
}

function isPath(text: string): boolean {
  return text.startsWith('/')
}
