/** A rule has the requests that it asks for: does that lead anywhere. */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { isSame } from '../../../domain/objects/ref.js'
import { endlessRedirect } from '../../../domain/requests/endless-redirect.js'
import { requestHost } from '../../../domain/requests/host.js'
import { nextRequest } from '../../../domain/requests/next-request.js'
import { type Answer, plainGet, type TraceRequest } from '../../../domain/requests/trace.js'
import { HostNames } from '../../../domain/routes/host-names.js'
import type { Router } from '../../../languages/traefik/config/types.js'
import type { ProxyRequest } from '../../../languages/traefik/route/request.js'
import type { Routed } from '../../../languages/traefik/route/result.js'
import type { Routing } from '../../../languages/traefik/route/serve.js'
import type { Made } from '../model/types.js'
import type { TraefikSettings } from '../workload/settings.js'
import { routersOfUrls } from './heard.js'

type Loss = Told<'undecided' | 'backend-not-asked' | 'redirect-endless' | 'connection-taken' | 'longer-rule'>

/** What its middlewares answer whoever asks. That nobody is behind a Service is told of the Service. */
const refusing: ReadonlySet<number> = new Set([400, 429, 500, 502])

/** Where URLs lead. */
type Where = Pick<TraefikSettings, 'http' | 'https'>

interface Redirect {
  readonly status: number
  readonly location: string
}

export class Ends {
  readonly #routing: Routing
  readonly #settings: Where
  readonly #ask: (request: TraceRequest) => Answer
  /** of rules that send their requests elsewhere */
  readonly #redirects = new Map<Made, Redirect>()
  /** of redirects without end */
  readonly #statuses = new Map<Told, number>()
  /** what the equals that were asked for last have in common: of thousands each asks for the same */
  #common: { readonly equals: readonly Router[]; readonly redirect: Redirect | null } | undefined

  readonly #hosts: () => HostNames<Made>

  /** @param ask what becomes of a request, redirects not followed */
  constructor(routing: Routing, settings: Where, made: readonly Made[], ask: (request: TraceRequest) => Answer) {
    let known: HostNames<Made> | undefined
    this.#hosts = () => (known ??= hostsOf(made))
    this.#routing = routing
    this.#settings = settings
    this.#ask = ask
  }

  /** Where it sends what was looked at, elsewhere; null: nowhere. */
  redirectOf(made: Made): Redirect | null {
    return this.#redirects.get(made) ?? null
  }

  /** With which a redirect without end is answered. */
  statusOf(loss: Told): number | null {
    return this.#statuses.get(loss) ?? null
  }

  /** @returns why its backend gets none of these; null: it does, or they are sent elsewhere */
  of(made: Made, request: ProxyRequest): Loss | null {
    const { routed } = this.#routing.answer(request)
    const [only, ...others] = routed
    if (only === undefined || others.length > 0) return null
    if (only.end.is === 'unknown') return told('undecided', { why: only.end.why })
    // A path that its own rewrite spoils, hosts that are not allowed, or somebody who cannot be asked.
    if (only.end.is === 'answer' && refusing.has(only.end.status) && !only.end.isFailure)
      return told('backend-not-asked', { status: only.end.status, location: null })
    if (only.end.is !== 'redirect') return null
    const asked = traced(request)
    const url = endlessRedirect(asked, this.#ask, (host) => this.#hosts().ownersOf(host).length > 0)
    if (url !== null) {
      const loss = told('redirect-endless', { url })
      this.#statuses.set(loss, only.end.status)
      return loss
    }
    const passed = only.guards.length > 0 ? null : this.#passedAfter(made, request, only.end)
    if (passed !== null) return passed
    if (!this.#comesBack(made, asked)) this.#redirects.set(made, only.end)
    return null
  }

  /**
   * Where nobody decides between equals, and it is all one which of them has it: all send it on to where none of them is.
   * @returns null: it matters, or it is not known
   */
  ofEquals(made: Made, equals: readonly Router[], request: ProxyRequest): Loss | null {
    if (this.#common?.equals !== equals) this.#common = { equals, redirect: this.#commonOf(equals, request) }
    const { redirect } = this.#common
    return redirect === null ? null : this.#passedAfter(made, request, redirect)
  }

  #commonOf(equals: readonly Router[], request: ProxyRequest): Redirect | null {
    const [first, ...others] = equals.map((router) => this.#routing.through(router, request))
    if (first?.end.is !== 'redirect') return null
    const { status, location } = first.end
    const isSame = ({ end, guards }: Routed) =>
      guards.length === 0 && end.is === 'redirect' && end.status === status && end.location === location
    return [first, ...others].every(isSame) ? first.end : null
  }

  /** What its middlewares do to any request is not known; no request is known that its rule takes. */
  ofAny(router: Router, request: ProxyRequest | undefined): Loss | null {
    const end = request && this.#routing.through(router, request).end
    return end?.is === 'unknown' ? told('undecided', { why: end.why }) : null
  }

  /** Sent on to https://, where it has nothing itself: TLS of its host is passed on, another rule has that, or nobody. */
  #passedAfter(
    { remark, host, source, routers }: Made,
    taken: ProxyRequest,
    { status, location }: Redirect,
  ): Loss | null {
    const ofTls = routersOfUrls(routers, this.#settings).filter(({ tls, over }) => tls && over === undefined)
    const isOff = ofTls.length > 0 && ofTls.every(({ errors }) => errors.length > 0)
    if (remark?.code !== 'tls-passed' && !isOff) return null
    const request = traced(taken)
    const next = nextRequest(request, location, status)
    if ('wrong' in next || next.scheme !== 'https') return null
    const name = requestHost(next.host)
    if (name !== requestHost(request.host)) return null
    const overTls = { ...taken, tls: true, entryPoint: this.#settings.https }
    if (this.#routing.connections.takersOf(overTls, name).winners.length > 0)
      return told('connection-taken', { by: source, over: 'tcp', name: host ?? '*' })
    const [winner] = this.#routing.table.takersOf(overTls).winners
    if (winner === undefined) return told('backend-not-asked', { status, location })
    const { source: by } = this.#ask(next)
    const { rule, priority } = winner
    const facts = { by, isSame: by !== null && isSame(by, source), isInternal: false }
    return told('longer-rule', { ...facts, rule, priority, own: routers[0]?.priority ?? 0 })
  }

  /** Is it its own again, in the end, once all redirects are followed. */
  #comesBack(made: Made, request: TraceRequest): boolean {
    const { verdict, source, status, location } = this.#ask(request)
    if (source === null || !isSame(source, made.source)) return false
    if (verdict !== 'redirect') return true
    const next = location === null ? null : nextRequest(request, location, status)
    return next !== null && !('wrong' in next) && this.#comesBack(made, next)
  }
}

function traced({ hostHeader, method, headers, path, query, tls }: ProxyRequest): TraceRequest {
  return { ...plainGet(tls ? 'https' : 'http', hostHeader, `${path}${query}`), method, headers }
}

function hostsOf(made: readonly Made[]): HostNames<Made> {
  const names = new HostNames<Made>()
  for (const one of made)
    for (const host of [one.host, ...(one.moreHosts ?? [])]) if (host !== null) names.add(host, one)
  return names
}
