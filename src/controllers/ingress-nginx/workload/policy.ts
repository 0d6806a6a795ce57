/** What a controller allows, and how it fills in defaults: by its release, its flags and its ConfigMap. */
import { isAssumed, type Release } from '../../../domain/controllers/controller.js'
import type { NamespacedName } from '../../../domain/objects/ref.js'
import type { ConfigMap } from '../../../domain/objects/workloads.js'
import { parseBool, parseInteger, parseUrl } from '../../shared/go/values.js'
import { type PathRule, pathRuleOf } from './path-rule.js'
import { nginxPorts } from './ports.js'
import type { Settings } from './settings.js'
import { isSince, type Version, versionOf } from './version.js'

/** https://github.com/kubernetes/ingress-nginx/blob/main/docs/user-guide/nginx-configuration/annotations-risk.md */
export type Risk = 'Low' | 'Medium' | 'High' | 'Critical'

export interface Policy {
  /** false: nobody was seen who runs with these settings, so that usual ones stand in */
  readonly isSeen: boolean
  /** major, minor, patch; of a build whose numbers do not compare: those of the last release */
  readonly version: Version
  /** false: the ConfigMap could not be seen, so whatever it may say stands at its default */
  readonly configMapSeen: boolean
  readonly annotationsPrefix: string
  readonly allowSnippets: boolean
  readonly riskLevel: Risk
  readonly validatesAnnotations: boolean
  readonly strictPathTypes: boolean
  /** by which a path drops its Ingress; null: by none */
  readonly pathRule: PathRule | null
  readonly crossNamespace: boolean
  /** words that no annotation value may contain; the empty word is in every value */
  readonly wordBlocklist: readonly string[]
  readonly deepInspect: boolean
  readonly disableCatchAll: boolean
  readonly externalNames: boolean
  readonly sslPassthrough: boolean
  /** for hosts with TLS and no certificate of their own; null: the controller makes one up */
  readonly defaultCertificate: NamespacedName | null
  readonly topologyAware: boolean
  /** defaults of annotations, from the ConfigMap */
  readonly sslRedirect: boolean
  readonly forceSslRedirect: boolean
  readonly preserveTrailingSlash: boolean
  readonly usePortInRedirects: boolean
  readonly relativeRedirects: boolean
  readonly serviceUpstream: boolean
  readonly redirectCode: number
  /** locations below which http is never redirected to https */
  readonly noTlsRedirect: readonly string[]
  readonly noAuth: readonly string[]
  readonly globalAuthUrl: string | null
  /** where who is not known is sent; null: nowhere */
  readonly globalAuthSignin: string | null
  /** of its query, with the way back; '': the usual one */
  readonly globalAuthSigninParameter: string
  readonly globalAllowedResponseHeaders: readonly string[]
  readonly customHttpErrors: readonly number[]
  readonly allowlist: readonly string[]
  readonly denylist: readonly string[]
  readonly blockCidrs: readonly string[]
  readonly blockUserAgents: readonly string[]
  readonly blockReferers: readonly string[]
  /** who may see the status page of nginx on the default server */
  readonly statusAllowlist: readonly string[]
  readonly healthPath: string
  /** TLS with a name that no server has is refused */
  readonly sslRejectHandshake: boolean
  readonly useForwardedHeaders: boolean
  /** by which clients come in; null: not told */
  readonly publishService: NamespacedName | null
  /** of nginx */
  readonly httpPort: number
  readonly httpsPort: number
  /** where each of its servers listens on all addresses; none where it is told on which */
  readonly ownListens: ReadonlySet<string>
  /** it is not told to leave such addresses out: wherever the kernel knows them, each pod has one of its own at the loopback */
  readonly hasIpv6: boolean
  /** the header that tells the client's address; null: nobody is asked for it but the connection */
  readonly realIpHeader: string | null
  /** proxies that are believed */
  readonly trustedProxies: readonly string[]
  readonly useHttp2: boolean
  readonly underscoresInHeaders: boolean
  /** proxy-ssl-* of an Ingress count for its own paths, and not for the rest of the host */
  readonly proxySslLocationOnly: boolean
  /** where it stands that is told of below; null: it names none */
  readonly configMap: NamespacedName | null
  /** as it stands there */
  readonly entries: Readonly<Record<string, string>>
  /** of the ConfigMap itself, which nobody reads */
  readonly configAnnotations: readonly string[]
  /** is ModSecurity on where no annotation says so */
  readonly modSecurity: boolean
  /** of the ConfigMap; '' where there is none */
  readonly mainSnippet: string
  readonly streamSnippet: string
  readonly httpSnippet: string
  readonly serverSnippet: string
  readonly locationSnippet: string
}

