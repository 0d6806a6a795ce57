/** The annotations of the other controller that this one understands, as far as they decide where a request goes. */
import type { Ingress } from '../../../domain/objects/objects.js'
import type { Middleware } from '../../../languages/traefik/config/types.js'
import type { Site } from './site.js'

export interface NginxSaid {
  readonly canary: boolean
  /** paths are patterns */
  readonly isPattern: boolean
  readonly rewrite: string | null
  /** `false`: never, although there is TLS; `force`: always */
  readonly redirect: 'tls' | 'never' | 'force'
  readonly redirectTo: { readonly url: string; readonly permanent: boolean } | null
  readonly appRoot: string | null
  readonly authUrl: string | null
  readonly authType: 'basicAuth' | 'digestAuth' | null
  readonly allowed: readonly string[]
}

const prefix = 'nginx.ingress.kubernetes.io/'

export function saidByAnnotations({ metadata: { annotations } }: Ingress): NginxSaid {
  const said = (name: string) => annotations?.[`${prefix}${name}`]?.trim() || null
  const isTrue = (name: string) => said(name) === 'true'
  const permanent = said('permanent-redirect')
  const temporal = said('temporal-redirect')
  const url = temporal ?? permanent
  const authType = said('auth-type')
  const rewrite = said('rewrite-target')
  return {
    canary: isTrue('canary'),
    isPattern: isTrue('use-regex') || rewrite !== null,
    rewrite,
    redirect: isTrue('force-ssl-redirect') ? 'force' : said('ssl-redirect') === 'false' ? 'never' : 'tls',
    redirectTo: url === null ? null : { url, permanent: temporal === null },
    appRoot: said('app-root'),
    authUrl: said('auth-url'),
    authType: authType === 'basic' ? 'basicAuth' : authType === 'digest' ? 'digestAuth' : null,
    allowed: (said('allowlist-source-range') ?? said('whitelist-source-range') ?? '')
      .split(',')
      .flatMap((one) => one.trim() || []),
  }
}

/** In the order in which a request meets them; `plain`: without TLS. */
export function middlewaresOf(
  { builder }: Site,
  key: string,
  said: NginxSaid,
  { path, hasTls }: { readonly path: string | null; readonly hasTls: boolean },
  provider: string,
): { readonly plain: readonly string[]; readonly secure: readonly string[] } {
  const add = (kind: string, settings: Middleware['settings']): string => {
    const name = `${key}-${kind}@${provider}`
    builder.addMiddleware({ name, kind, settings })
    return name
  }
  const toHttps = said.redirect === 'force' || (said.redirect === 'tls' && hasTls)
  const common = [
    ...(said.allowed.length > 0 ? [add('ipAllowList', { sourceRange: said.allowed })] : []),
    ...(said.redirectTo === null
      ? []
      : [
          add('redirectRegex', { regex: '.*', replacement: said.redirectTo.url, permanent: said.redirectTo.permanent }),
        ]),
    ...(said.authType === null ? [] : [add(said.authType, {})]),
    ...(said.authUrl === null ? [] : [add('forwardAuth', { address: said.authUrl })]),
    ...(said.appRoot === null
      ? []
      : [add('redirectRegex', { regex: '^(https?://[^/]+)/$', replacement: `$1${said.appRoot}`, permanent: false })]),
    ...(said.rewrite === null ? [] : [add('rewriteTarget', { regex: path ?? '/', replacement: said.rewrite })]),
  ]
  return { plain: [...(toHttps ? [add('redirectScheme', { scheme: 'https' })] : []), ...common], secure: common }
}
