/**
 * What a client gets in the place of a status that nginx itself made: pages of routes, and where to sign in.
 * https://nginx.org/en/docs/http/ngx_http_core_module.html#error_page
 */
import type { TraceRequest } from '../../../domain/requests/trace.js'
import { normaliseHost } from '../../../languages/nginx/route/request.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { signInPage } from '../custom/policies/apply.js'

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

/**
 * Redirects and answers of VirtualServers: a server inside of nginx answers 418, and `error_page` says what that becomes.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/virtualserver.go (generateLocationForRedirect)
 */
interface Pour {
  readonly status: number
  /** of a redirect; null: it hangs on what is not known, or it is none */
  readonly location: string | null
}

/** null: this passes requests on as all others do */
export function teapotOf(pass: Directive, location: Directive | undefined, request: TraceRequest): Pour | null {
  if (!pass.args[0]?.includes('nginx-418-server.sock')) return null
  const page = location?.block?.find(({ name, args }) => name === 'error_page' && args[0] === '418')
  const [, code = '', target = ''] = page?.args ?? []
  const status = Number(code.replace(/^=/, ''))
  if (!Number.isInteger(status)) return null
  return { status, location: target.startsWith('@') ? null : filled(target, request) }
}

/** A target with its variables filled in; null: it hangs on what is not known. */
function filled(target: string, { scheme, host, target: uri, headers }: TraceRequest): string | null {
  const values: Readonly<Record<string, string>> = {
    scheme,
    host: (host === null ? null : normaliseHost(host)) ?? '',
    http_host: host ?? '',
    request_uri: uri,
    http_x_forwarded_proto: headers.get('x-forwarded-proto') ?? '',
  }
  const text = target.replaceAll(/\$\{?(\w+)\}?/g, (variable, name: string) => values[name] ?? variable)
  return text.includes('$') ? null : text
}
