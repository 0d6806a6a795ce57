/** What becomes of a path, and of a Location: RouteEntryImplBase and Http::Utility::newUri in Envoy. */
import type { Match, Redirect, Rewrite } from '../config/types.js'
import { headerOf } from '../match/match.js'
import { Regex } from '../match/regex.js'
import type { Arrived } from './request.js'

/** Path and query after the rewriting. @returns null: it cannot be told */
export function rewritten({ target, path }: Arrived, match: Match, rewrite: Rewrite): string | null {
  const { prefix, regex, untried } = rewrite
  if (untried !== null) return null
  const query = target.slice(path.length)
  if (prefix !== null) {
    const { path: rule } = match
    // An exact path and a pattern are replaced as a whole.
    const matched = rule.is === 'prefix' || rule.is === 'separated' ? rule.path.length : path.length
    return prefix + path.slice(matched) + query
  }
  if (regex === null) return target
  const done = new Regex(regex.pattern).replaceAll(path, regex.substitution)
  // What would become nothing stays as it is.
  return done === '' ? target : done === null ? null : done + query
}

/** @returns null: it cannot be told */
export function locationOf(redirect: Redirect, match: Match, arrived: Arrived): string | null {
  const path = redirectPath(redirect, match, arrived)
  if (path === null) return null
  const forwarded = headerOf(arrived.headers, 'x-forwarded-proto') ?? ''
  const scheme = redirect.scheme ?? (redirect.https ? 'https' : (headerOf(arrived.headers, ':scheme') ?? 'http'))
  const port = redirect.port === null ? '' : `:${redirect.port}`
  const host = redirect.host ?? requestHost(arrived.authority, scheme, forwarded, port !== '')
  return `${scheme}://${host}${port}${path.startsWith('/') ? '' : '/'}${path}`
}

function redirectPath({ path, rewrite, stripsQuery }: Redirect, match: Match, arrived: Arrived): string | null {
  const own = path ?? rewritten(arrived, match, rewrite)
  if (own === null) return null
  // A query of its own takes the place of the request's, and stays.
  if (path?.includes('?')) return path
  const query = arrived.target.slice(arrived.path.length)
  const whole = path === null ? own : path + query
  return stripsQuery ? whole.replace(/\?.*$/s, '') : whole
}

/** The port of the request stays, unless another one is named, or the scheme changes and it is the usual one. */
function requestHost(authority: string, scheme: string, forwarded: string, hasPort: boolean): string {
  const at = authority.startsWith('[') ? authority.lastIndexOf(']:') + 1 : authority.lastIndexOf(':')
  if (at <= 0) return authority
  const port = authority.slice(at)
  const isUsual = (forwarded === 'https' && port === ':443') || (forwarded === 'http' && port === ':80')
  return hasPort || (scheme !== forwarded && isUsual) ? authority.slice(0, at) : authority
}
