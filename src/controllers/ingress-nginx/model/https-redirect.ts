/**
 * Redirects from http to https: what a location says of them, as it is written and read again, whom they meet, and what
 * the Lua code makes of a request before anything is proxied.
 * https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/lua/lua_ingress.lua (rewrite)
 */
import { ruleHosts } from '../../../domain/objects/ingress-hosts.js'
import { onceFor } from '../../../domain/remember.js'
import type { TraceRequest } from '../../../domain/requests/trace.js'
import { beginnings } from '../../../languages/nginx/text/beginnings.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import type { Annotations } from '../annotations/reading.js'
import { registeredFor } from './certificates.js'
import type { Kept, Model } from './types.js'

/** What a location says, in `set` variables, or in older releases in the Lua block itself. */
export interface HttpsSettings {
  readonly force: boolean
  readonly redirect: boolean
  readonly never: boolean
  readonly keepsSlash: boolean
  readonly usesPort: boolean
}

const variables = {
  redirect: 'ssl_redirect',
  force: 'force_ssl_redirect',
  never: 'force_no_ssl_redirect',
  keepsSlash: 'preserve_trailing_slash',
  usesPort: 'use_port_in_redirects',
} as const satisfies Record<keyof HttpsSettings, string>

/** As a location says it; what is not said is false. @param never is the location there for requests without TLS alone */
export function httpsLines(annotations: Annotations | undefined, never: boolean): string {
  if (annotations === undefined) return ''
  const { rewrite } = annotations
  const said: HttpsSettings = {
    redirect: rewrite.sslRedirect,
    force: rewrite.forceSslRedirect,
    never,
    keepsSlash: rewrite.preserveTrailingSlash,
    usesPort: rewrite.usePortInRedirects,
  }
  const lines = Object.entries(variables).map(([name, variable]) =>
    said[name as keyof HttpsSettings] ? `set $${variable} "true";` : '',
  )
  return [...lines, said.usesPort ? ' port_in_redirect on;' : ''].join('')
}

const names = beginnings(...Object.values(variables).map((one) => `set $${one}`))
const code = beginnings('rewrite_by_lua_block')

/** What a location says; up to 1.11 it stands in the Lua code. */
export const httpsOf = onceFor((location: Directive): HttpsSettings => {
  const said = new Map(location.beginning(names).map(({ args: [name, value] }) => [name, value]))
  const block = location.beginning(code).at(-1)
  const lua = block === undefined ? '' : new TextDecoder().decode(block.text)
  const settings = Object.entries(variables).map(([name, variable]) => {
    const value = said.get(`$${variable}`) ?? new RegExp(`\\b${variable}\\s*=\\s*(true|false)`).exec(lua)?.[1]
    return [name, value === 'true']
  })
  return Object.fromEntries(settings) as HttpsSettings
})

/** Of the hosts of its rules the first whose requests for http are answered as they are; undefined: none is. */
export function hostOnHttp({ registered }: Model, { ingress, annotations: { rewrite } }: Kept): string | undefined {
  if (rewrite.forceSslRedirect) return undefined
  return rewrite.sslRedirect ? hostWithoutTls({ registered }, ingress) : ruleHosts(ingress)[0]
}

/** Of the hosts of its rules the first that has no certificate. */
export function hostWithoutTls(
  { registered }: Pick<Model, 'registered'>,
  ingress: Kept['ingress'],
): string | undefined {
  return ruleHosts(ingress).find((host) => registeredFor(registered, host) === undefined)
}

/** By which annotation requests of its hosts are sent to https; null: by none. */
export function redirectingBy(
  { registered }: Model,
  { ingress, annotations: { rewrite } }: Kept,
): 'force-ssl-redirect' | 'ssl-redirect' | null {
  if (rewrite.forceSslRedirect) return 'force-ssl-redirect'
  const hasTls = () => (ingress.spec?.rules ?? []).some(({ host }) => registeredFor(registered, host ?? ''))
  return rewrite.sslRedirect && hasTls() ? 'ssl-redirect' : null
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
