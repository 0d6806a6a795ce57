/**
 * What a client gets in the place of a status that nginx itself made: pages of routes, and where to sign in.
 * https://nginx.org/en/docs/http/ngx_http_core_module.html#error_page
 */
import type { TraceRequest } from '../../../domain/requests/trace.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { signInPage } from '../custom/policies/apply.js'
import { filled } from './teapot.js'

export interface Shown {
  readonly status: number | null
  readonly location: string | null
  /** in words, what comes after what made the status */
  readonly why: string
}

/** @param levels from the inside out: the innermost that has any page decides. null: the status is shown as it is */
export function shownFor(
  status: number,
  levels: readonly (readonly Directive[])[],
  request: TraceRequest,
): Shown | null {
  const pages = levels
    .map((level) => level.filter(({ name }) => name === 'error_page'))
    .find(({ length }) => length > 0)
  const page = pages?.find(({ args }) => args.slice(0, -1).includes(String(status)))
  if (page === undefined) return null
  const target = page.args.at(-1) ?? ''
  const said = page.args.find((word) => word.startsWith('='))?.slice(1)
  if (target === signInPage) return { status: 302, location: null, why: 'it is sent to sign in' }
  // Those of gRPC say the same in its own words.
  if (target.startsWith('@grpc')) return null
  if (target.startsWith('@'))
    return { status: said ? Number(said) : status, location: null, why: 'error_page has a text for it' }
  if (target.startsWith('/'))
    return { status: null, location: null, why: `error_page sends it to ${target}, inside of nginx` }
  const code = redirects.includes(Number(said)) ? Number(said) : 302
  return { status: code, location: filled(target, request), why: 'error_page sends it on' }
}

const redirects = [301, 302, 303, 307, 308]

/** Statuses of its backend that are replaced, too. */
export function replacedOf(location: Directive | undefined): readonly string[] {
  const own = location?.block ?? []
  if (!own.some(({ name, args }) => /^(?:proxy|grpc)_intercept_errors$/.test(name) && args[0] === 'on')) return []
  return own.flatMap(({ name, args }) =>
    name === 'error_page' && args[0] !== '418' ? args.slice(0, -1).filter((word) => /^\d+$/.test(word)) : [],
  )
}
