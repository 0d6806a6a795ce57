/** What a rewrite makes of the URI, and what a redirect says: src/http/ngx_http_script.c, src/http/ngx_http_header_filter_module.c */

import type { Run } from '../route/run.js'
import { escapeUri, toText, unescapeRedirect } from '../text/byte-text.js'
import type { Template } from './template.js'
import { Unknown, type Value } from './value.js'

/** @returns the new URI; null where it has become unknown, or an error */
export function rewriteUri(run: Run, template: Template, addsArgs: boolean, line: number): string | null {
  const { path, args } = run.fill(template, false)
  run.escapes = false
  if (path instanceof Unknown || args instanceof Unknown) {
    run.unknown(line, path instanceof Unknown ? path.why : (args as Unknown).why)
    return null
  }
  if (args !== null) run.args = addsArgs && run.args !== '' ? `${args}&${run.args}` : args
  else if (!addsArgs) run.args = ''
  run.uri = path
  if (path === '') run.result = { kind: 'status', status: 500, location: null, line }
  return path
}

export interface Redirect {
  readonly status: number
  readonly addsArgs: boolean
  /** has its target a `?` */
  readonly hasQuery: boolean
  readonly line: number
}

/** @returns its Location; null where that is unknown */
export function redirectByRewrite(run: Run, template: Template, redirect: Redirect): string | null {
  const { path } = run.fill(template, true)
  run.escapes = false
  const target = path instanceof Unknown ? path : unescapeRedirect(path) + queryOf(run, redirect)
  const location = absoluteLocation(run, target)
  if (location instanceof Unknown) {
    run.unknown(redirect.line, location.why)
    return null
  }
  run.result = { kind: 'status', status: redirect.status, location: toText(location), line: redirect.line }
  return location
}

function queryOf(run: Run, { addsArgs, hasQuery }: Redirect): string {
  return addsArgs && run.args !== '' ? `${hasQuery ? '&' : '?'}${run.args}` : ''
}

/** The redirect to the same path with a slash, which nginx answers for a proxied location whose name ends in one. */
export function slashRedirect(run: Run, name: string): Value {
  const path = escapeUri(name)
  return absoluteLocation(run, run.args === '' ? path : `${path}?${run.args}`)
}

/** A target that begins with a slash gets scheme, host and port before it. */
export function absoluteLocation(run: Run, target: Value): Value {
  const { absoluteRedirect, serverNameInRedirect, portInRedirect, serverName } = run.settings
  if (target instanceof Unknown || !target.startsWith('/') || !absoluteRedirect) return target
  const host = serverNameInRedirect ? serverName : run.host
  if (host === '') return new Unknown('the redirect names the address of the socket')
  const { scheme, port } = run.request
  const usual = scheme === 'https' ? 443 : 80
  return `${scheme}://${host}${portInRedirect && port !== usual ? `:${port}` : ''}${target}`
}