export interface Governed {
  /** of the workload. Absent: it is of no matter */
  readonly kind?: string
  readonly settings: Settings
  readonly release: Release
}

/**
 * A value that the controller cannot read leaves its default in force, as it does there.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/template/configmap.go
 * @param configMap undefined: there is none; null: not seen
 */
export function policyOf({ kind = '', settings, release }: Governed, configMap: ConfigMap | undefined | null): Policy {
  const version = versionOf(release)
  const data = configMap?.data ?? {}
  const flag = (key: string, usual: boolean) => flagOf(data[key], usual)
  const since = (minor: number, patch = 0) => isSince(version, [1, minor, patch])
  const { http, https } = nginxPorts(settings)
  return {
    isSeen: !isAssumed({ kind }),
    version,
    configMapSeen: configMap !== null,
    annotationsPrefix: settings.annotationsPrefix,
    allowSnippets: since(0, 1) ? flag('allow-snippet-annotations', !since(9)) : true,
    riskLevel: since(9) ? riskOf(data['annotations-risk-level'] ?? (since(12) ? 'High' : 'Critical')) : 'Critical',
    validatesAnnotations: since(9) && (settings.enableAnnotationValidation ?? since(12)),
    strictPathTypes: since(8) && flag('strict-validate-path-type', since(12)),
    pathRule: pathRuleOf(version, data),
    crossNamespace: since(9) ? flag('allow-cross-namespace-resources', !since(12)) : true,
    wordBlocklist: blockedWords(version, data['annotation-value-word-blocklist']),
    deepInspect: since(2) && settings.deepInspect,
    disableCatchAll: settings.disableCatchAll,
    externalNames: !settings.disableSvcExternalName,
    sslPassthrough: settings.enableSslPassthrough,
    defaultCertificate: settings.defaultCertificate,
    topologyAware: settings.topologyAware,
    sslRedirect: flag('ssl-redirect', true),
    forceSslRedirect: flag('force-ssl-redirect', false),
    preserveTrailingSlash: flag('preserve-trailing-slash', false),
    usePortInRedirects: flag('use-port-in-redirects', false),
    relativeRedirects: flag('relative-redirects', false),
    serviceUpstream: flag('service-upstream', false),
    redirectCode: redirectCode(data['http-redirect-code']),
    noTlsRedirect: listOf(data['no-tls-redirect-locations'] ?? '/.well-known/acme-challenge').filter(Boolean),
    noAuth: listOf(data['no-auth-locations'] ?? '/.well-known/acme-challenge').filter(Boolean),
    globalAuthUrl: authUrl(data['global-auth-url']),
    globalAuthSignin: authUrl(data['global-auth-signin']),
    globalAuthSigninParameter: data['global-auth-signin-redirect-param'] ?? '',
    globalAllowedResponseHeaders: listOf(data['global-allowed-response-headers']).filter((name) =>
      /^[a-zA-Z\d\-_]+$/.test(name),
    ),
    customHttpErrors: errorCodes(data['custom-http-errors']),
    allowlist: listOf(data['whitelist-source-range']).sort(),
    denylist: listOf(data['denylist-source-range']).sort(),
    blockCidrs: listOf(data['block-cidrs']),
    blockUserAgents: listOf(data['block-user-agents']),
    blockReferers: listOf(data['block-referers']),
    statusAllowlist: [
      ...listOf(data['nginx-status-ipv4-whitelist'] ?? '127.0.0.1'),
      ...listOf(data['nginx-status-ipv6-whitelist'] ?? '::1'),
    ],
    healthPath: settings.healthPath,
    sslRejectHandshake: flag('ssl-reject-handshake', false),
    useForwardedHeaders: flag('use-forwarded-headers', false),
    publishService: settings.publishService,
    httpPort: settings.httpPort,
    httpsPort: settings.httpsPort,
    hasIpv6: !flag('disable-ipv6', false),
    ownListens: new Set(data['bind-address'] ? [] : [http, https].map((port) => `0.0.0.0:${port}`)),
    realIpHeader: realIpHeader(data, flag),
    trustedProxies: listOf(data['proxy-real-ip-cidr'] ?? '0.0.0.0/0'),
    useHttp2: flag('use-http2', true),
    underscoresInHeaders: flag('enable-underscores-in-headers', false),
    proxySslLocationOnly: flag('proxy-ssl-location-only', false),
    configMap: settings.configMap,
    entries: data,
    configAnnotations: Object.keys(configMap?.metadata.annotations ?? {}),
    modSecurity: flag('enable-modsecurity', false),
    mainSnippet: data['main-snippet'] ?? '',
    streamSnippet: data['stream-snippet'] ?? '',
    httpSnippet: data['http-snippet'] ?? '',
    serverSnippet: data['server-snippet'] ?? '',
    locationSnippet: data['location-snippet'] ?? '',
  }
}

