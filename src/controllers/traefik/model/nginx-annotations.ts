/** The annotations of the other controller that this one understands, as far as they decide where a request goes. */
import type { Ingress, IngressBackend } from '../../../domain/objects/objects.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import { snippetWork } from '../../../languages/traefik/config/snippet.js'
import type { Middleware } from '../../../languages/traefik/config/types.js'
import { parseInteger } from '../../shared/go/values.js'
import type { Site } from './site.js'
import { plainTerms, serverOf, targetFor } from './targets.js'
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
  /** the one that all are asked by asks for it, too, unless it has its own */
  readonly isAuthGlobal: boolean
  /** null: no password is asked for */
  readonly authType: string | null
  readonly allowed: readonly string[]
  /** TLS is passed on as it is, and nothing of it is served otherwise */
  readonly isPassthrough: boolean
  /** of its namespace: it answers where a Service has no endpoints */
  readonly fallback: string | null
  /** codes of answers in whose place another Service answers; null: those of all */
  readonly errors: readonly string[] | null
  /** it is answered over TLS */
  readonly isSecure: boolean
  /** the Host that is sent to it; null: that of the request */
  readonly vhost: string | null
  /** what browsers ask beforehand is answered by the proxy itself */
  readonly isCors: boolean
  /** what it does in the language of the other controller's proxy; '': nothing */
  readonly snippet: string
}

export const nginxPrefix = 'nginx.ingress.kubernetes.io/'

/** Values count as they are written: with a blank before it, `true` is none. */
export function saidByAnnotations({ metadata: { annotations } }: Ingress): NginxSaid {
  const said = (name: string) => annotations?.[`${nginxPrefix}${name}`] ?? null
  const filled = (name: string) => said(name) || null
  const isTrue = (name: string) => said(name)?.toLowerCase() === 'true'
  const listed = (text: string | null) => text?.split(',').map((one) => one.trim()) ?? null
  const temporal = said('temporal-redirect')
  const url = temporal ?? said('permanent-redirect')
  const code =
    temporal === null ? codeOf(said('permanent-redirect-code'), 301) : codeOf(said('temporal-redirect-code'), 302)
  const rewrite = filled('rewrite-target')
  return {
    canary: isTrue('canary'),
    share: {
      ...shareOf(said('canary-weight'), said('canary-weight-total')),
      ...{ header: filled('canary-by-header'), value: filled('canary-by-header-value') },
      ...{ pattern: filled('canary-by-header-pattern'), cookie: filled('canary-by-cookie') },
    },
    isUpstream: isTrue('service-upstream'),
    isPattern: isTrue('use-regex') || rewrite !== null,
    rewrite,
    redirect: isTrue('force-ssl-redirect')
      ? 'force'
      : said('ssl-redirect') === null || isTrue('ssl-redirect')
        ? 'tls'
        : 'never',
    redirectTo: url === null ? null : { url, status: code },
    aliases: listed(said('server-alias')) ?? [],
    isWww: isTrue('from-to-www-redirect'),
    appRoot: said('app-root')?.startsWith('/') ? said('app-root') : null,
    authUrl: filled('auth-url'),
    isAuthGlobal: said('enable-global-auth') === null || isTrue('enable-global-auth'),
    authType: said('auth-type'),
    allowed: listed((said('allowlist-source-range') ?? said('whitelist-source-range')) || null) ?? [],
    isPassthrough: isTrue('ssl-passthrough'),
    fallback: filled('default-backend'),
    errors: listed(said('custom-http-errors')),
    isCors: isTrue('enable-cors'),
    snippet: said('configuration-snippet') ?? '',
    isSecure: /^(?:https|grpcs)$/i.test(said('backend-protocol') ?? ''),
    vhost: said('upstream-vhost'),
  }
}

/** One that nginx takes. */
function codeOf(said: string | null, usual: number): number {
  const code = parseInteger(said ?? '') ?? usual
  return code < 300 || code > 308 ? usual : code
}

function shareOf(weight: string | null, total: string | null): { readonly weight: number; readonly total: number } {
  const all = Math.max(parseInteger(total ?? '') ?? 0, 100)
  return { weight: Math.min(Math.max(parseInteger(weight ?? '') ?? 0, 0), all), total: all }
}

/**
 * What is missing is served all the same, with 503; of an ExternalName the port need not be one of the Service.
 * @param isOfTcp connections still go to pods on their way out, which get no new requests
 */
