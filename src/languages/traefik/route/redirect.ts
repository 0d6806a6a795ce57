/** Redirects of middlewares: https://github.com/traefik/traefik/tree/v3.7/pkg/middlewares/redirect */
import { text, type Wire } from '../../values.js'
import { replaceAll } from '../rule/regex.js'
import { withoutPort } from './request.js'
import { isUrl, joinedPath, targetOf } from './rewrite.js'

/** Where a request stands when a middleware gets it. */
export interface Standing {
  readonly tls: boolean
  readonly method: string
  readonly hostHeader: string
  readonly path: string
  readonly query: string
}

export interface Redirect {
  readonly status: number
  readonly location: string
}

/** @returns null: it goes on; `untried`: it cannot be told */
export function redirectOf(kind: string, settings: Wire, at: Standing, provider: string): Redirect | null | 'untried' {
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
  const host = withoutPort(at.hostHeader)
  const location = `${scheme}://${host}${isUsual ? '' : `:${said}`}${at.path}${at.query}`
  if (location === urlOf(at)) return null
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
