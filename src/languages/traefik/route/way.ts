/** What each middleware does to a request on its way from the router to the service. */

import { contains } from '../../networks.js'
import { text, texts, type Wire, wire, wires } from '../../values.js'
import { corsFields, providerOf, qualified } from '../config/read.js'
import { type Middleware, several } from '../config/types.js'
import { replaceAll } from '../rule/regex.js'
import { type ProxyRequest, routingPathOf, withoutPort } from './request.js'
import type { End, Guard, Step } from './result.js'
import { isUrl, joinedPath, rewritten, targetOf } from './rewrite.js'

/** A host with encoded signs of ASCII, or with a colon that no port follows: https://pkg.go.dev/net/url#Parse (since Go 1.26) */
const noUrl = /^[a-z]+:\/\/(?:[^/?#@]*@)?(?:[^/?#]*%[0-7]|[^/?#[]*:(?!\d*(?:[/?#]|$)))/i

/** An address that can be called over HTTP. */
const callable = /^https?:\/\/(?:[^/?#@]*@)?(?:\[[\da-f:.]+\]|(?:[^/?#[\]%:\s]|%[89a-f][\da-f])+)(?::\d*)?(?:[/?#]|$)/i

/** Where a request stands on its way through the middlewares. */
export class Way {
  readonly guards: Guard[] = []
  readonly steps: Step[] = []
  readonly query: string
  path: string
  #written: string | undefined
  /** of a redirect: as it was sent, until something is rewritten */
  #shownQuery: string
  rounds = 0
  /** who answers in the place of which codes, from where it is met on; null: nobody */
  caught: { readonly by: string; readonly status: readonly string[]; readonly service: string } | null = null
  readonly #request: ProxyRequest
  #hostHeader: string

  constructor(request: ProxyRequest) {
    this.#request = request
    this.path = request.path
    this.query = request.query
    this.#shownQuery = request.sentQuery
    this.#hostHeader = request.hostHeader
  }

  /** As those behind a router get it. */
  asked(): ProxyRequest {
    return { ...this.#request, path: this.path, routingPath: routingPathOf(this.path), hostHeader: this.#hostHeader }
  }

  /** null: it goes on */
  meets({ name, kind, settings }: Middleware): End | null {
    const { tls, method } = this.#request
    const standing = { tls, method, hostHeader: this.#hostHeader, path: this.path || '/', query: this.#shownQuery }
    const redirect = redirectOf(kind, settings, standing, providerOf(name))
    if (redirect === 'untried')
      return { is: 'unknown', why: `where ${name} leads, and by which code, is not known here` }
    if (redirect !== null && noUrl.test(redirect.location))
      return { is: 'answer', status: 502, why: `${redirect.location} is no URL` }
    if (redirect !== null) {
      this.#note('redirect', name, `${kind}: ${redirect.status} to ${redirect.location}`)
      return { is: 'redirect', ...redirect }
    }
    switch (kind) {
      case 'redirectScheme':
        // It reads the URL anew, and takes for the host what follows it without a slash.
        this.#written = undefined
        this.path = this.path.replace(/^[^/]+/, '') || (this.path && '/')
        return null
      case 'basicAuth':
      case 'digestAuth':
        return this.#guard(name, { condition: 'a user and a password', status: 401 })
      case 'snippet': {
        const address = text(wire(settings.auth).address)
        const end = this.#snippets(name, wires(settings.work))
        if (end !== null || address === null) return end
        return this.#guard(name, { condition: `${address} answers 2xx`, status: null })
      }
      case 'headers': {
        const { headers } = this.#request
        const hosts = texts(settings.allowedHosts).map((one) => one.toLowerCase())
        // Where a proxy may say another host, it is not known.
        if (
          hosts.length > 0 &&
          settings.hostsProxyHeaders === undefined &&
          !hosts.includes(this.#hostHeader.toLowerCase())
        )
          return { is: 'answer', status: 500, why: `${name} allows ${hosts.join(', ')} alone` }
        const isAsked = method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method')
        const isCors = corsFields.some((field) => {
          const one = settings[field] ?? false
          return one !== false && !(Array.isArray(one) && one.length === 0)
        })
        return isAsked && isCors
          ? { is: 'answer', status: 200, why: `${name} answers what a browser asks beforehand` }
          : null
      }
      case 'errors':
        this.caught ??= {
          by: name,
          status: texts(settings.status),
          service: qualified(text(settings.service) ?? '', name),
        }
        return null
      case 'forwardAuth': {
        const address = text(settings.address)
        if (address !== null && !callable.test(address))
          return { is: 'answer', status: 500, why: `${name} is to ask ${address}, which is no URL of HTTP` }
        return this.#guard(name, { condition: `${address ?? 'a service'} answers 2xx`, status: null })
      }
      case 'ipAllowList':
      case 'ipWhiteList':
        return this.#allowed(name, settings)
      case 'inFlightReq':
        return Number(settings.amount ?? 0) > 0
          ? null
          : { is: 'answer', status: 429, why: `${name} takes no request at all: its amount is 0` }
      case 'inFlightConn':
        return Number(settings.amount ?? 0) > 0
          ? null
          : { is: 'answer', status: 503, why: `${name} takes no connection at all: its amount is 0` }
      case 'URLRewrite': {
        this.#hostHeader = text(settings.hostname) ?? this.#hostHeader
        return this.#goesOn(name, kind, joinedPath(settings, this.path))
      }
      case several:
        return { is: 'unknown', why: `several Middlewares are called ${name}, and which one it is changes` }
      case 'plugin':
        return { is: 'unknown', why: `${name} is a plugin, which may do anything` }
      default: {
        const made = rewritten(kind, settings, this.path, this.#written)
        switch (made.is) {
          case 'missed':
            return null
          case 'untried':
            return { is: 'unknown', why: `the pattern of ${name} is not known here` }
          case 'refused':
            return { is: 'answer', status: made.status, why: `${name} makes a path that is refused` }
          case 'path':
            return this.#goesOn(name, kind, made.path, made.written)
        }
      }
    }
  }

  /** Whatever a snippet returns, nothing else is asked. */
  #snippets(name: string, all: readonly Wire[]): End | null {
    for (const work of all) {
      if (work.is === 'open') return { is: 'unknown', why: `what the snippet of ${name} does is not read here` }
      const { status, location } = work
      if (work.is !== 'return' || typeof status !== 'number') continue
      this.#note('access', name, `its snippet returns ${status}`)
      return typeof location === 'string'
        ? { is: 'redirect', status, location }
        : { is: 'answer', status, why: `the snippet of ${name} returns it` }
    }
    return null
  }

  #goesOn(name: string, kind: string, path: string, written?: string): null {
    if (path !== this.path) this.#note('rewrite', name, `${kind}: ${this.path} becomes ${path}`)
    this.path = path
    this.#written = written
    this.#shownQuery = this.query
    return null
  }

  #guard(middleware: string, guard: Omit<Guard, 'middleware'>): null {
    this.guards.push({ middleware, ...guard })
    this.#note('access', middleware, `asks for this: ${guard.condition}`)
    return null
  }

  #allowed(name: string, settings: Middleware['settings']): End | null {
    const networks = texts(settings.sourceRange)
    const said = settings.rejectStatusCode
    const status = typeof said === 'number' && said > 0 ? said : 403
    const { clientAddress } = this.#request
    if (clientAddress === null) return this.#guard(name, { condition: `a client in ${networks.join(', ')}`, status })
    if (networks.some((network) => contains(network.trim(), clientAddress))) return null
    this.#note('access', name, `${clientAddress} is in none of ${networks.join(', ')}`)
    return { is: 'answer', status, why: `${name} refuses ${clientAddress}` }
  }

  #note(kind: Step['kind'], middleware: string, detail: string): void {
    this.steps.push({ kind, middleware, detail })
  }
}

/** Where a request stands when a middleware gets it. */
interface Standing {
  readonly tls: boolean
  readonly method: string
  readonly hostHeader: string
  readonly path: string
  readonly query: string
}

interface Redirect {
  readonly status: number
  readonly location: string
}

/** https://github.com/traefik/traefik/tree/v3.7/pkg/middlewares/redirect @returns null: it goes on; `untried`: it cannot be told */
function redirectOf(kind: string, settings: Wire, at: Standing, provider: string): Redirect | null | 'untried' {
  switch (kind) {
    case 'redirectScheme':
      return toScheme(settings, at, provider)
    case 'appRoot':
      return at.path === '/'
        ? { status: 302, location: `${schemeOf(at)}://${at.hostHeader}${text(settings.path) ?? ''}` }
        : null
    case 'redirectRegex': {
      const from = urlOf(at)
      const to = replaceAll(text(settings.regex) ?? '', from, text(settings.replacement) ?? '')
      if (to === null) return 'untried'
      // Without a host there are no slashes either.
      const location = to.replace(/^([a-z]+:)\/\/(?=[?#]|$)/, '$1')
      if (to === from) return null
      const status = provider === 'kubernetesingressnginx' ? codeOfNginx(settings) : codeOf(settings, at)
      return status === null ? 'untried' : { status, location }
    }
    case 'rewriteTarget': {
      if (!isUrl((text(settings.replacement) ?? '').trim())) return null
      const to = targetOf(settings, at.path)
      if (to === null || to === 'untried') return to
      return { status: 302, location: to.includes('?') ? to : `${to}${at.query}` }
    }
    case 'requestRedirect':
      return ofGateway(settings, at)
    default:
      return null
  }
}

function urlOf({ tls, hostHeader, path, query }: Standing): string {
  return `${schemeOf({ tls })}://${hostHeader}${path}${query}`
}

function schemeOf({ tls }: Pick<Standing, 'tls'>): string {
  return tls ? 'https' : 'http'
}

/**
 * What was read from the annotations of another controller has a code of its own, whatever the method; the API does not
 * show it. @returns null: 301 and 302 look alike there
 */
function codeOfNginx({ statusCode, regex }: Wire): number | null {
  if (typeof statusCode === 'number') return statusCode
  return /^\^?\(https\?\)/.test(text(regex) ?? '') ? 308 : null
}

function codeOf({ permanent }: Wire, { method }: Standing): number {
  if (method === 'GET') return permanent === true ? 301 : 302
  return permanent === true ? 308 : 307
}

function toScheme(settings: Wire, at: Standing, provider: string): Redirect | null {
  const scheme = text(settings.scheme) ?? 'https'
  const said = text(settings.port) ?? ''
  const isUsual = said === '' || (scheme === 'http' && said === '80') || (scheme === 'https' && said === '443')
  const from = urlOf(at)
  // A path that has lost its slash is taken for the end of the host.
  const [, host = '', rest = ''] = /^https?:\/\/(\[[\w:.]+\]|[\w._-]+)?(?::\d+)?(.*)$/s.exec(from) ?? []
  const location = `${scheme}://${host}${isUsual ? '' : `:${said}`}${rest}`
  if (location === from) return null
  // What was read from the annotations of another controller answers with that one's code.
  return { status: provider === 'kubernetesingressnginx' ? 308 : codeOf(settings, at), location }
}

/** Of a filter of the Gateway API. */
function ofGateway(settings: Wire, at: Standing): Redirect {
  const name = withoutPort(at.hostHeader)
  const ownPort = at.hostHeader.slice(name.length)
  const scheme = text(settings.scheme) ?? (at.tls ? 'https' : 'http')
  const said = text(settings.port)
  const port = said === null ? ownPort : said === '' ? '' : `:${said}`
  const host = `${text(settings.hostname) ?? name}${port}`
  const status = typeof settings.statusCode === 'number' ? settings.statusCode : 302
  const path = joinedPath(settings, at.path)
  return { status, location: `${scheme}://${host}${path.startsWith('/') ? path : `/${path}`}${at.query}` }
}
