/**
 * Redirects and answers of VirtualServers: a server inside of nginx answers 418, and `error_page` says what that becomes.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/virtualserver.go (generateLocationForRedirect)
 */
import type { TraceRequest } from '../../../domain/requests/trace.js'
import { normaliseHost } from '../../../languages/nginx/route/request.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'

export interface Pour {
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
export function filled(target: string, { scheme, host, target: uri, headers }: TraceRequest): string | null {
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