/** An unknown word is the lowest level: https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/parser/main.go */
function riskOf(text: string): Risk {
  const levels: readonly Risk[] = ['Critical', 'High', 'Medium']
  return levels.find((level) => level.toLowerCase() === text.toLowerCase()) ?? 'Low'
}

/** What 1.0.5 blocked where nothing was said, withdrawn by https://github.com/kubernetes/ingress-nginx/pull/7942 */
const blockedOnce = [
  'load_module',
  'lua_package',
  '_by_lua',
  'location',
  'root',
  'proxy_pass',
  'serviceaccount',
].concat(['{', '}', "'", '\\'])

/**
 * Words are not trimmed: a blank after a comma belongs to the word. 1.0.5, the first release with a blocklist, took an
 * empty text for the one empty word, which is in every value. https://github.com/kubernetes/ingress-nginx/pull/7874
 */
function blockedWords(version: Version, text: string | undefined): readonly string[] {
  const isFirst = version.join('.') === '1.0.5'
  if (!isSince(version, [1, 0, 5])) return []
  if (text === undefined) return isFirst ? blockedOnce : []
  return text === '' && !isFirst ? [] : text.trim().split(',')
}

/** The decoder of the ConfigMap takes an empty text for false. */
function flagOf(text: string | undefined, usual: boolean): boolean {
  if (text === undefined) return usual
  return text === '' ? false : (parseBool(text) ?? usual)
}

function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .filter((item) => item !== '')
    .map((item) => item.trim())
}

function redirectCode(text: string | undefined): number {
  const code = parseInteger(text ?? '')
  return code !== null && [301, 302, 307, 308].includes(code) ? code : 308
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl (real_ip_header) */
function realIpHeader(
  data: Readonly<Record<string, string>>,
  flag: (key: string, usual: boolean) => boolean,
): string | null {
  const [forwarded, protocol] = [flag('use-forwarded-headers', false), flag('use-proxy-protocol', false)]
  if (forwarded && protocol) return data['forwarded-for-proxy-protocol-header'] || 'X-Forwarded-For-Proxy-Protocol'
  if (protocol) return 'proxy_protocol'
  return forwarded || flag('enable-real-ip', false) ? data['forwarded-for-header'] || 'X-Forwarded-For' : null
}

function errorCodes(text: string | undefined): number[] {
  return listOf(text)
    .map(parseInteger)
    .filter((code): code is number => code !== null && code > 299 && code < 600)
}

function authUrl(text: string | undefined): string | null {
  const url = parseUrl(text ?? '')
  return text && url && url.scheme !== '' && url.host !== '' && !url.host.includes('..') ? text : null
}

/** Is nobody asked who may pass below this path (`no-auth-locations`). */
export function isExempt(path: string, { noAuth }: Policy): boolean {
  return noAuth.some((prefix) => path.startsWith(prefix))
}
