/**
 * Values of annotations that nginx refuses as the controller writes them: each is put into its statement, as the template
 * does, and looked at there. https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl
 */
import { told } from '../../../../domain/findings/finding.js'
import { maskKeys } from '../../../../domain/masking/field.js'
import { maskText } from '../../../../domain/masking/text.js'
import { refKey } from '../../../../domain/objects/ref.js'
import { faultIn, type Surroundings } from '../../../../languages/nginx/check/check.js'
import { parseInteger } from '../../../shared/go/values.js'
import type { ConfFlaw } from '../../../shared/nginx/breaks.js'
import { quoted } from '../../../shared/nginx/quote.js'
import { maskAnnotation } from '../../discretion/discretion.js'
import { isSince, type Version } from '../../workload/version.js'
import { rewrites } from '../expand.js'
import { keptOn, serverNamesOf } from '../of-one.js'
import type { Kept, Location, Model } from '../types.js'
import { bufferFault, buffersIn, buffersOf, buffersOfAll } from './buffer.js'
import { quotesPaths } from './conf.js'
import { tempFileSize, whole } from './config.js'
import { declaredIn } from './declared.js'

/** A value as it is written; null: it is not written at all. */
type Statement = (value: string, read: (annotation: string) => string, version: Version) => string | null

const raw =
  (before: string): Statement =>
  (value) =>
    `${before} ${value};`

const inQuotes =
  (before: string): Statement =>
  (value) =>
    `${before} ${quoted(value)};`

/** Each of them written where its location is. */
const statements: ReadonlyMap<string, Statement> = new Map<string, Statement>([
  ['permanent-redirect', (value, read) => (read('temporal-redirect') === '' ? `return 301 ${value};` : null)],
  ['temporal-redirect', raw('return 302')],
  ['proxy-cookie-domain', raw('proxy_cookie_domain')],
  ['proxy-cookie-path', raw('proxy_cookie_path')],
  ['proxy-redirect-from', redirectFrom],
  ['proxy-http-version', raw('proxy_http_version')],
  ['proxy-buffering', raw('proxy_buffering')],
  ['proxy-request-buffering', raw('proxy_request_buffering')],
  ['proxy-max-temp-file-size', tempFileSize],
  ['proxy-next-upstream', raw('proxy_next_upstream')],
  ['proxy-buffer-size', raw('proxy_buffer_size')],
  ['proxy-connect-timeout', whole('proxy_connect_timeout', 's')],
  ['proxy-send-timeout', whole('proxy_send_timeout', 's')],
  ['proxy-read-timeout', whole('proxy_read_timeout', 's')],
  ['proxy-next-upstream-timeout', whole('proxy_next_upstream_timeout')],
  ['proxy-next-upstream-tries', whole('proxy_next_upstream_tries')],
  [
    'proxy-ssl-verify-depth',
    (value, read) => (read('proxy-ssl-secret') === '' ? null : whole('proxy_ssl_verify_depth')(value)),
  ],
  ['connection-proxy-header', raw('proxy_set_header Connection')],
  ['upstream-vhost', inQuotes('proxy_set_header Host')],
  ['auth-realm', (value, read) => (read('auth-type') === 'basic' ? `auth_basic ${quoted(value)};` : null)],
  ['auth-url', inQuotes('set $target')],
  ['auth-signin', raw('return 302')],
  ['auth-request-redirect', raw('proxy_set_header X-Auth-Request-Redirect')],
  ['auth-cache-key', (value) => `set $tmp_cache_key 'x${value}';`],
  ['cors-allow-headers', withCors('Access-Control-Allow-Headers')],
  ['cors-allow-methods', withCors('Access-Control-Allow-Methods')],
  ['cors-expose-headers', withCors('Access-Control-Expose-Headers')],
  ['mirror-target', mirrorTarget],
  ['mirror-host', (value, read) => (read('mirror-target') === '' ? null : `proxy_set_header Host ${value};`)],
])

/** What asks who a client is has a location of its own, which is there though nobody gets in. */
const ofAuthLocation: ReadonlySet<string> = new Set(['auth-url', 'auth-request-redirect', 'auth-cache-key'])

function isWritten({ annotations: { access, denied } }: Kept, annotation: string): boolean {
  const isOfAuth = ofAuthLocation.has(annotation)
  const isAsked = access.externalAuth !== null || !(isOfAuth || annotation === 'auth-signin')
  return isAsked && (denied === null || isOfAuth)
}

function redirectFrom(value: string, read: (annotation: string) => string): string | null {
  const to = read('proxy-redirect-to') || 'off'
  if (value === 'default' || value === 'off') return `proxy_redirect ${value};`
  return to === 'off' ? null : `proxy_redirect ${value} ${to};`
}

function withCors(header: string): Statement {
  return (value, read) =>
    /^(?:1|t|true)$/i.test(read('enable-cors')) ? `more_set_headers '${header}: ${value}';` : null
}

/**
 * The host that a mirror is sent with is written since 1.2.1. Without one the mirror is left out since 1.8.1:
 * https://github.com/kubernetes/ingress-nginx/pull/8178, /9889
 */
function mirrorTarget(value: string, read: (annotation: string) => string, version: Version): string | null {
  const own = read('mirror-host')
  const host = own === '' ? mirrorHost(value) : own
  if (host === '' && isSince(version, [1, 8, 1])) return null
  const pass = `proxy_pass ${isSince(version, version[1] === 11 ? [1, 11, 5] : [1, 12, 1]) ? quoted(value) : value};`
  const isWritten = isSince(version, [1, 2, 1]) && !isSince(version, [1, 8, 1])
  return isWritten && own === '' ? `proxy_set_header Host ${host};\n${pass}` : pass
}

