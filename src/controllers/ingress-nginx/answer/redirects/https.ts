/**
 * What the Lua code of a location does before anything is proxied: send http to https.
 * https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/lua/lua_ingress.lua (rewrite)
 */
import type { TraceRequest } from '../../../../domain/requests/trace.js'

/** What a location says, in `set` variables, or in older releases in the Lua block itself. */
export interface HttpsSettings {
  readonly force: boolean
  readonly redirect: boolean
  readonly never: boolean
  readonly keepsSlash: boolean
  readonly usesPort: boolean
}

export interface HttpsContext {
  readonly useForwardedHeaders: boolean
  readonly redirectCode: number
  readonly httpsPort: number
  /** is a certificate registered for this name; null: not known */
  readonly hasCertificate: (host: string) => boolean | null
}

/**
 * @param host as nginx understands it: in lower case, without port; the server's name where none was sent
 * @returns null: no redirect; one that is not certain hangs on a certificate of which nothing is known
 */
export function httpsRedirect(
  settings: HttpsSettings,
  request: TraceRequest,
  host: string,
  context: HttpsContext,
): { readonly status: number; readonly location: string; readonly isCertain: boolean } | null {
  const forwarded = (name: string) => (context.useForwardedHeaders ? request.headers.get(name) : undefined)
  const scheme = forwarded('x-forwarded-proto') ?? request.scheme
  if (settings.never || scheme !== 'http') return null
  const has = settings.force || (settings.redirect && context.hasCertificate(host))
  if (has === false) return null
  const sent = forwarded('x-forwarded-host')?.split(',')[0] ?? request.host ?? host
  const name = sent.split(':')[0] ?? ''
  const target = !settings.keepsSlash && request.target.endsWith('/') ? request.target.slice(0, -1) : request.target
  const port = settings.usesPort ? `:${context.httpsPort}` : ''
  return { status: context.redirectCode, location: `https://${name}${port}${target}`, isCertain: has === true }
}
