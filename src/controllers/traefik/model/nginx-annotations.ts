/** The annotations of the other controller that this one understands, as far as they decide where a request goes. */
import type { Ingress, IngressBackend } from '../../../domain/objects/objects.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import type { Middleware } from '../../../languages/traefik/config/types.js'
import type { Site } from './site.js'
import { annotatedTarget } from './targets.js'
import type { Target } from './types.js'

export interface NginxSaid {
  readonly canary: boolean
  /** of a canary: which requests it takes of those of its path */
  readonly share: {
    readonly weight: number
    readonly total: number
    readonly header: string | null
    readonly value: string | null
    readonly pattern: string | null
    readonly cookie: string | null
  }
  /** the Service's own address stands for its endpoints */
  readonly isUpstream: boolean
  /** paths are patterns */
  readonly isPattern: boolean
  readonly rewrite: string | null
  /** `false`: never, although there is TLS; `force`: always */
  readonly redirect: 'tls' | 'never' | 'force'
  readonly redirectTo: { readonly url: string; readonly status: number } | null
  /** other names of its hosts */
  readonly aliases: readonly string[]
  /** its hosts are sent on from their names with `www.`, or without it */
  readonly isWww: boolean
  readonly appRoot: string | null
  readonly authUrl: string | null
  readonly authType: 'basicAuth' | 'digestAuth' | null
  readonly allowed: readonly string[]
}

export const nginxPrefix = 'nginx.ingress.kubernetes.io/'

export function saidByAnnotations({ metadata: { annotations } }: Ingress): NginxSaid {
  const said = (name: string) => annotations?.[`${nginxPrefix}${name}`]?.trim() || null
  const isTrue = (name: string) => said(name) === 'true'
  const permanent = said('permanent-redirect')
  const temporal = said('temporal-redirect')
  const url = temporal ?? permanent
  const authType = said('auth-type')
  const rewrite = said('rewrite-target')
  return {
    canary: isTrue('canary'),
    share: {
      ...shareOf(said('canary-weight'), said('canary-weight-total')),
      ...{ header: said('canary-by-header'), value: said('canary-by-header-value') },
      ...{ pattern: said('canary-by-header-pattern'), cookie: said('canary-by-cookie') },
    },
    isUpstream: isTrue('service-upstream'),
    isPattern: isTrue('use-regex') || rewrite !== null,
    rewrite,
    redirect: isTrue('force-ssl-redirect') ? 'force' : said('ssl-redirect') === 'false' ? 'never' : 'tls',
    redirectTo:
      url === null
        ? null
        : {
            url,
            status:
              temporal === null
                ? codeOf(said('permanent-redirect-code'), 301)
                : codeOf(said('temporal-redirect-code'), 302),
          },
    aliases: (said('server-alias') ?? '').split(',').flatMap((one) => one.trim() || []),
    isWww: isTrue('from-to-www-redirect'),
    appRoot: said('app-root'),
    authUrl: said('auth-url'),
    authType: authType === 'basic' ? 'basicAuth' : authType === 'digest' ? 'digestAuth' : null,
    allowed: (said('allowlist-source-range') ?? said('whitelist-source-range') ?? '')
      .split(',')
      .flatMap((one) => one.trim() || []),
  }
}

/** One that nginx takes. */
function codeOf(said: string | null, usual: number): number {
  const code = /^\d{3}$/.test(said ?? '') ? Number(said) : usual
  return code < 300 || code > 308 ? usual : code
}

function shareOf(weight: string | null, total: string | null): { readonly weight: number; readonly total: number } {
  const whole = (text: string | null) => (/^-?\d{1,9}$/.test(text ?? '') ? Number(text) : 0)
  const all = Math.max(whole(total), 100)
  return { weight: Math.min(Math.max(whole(weight), 0), all), total: all }
}

/** What is missing is served all the same, with 503; of an ExternalName the port need not be one of the Service. */
export function nginxTarget(
  { facts: { inventory } }: Site,
  namespace: string,
  { name, port }: NonNullable<IngressBackend['service']>,
  { isUpstream }: Pick<NginxSaid, 'isUpstream'>,
): Target {
  const backend: ServiceBackend = { namespace, service: name, port: port?.name || port?.number || null }
  const { target } = annotatedTarget(
    inventory,
    { allowsEmpty: true, allowsExternalNames: true, nativeByDefault: false },
    backend,
  )
  const { spec } = inventory.service({ namespace, name }) ?? {}
  const own = spec?.ports?.find(
    (one) => backend.port === null || one.port === backend.port || one.name === backend.port,
  )
  if (spec?.type === 'ExternalName') {
    const number = own
      ? typeof own.targetPort === 'number'
        ? own.targetPort
        : 0
      : typeof backend.port === 'number'
        ? backend.port
        : 0
    return { ...target, servers: [`${spec.externalName ?? ''}:${number}`] }
  }
  if (isUpstream && own) return { ...target, servers: [`${spec?.clusterIP ?? ''}:${own.port}`] }
  return target
}

/** In the order in which a request meets them; `plain`: without TLS. */
export function middlewaresOf(
  { builder }: Site,
  key: string,
  said: NginxSaid,
  { path, hasTls }: { readonly path: string | null; readonly hasTls: boolean },
  provider: string,
): { readonly plain: readonly string[]; readonly secure: readonly string[] } {
  const toHttps = said.redirect === 'force' || (said.redirect === 'tls' && hasTls)
  const chain = (of: string): readonly string[] => {
    const add = (word: string, kind: string, settings: Middleware['settings']): string => {
      const name = `${of}-${word}@${provider}`
      builder.addMiddleware({ name, kind, settings })
      return name
    }
    return [
      ...(toHttps && of === key ? [add('redirect-scheme', 'redirectScheme', { scheme: 'https' })] : []),
      ...(said.appRoot === null ? [] : [add('app-root', 'redirectRegex', ofRoot(said.appRoot))]),
      ...(said.redirectTo === null ? [] : [add('redirect', 'redirectRegex', ofAll(said.redirectTo))]),
      ...(said.authType === null
        ? []
        : [add(said.authType === 'basicAuth' ? 'basic-auth' : 'digest-auth', said.authType, {})]),
      ...(said.allowed.length > 0 ? [add('allowed-source-range', 'ipAllowList', { sourceRange: said.allowed })] : []),
      ...(said.rewrite === null
        ? []
        : [add('rewrite-target', 'rewriteTarget', { regex: path ?? '/', replacement: said.rewrite })]),
      ...(said.authUrl === null ? [] : [add('snippet', 'forwardAuth', { address: said.authUrl })]),
    ]
  }
  return { plain: chain(key), secure: chain(`${key}-tls`) }
}

function ofRoot(root: string): Middleware['settings'] {
  return { regex: '^(https?://[^/]+)/$', replacement: `$1${root}`, statusCode: 302 }
}

function ofAll({ url, status }: NonNullable<NginxSaid['redirectTo']>): Middleware['settings'] {
  return { regex: '.*', replacement: url, statusCode: status }
}