export function nginxTarget(
  site: Pick<Site, 'settings'> & { readonly facts: Pick<Site['facts'], 'inventory'> },
  namespace: string,
  { name, port }: NonNullable<IngressBackend['service']>,
  { isUpstream, fallback, isSecure, vhost }: Pick<NginxSaid, 'isUpstream' | 'fallback'> & Partial<NginxSaid>,
  isOfTcp = false,
): Target {
  const { inventory } = site.facts
  const { allowsExternalNames } = site.settings.nginx
  const terms = { allowsEmpty: true, allowsExternalNames, nativeByDefault: false }
  const { spec } = inventory.service({ namespace, name }) ?? {}
  // Without a port the first one is meant.
  const wanted = port?.name || port?.number || spec?.ports?.[0]?.port || null
  const backend: ServiceBackend = { namespace, service: name, port: wanted }
  const scheme = isSecure ? 'https' : 'http'
  const speech = { scheme, passesHost: true, hasTransport: isSecure === true, ...(vhost && { host: vhost }) }
  const anyPort = spec?.type === 'ExternalName'
  const { target } = targetFor(inventory, terms, backend, { ...plainTerms, anyPort, speech })
  const own = spec?.ports?.find((one) => one.port === wanted || one.name === wanted)
  if (spec?.type === 'ExternalName') {
    if (!allowsExternalNames) return { ...target, servers: [] }
    // As the API server has it where nobody says another one.
    const said = own === undefined ? wanted : (own.targetPort ?? own.port)
    return { ...target, servers: [`${spec.externalName ?? ''}:${typeof said === 'number' ? said : 0}`] }
  }
  if (isUpstream && own) return { ...target, servers: [`${spec?.clusterIP ?? ''}:${own.port}`] }
  const serving = target.counted.items.filter((one) => one.serving)
  if (own === undefined || target.servers === null || serving.length > 0 || fallback === null || fallback === name)
    return isOfTcp && target.servers !== null ? { ...target, servers: serving.map(serverOf) } : target
  const instead = nginxTarget(site, namespace, { name: fallback }, { isUpstream: false, fallback }, isOfTcp)
  // Its endpoints alone count, and a name of elsewhere has none.
  const isElsewhere = inventory.service({ namespace, name: fallback })?.spec?.type === 'ExternalName'
  return isElsewhere ? { ...instead, servers: [] } : instead
}

/** Where a middleware stands: what it is said for. */
export interface Standpoint {
  /** null: a default backend */
  readonly path: string | null
  /** null: requests for `/` go nowhere else */
  readonly appRoot: string | null
  readonly hasTls: boolean
  /** TLS is handed on as it is: there is no router for it */
  readonly isPassedOn: boolean
  /** its path is a pattern */
  readonly isPattern: boolean
  /** of its host; '': none */
  readonly serverSnippet: string
  /** whoever answers in the place of errors; null: nobody */
  readonly errorService: ((of: string) => string) | null
}

/** In the order in which a request meets them; `plain`: without TLS. */
export function middlewaresOf(
  { builder, settings }: Site,
  key: string,
  said: NginxSaid,
  { path, appRoot, hasTls, isPassedOn, isPattern, errorService, serverSnippet }: Standpoint,
  provider: string,
): { readonly plain: readonly string[]; readonly secure: readonly string[] } {
  const toHttps = said.redirect === 'force' || (said.redirect === 'tls' && hasTls)
  const authUrl = said.authUrl ?? (said.isAuthGlobal ? settings.nginx.authUrl : null)
  const snippets = settings.nginx.allowsSnippets ? [serverSnippet, said.snippet] : []
  const chain = (of: string): readonly string[] => {
    const add = (word: string, kind: string, made: Middleware['settings']): string => {
      const name = `${of}-${word}@${provider}`
      builder.addMiddleware({ name, kind, settings: made })
      return name
    }
    const status = said.errors ?? settings.nginx.errors
    return [
      ...(toHttps && of === key ? [add('redirect-scheme', 'redirectScheme', { scheme: 'https' })] : []),
      ...(errorService === null || status.length === 0
        ? []
        : [add('custom-http-errors', 'errors', { status, service: errorService(of) })]),
      ...(appRoot === null ? [] : [add('app-root', 'appRoot', { path: appRoot })]),
      ...(said.redirectTo === null ? [] : [add('redirect', 'redirectRegex', ofAll(said.redirectTo, path, isPattern))]),
      ...(said.authType === null ? [] : [add(`${said.authType}-auth`, `${said.authType}Auth`, {})]),
      ...(said.allowed.length > 0 ? [add('allowed-source-range', 'ipAllowList', { sourceRange: said.allowed })] : []),
      ...(said.isCors ? [add('cors', 'headers', { accessControlAllowMethods: ['*'] })] : []),
      ...(said.rewrite === null || said.rewrite === path
        ? []
        : [add('rewrite-target', 'rewriteTarget', { regex: path ?? '', replacement: said.rewrite })]),
      ...(authUrl === null && snippets.every((one) => one === '')
        ? []
        : [
            add('snippet', 'snippet', {
              ...(authUrl !== null && { auth: { address: authUrl } }),
              work: snippets.map(snippetWork),
            }),
          ]),
    ]
  }
  return { plain: chain(key), secure: isPassedOn ? [] : chain(`${key}-tls`) }
}

function ofAll(
  { url, status }: NonNullable<NginxSaid['redirectTo']>,
  path: string | null,
  isPattern: boolean,
): Middleware['settings'] {
  const regex = isPattern ? `^https?://[^/]+${path ?? ''}` : '.*'
  return { regex, replacement: url, statusCode: status }
}