const bufferNames = ['proxy-buffer-size', 'proxy-buffers-number', 'proxy-busy-buffers-size', 'proxy-max-temp-file-size']

/** What belongs to a host is taken from the first Ingress of it that has it. */
function isFirst(model: Model, own: Kept, name: string): boolean {
  return serverNamesOf(own).some(
    (host) => keptOn(model, host).find(({ ingress }) => ingress.metadata.annotations?.[name]) === own,
  )
}

function hostOf(url: string): string {
  return /^[a-z]+:\/\/(?:[^@/]*@)?([^/?#]*)/i.exec(url)?.[1] ?? ''
}

/** As the URL parser of Go has it: a port that is no number makes it no URL, and so does a missing scheme. */
function mirrorHost(target: string): string {
  const [, authority = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(target) ?? []
  const [, host = '', port] = /^(?:[^@]*@)?(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority) ?? []
  return port !== undefined && !/^\d*$/.test(port) ? '' : (host.split('$', 1)[0] ?? '')
}

const plain: Omit<Surroundings, 'declared' | 'context'> = {
  beside: new Set(),
  location: null,
  locations: new Set(),
  // No value of an annotation stands where a zone is named.
  zones: null,
}

export function valueFlaws(model: Model): ConfFlaw[] {
  const { variables } = declaredIn(model)
  const looked = new Set<Kept>()
  return [...model.servers.values()].flatMap(({ host, locations, authTlsError }) => {
    if (authTlsError !== null) return []
    return locations.flatMap((location) => {
      const { owner } = location
      if (owner === null || looked.has(owner)) return []
      looked.add(owner)
      return ofOwner(model, owner, location, host, variables)
    })
  })
}

function ofOwner(
  model: Model,
  owner: Kept,
  location: Location,
  host: string,
  declared: ReadonlySet<string>,
): ConfFlaw[] {
  const { policy, flaws } = model
  const { annotationsPrefix: prefix, version } = policy
  const written = owner.ingress.metadata.annotations ?? {}
  const hasOwn = Object.keys(written).some((name) => name.startsWith(`${prefix}/`))
  if (!hasOwn && owner.annotations.access.externalAuth === null) return []
  // What was refused already is not written.
  const refused = new Set((flaws.get(refKey(owner.ref)) ?? []).map(({ facts }) => facts.annotation))
  const read = (name: string) => (refused.has(name) ? '' : (written[`${prefix}/${name}`] ?? '').trim())
  const found: ConfFlaw[] = []
  const note = (annotation: string, refusal: string | null | undefined) => {
    if (refusal == null) return
    const value = maskAnnotation(annotation, read(annotation)) ?? maskText(read(annotation))
    const facts = {
      annotation,
      value: value.slice(0, 300),
      refusal: maskKeys(refusal).slice(0, 300),
      others: [owner.ref],
    }
    found.push({ found: told('value-breaks', facts), host, path: null, ingresses: [owner.ref] })
  }
  const check = (text: string | null, context: Surroundings['context'] = 'l') =>
    text === null ? null : faultIn(text, { ...plain, context, declared, isUnknownHost: model.isUnknownHost })?.text
  const { rewrite, aliases } = owner.annotations
  if (rewrite.appRoot !== '') note('app-root', check(`return 302 $scheme://$http_host${rewrite.appRoot};`, 'S'))
  for (const alias of aliases)
    note('server-alias', check(`server_name ${quotesPaths(version) ? quoted(alias) : alias};`, 's'))
  const ciphers = read('ssl-ciphers')
  if (ciphers !== '' && isFirst(model, owner, `${prefix}/ssl-ciphers`))
    note('ssl-ciphers', check(`ssl_ciphers ${ciphers};`, 's'))
  const depth = read('auth-tls-secret') === '' ? null : parseInteger(read('auth-tls-verify-depth'))
  if (depth !== null) note('auth-tls-verify-depth', check(`ssl_verify_depth ${depth};`, 's'))
  for (const name in written) {
    if (!name.startsWith(`${prefix}/`)) continue
    const annotation = name.slice(prefix.length + 1)
    const statement = isWritten(owner, annotation) ? statements.get(annotation) : undefined
    if (statement !== undefined && read(annotation) !== '')
      note(annotation, check(statement(read(annotation), read, version)))
  }
  // A location that refuses everybody holds nothing else.
  if (owner.annotations.denied !== null) return found
  if (rewrites(location, location.path)) note('rewrite-target', check(`rewrite x ${rewrite.target} break;`))
  const { externalAuth } = owner.annotations.access
  if (externalAuth?.isLua) note('auth-url', check(`upstream x { server ${hostOf(externalAuth.url)}; }`, 'h'))
  const own = buffersIn(read, version)
  const all = buffersOfAll(policy)
  // What the ConfigMap alone brings about is told of it.
  const ofBuffers = bufferFault(all) === null ? bufferFault(buffersOf(own, all)) : null
  const set = [ofBuffers?.name ?? '', ...bufferNames].find((name) => read(name) !== '')
  if (ofBuffers !== null && set !== undefined) note(set, ofBuffers.refusal)
  return found
}
