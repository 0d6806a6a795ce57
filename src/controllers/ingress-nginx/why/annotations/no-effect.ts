/** Annotations that are right, and do nothing where they stand: another Ingress decides, or nobody reads them there. */
import type { RoutingFacts } from '../../../../domain/controllers/routing-facts.js'
import { ruleHosts } from '../../../../domain/objects/ingress-hosts.js'
import { pathsOf } from '../../../../domain/objects/ingress-paths.js'
import { isSame, refOf } from '../../../../domain/objects/ref.js'
import { parseBool } from '../../../shared/go/values.js'
import { known } from '../../annotations/known/catalogue.js'
import { verifiedByOther } from '../../model/backend-tls.js'
import { rewrites } from '../../model/expand.js'
import { hostOnHttp } from '../../model/https-redirect.js'
import { fatesOf, firstWith, keptBy, serverNamesOf, upstreamsOf } from '../../model/of-one.js'
import { defaultServer, type Kept, type Model, type Upstream } from '../../model/types.js'
import { isSince } from '../../workload/version.js'
import { type Cause, remark } from '../cause.js'
import { type Ineffective, raw, setBy } from './ineffective.js'
import { ofHosts } from './no-effect-hosts.js'

export function noEffectCauses(model: Model, facts: RoutingFacts, own: Kept): Cause[] {
  const found = own.annotations.canary === null ? ofOrdinary(model, facts, own) : ofCanary(model, own)
  return [
    ...labelCauses(model, own),
    ...found.map(({ annotations, where }) => {
      const [first] = annotations
      return remark(
        'no-effect',
        { annotations, where },
        { field: `metadata.annotations["${model.policy.annotationsPrefix}/${first}"]` },
      )
    }),
  ]
}

/** Annotations that stand where labels are. */
function labelCauses({ policy: { annotationsPrefix } }: Model, { ingress: { metadata } }: Kept): Cause[] {
  const names = Object.keys(metadata.labels ?? {}).filter((one) => one.startsWith(`${annotationsPrefix}/`))
  const [first] = names
  if (first === undefined) return []
  const annotations = names.map((one) => one.slice(annotationsPrefix.length + 1))
  return [remark('no-effect', { annotations, where: { is: 'label' } }, { field: `metadata.labels["${first}"]` })]
}

/**
 * They are read of a canary's upstream; all else is that of the location, which a canary does not have, or that of the
 * upstream it stands beside, whose cookie it takes over.
 */
const ofUpstream = /^(?:canary(?:-.*)?|affinity-canary-behavior|upstream-hash-by.*|load-balance|service-upstream)$/

/** The same annotation on what it tries out is meant to be a copy. */
function ofCanary(model: Model, own: Kept): Ineffective[] {
  const fates = fatesOf(model, own)
  const hasLocation = own.asked.some(({ location }) => location !== null)
  if (hasLocation || !fates.some(({ fate }) => fate === 'merged')) return []
  const mains = fates.flatMap(({ host, path }) => {
    const server = model.servers.get(host ?? defaultServer)
    return path === null ? [] : (server?.byPath.get(path)?.owner ?? [])
  })
  const annotations = setBy(model, own).filter(
    (name) =>
      known.has(name) &&
      !ofUpstream.test(name) &&
      !mains.some((main) => raw(model, main, name) === raw(model, own, name)),
  )
  return annotations.length === 0 ? [] : [{ annotations, where: { is: 'canary' } }]
}

function ofOrdinary(model: Model, facts: RoutingFacts, own: Kept): Ineffective[] {
  const prefix = `${model.policy.annotationsPrefix}/`
  if (!Object.keys(own.ingress.metadata.annotations ?? {}).some((name) => name.startsWith(prefix))) return []
  const rules = own.ingress.spec?.rules ?? []
  return rules.length === 0
    ? ofCatchAll(model, own)
    : [
        ...ofShared(model, own),
        ...ofHosts(model, own),
        ...ofProtocol(model, own),
        ...ofOtherProtocol(model, own),
        ...ofRelease(model, own),
        ...ofMain(model, own),
        ...ofService(model, facts, own),
        ...ofHttp(model, own),
        ...ofRedirect(model, own),
        ...ofCookie(model, own),
        ...ofHash(model, own),
        ...ofCors(model, own),
        ...ofPassthrough(model, own),
      ]
}

/** Certificates of clients are a matter of TLS: https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_verify_client */
function ofHttp(model: Model, own: Kept): Ineffective[] {
  const { authTls } = own.annotations
  if (authTls?.secret == null || authTls.error !== null || authTls.verifyClient !== 'on') return []
  const open = hostOnHttp(model, own)
  return open === undefined ? [] : [{ annotations: ['auth-tls-secret'], where: { is: 'http', host: open } }]
}

/** What the ConfigMap forces, an annotation must take back by the same name. */
function ofRedirect(model: Model, own: Kept): Ineffective[] {
  const isForced = model.policy.forceSslRedirect && own.annotations.rewrite.forceSslRedirect
  const isOff = parseBool(raw(model, own, 'ssl-redirect') ?? '') === false
  return isForced && isOff ? [{ annotations: ['ssl-redirect'], where: { is: 'forced' } }] : []
}

/** With `service-upstream` there is one endpoint; but a headless Service has no address of its own that could be called in the place of its pods. */
function ofService(model: Model, { inventory }: RoutingFacts, own: Kept): Ineffective[] {
  if (!own.annotations.serviceUpstream) return []
  const services = pathsOf(own.ingress).flatMap(({ backend }) => {
    const name = backend?.service?.name
    return name === undefined ? [] : (inventory.service({ namespace: own.ref.namespace, name }) ?? [])
  })
  const headless = services.find(({ spec }) => spec?.clusterIP === 'None')
  if (headless === undefined) {
    const annotations = setBy(model, own).filter((name) => /^(?:affinity|upstream-hash-by|load-balance)$/.test(name))
    return annotations.length === 0 ? [] : [{ annotations, where: { is: 'one-address' } }]
  }
  return [{ annotations: ['service-upstream'], where: { is: 'headless', service: refOf(headless) } }]
}

/** Is there any request below a path that a browser sends the cookie with. https://www.rfc-editor.org/rfc/rfc6265#section-5.1.4 */
function shares(path: string, cookiePath: string): boolean {
  // What comes before a pattern is a text.
  const [text = ''] = path.split(/[$()[\]*+?|\\^]/, 1)
  const holds = (outer: string, inner: string) => `${inner}/`.startsWith(outer.endsWith('/') ? outer : `${outer}/`)
  return (
    cookiePath === '' ||
    holds(cookiePath, text) ||
    (text === path ? holds(path, cookiePath) : cookiePath.startsWith(text))
  )
}

/** The cookie of a path is sent back for that path, and a pattern is the path of no request. */
function ofCookie(model: Model, own: Kept): Ineffective[] {
  if (own.annotations.affinity === null) return []
  const said = raw(model, own, 'session-cookie-path')
  if (said !== undefined) {
    const apart = own.asked.find(({ location, path }) => location !== null && !shares(path, said))
    return apart === undefined
      ? []
      : [{ annotations: ['affinity'], where: { is: 'cookie-path', path: apart.path, said } }]
  }
  const pattern = own.asked.find(
    ({ location, path }) =>
      location !== null &&
      (own.annotations.rewrite.useRegex || rewrites(location, path)) &&
      /[$()[\]*+?|\\^]/.test(path),
  )
  if (pattern === undefined) return []
  return [{ annotations: ['affinity'], where: { is: 'cookie-path', path: pattern.path } }]
}

/**
 * What does not change with the request is one and the same for all.
 * https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/lua/balancer.lua (get_implementation)
 */
function ofHash(model: Model, own: Kept): Ineffective[] {
  const value = raw(model, own, 'upstream-hash-by')
  if (value === undefined) return []
  const sticky = own.annotations.serviceUpstream ? null : stickyBy(model, own)
  if (sticky !== null)
    return [
      { annotations: ['upstream-hash-by'], where: { is: 'sticky', ...(sticky !== own && { other: sticky.ref }) } },
    ]
  if (value.includes('$')) return []
  return [{ annotations: ['upstream-hash-by'], where: { is: 'constant' } }]
}

/** Whose cookie decides for all of its backends: a Service and port have one for all Ingresses. */
function stickyBy(model: Model, own: Kept): Kept | null {
  if (own.annotations.affinity !== null) return own
  const found = upstreamsOf(model, own).map(({ affinity }) => affinity && firstWith(model, 'affinity', affinity))
  return found.every((one) => one) ? (found[0] ?? null) : null
}

/** To a request with cookies browsers want its own origin named: https://fetch.spec.whatwg.org/#cors-check */
function ofCors(model: Model, own: Kept): Ineffective[] {
  const { corsOrigins, corsCredentials } = own.annotations.access
  const isSaid = corsCredentials && raw(model, own, 'cors-allow-credentials') !== undefined
  return isSaid && corsOrigins?.[0] === '*'
    ? [{ annotations: ['cors-allow-credentials'], where: { is: 'any-origin' } }]
    : []
}

/** What decides about requests, or changes them: of a connection that is passed on nobody reads any. */
const ofRequests =
  /^(?:auth-(?:url|type|secret|tls-secret)|(?:white|allow|deny)list-source-range|limit-(?:rp[sm]|connections)|rewrite-target|app-root|(?:permanent|temporal)-redirect|enable-cors|configuration-snippet|upstream-vhost|canary|affinity|custom-http-errors|custom-headers|mirror-target|enable-modsecurity|modsecurity-snippet|x-forwarded-prefix)$/

/** A connection that is passed on has no path: it goes to the Service of /. */
function ofPassthrough(model: Model, own: Kept): Ineffective[] {
  if (!own.annotations.sslPassthrough || !model.policy.sslPassthrough) return []
  if (ruleHosts(own.ingress).length === 0) return [{ annotations: ['ssl-passthrough'], where: { is: 'no-name' } }]
  return [...new Set(ruleHosts(own.ingress))].flatMap((host): Ineffective[] => {
    const { sslPassthrough = false, byPath } = model.servers.get(host) ?? {}
    if (sslPassthrough && byPath?.get('/')?.isDefault === true)
      return [{ annotations: ['ssl-passthrough'], where: { is: 'no-root', host } }]
    const annotations = model.passed.has(host) ? setBy(model, own).filter((name) => ofRequests.test(name)) : []
    return annotations.length === 0 ? [] : [{ annotations, where: { is: 'passed', host } }]
  })
}

/** TLS with the pods is spoken where backend-protocol says so, and gRPC reads statements of its own for it. */
function ofProtocol(model: Model, own: Kept): Ineffective[] {
  const { proxySsl, backendProtocol: protocol } = own.annotations
  if (proxySsl === null || protocol === 'HTTPS' || protocol === 'AUTO_HTTP') return []
  if (serverNamesOf(own).some((host) => verifiedByOther(model, host).length > 0)) return []
  const annotations = setBy(model, own).filter((name) => name.startsWith('proxy-ssl-'))
  return [{ annotations, where: { is: 'protocol', protocol } }]
}

/** Of what is written for proxy_pass alone, by the protocol that has statements of its own. Timeouts there are of gRPC, too. */
const ofHttpAlone =
  /^proxy-(?:buffering|buffer-size|buffers-number|busy-buffers-size|cookie-.*|redirect-.*|http-version|request-buffering|max-temp-file-size|next-upstream.*)$/
const waits = /^proxy-(?:connect|send|read)-timeout$/

function ofOtherProtocol(model: Model, own: Kept): Ineffective[] {
  const { backendProtocol: protocol } = own.annotations
  if (!['GRPC', 'GRPCS', 'FCGI'].includes(protocol)) return []
  const annotations = setBy(model, own).filter(
    (name) => ofHttpAlone.test(name) || (protocol === 'FCGI' && waits.test(name)),
  )
  return annotations.length === 0 ? [] : [{ annotations, where: { is: 'http-only', protocol } }]
}

/** https://nginx.org/en/CHANGES (1.25.1) */
function ofRelease(model: Model, own: Kept): Ineffective[] {
  const isOn = parseBool(raw(model, own, 'http2-push-preload') ?? '') === true
  return isOn && isSince(model.policy.version, [1, 10, 0])
    ? [{ annotations: ['http2-push-preload'], where: { is: 'push' } }]
    : []
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go (mergeAlternativeBackend) */
function ofMain(model: Model, own: Kept): Ineffective[] {
  const name = 'affinity-canary-behavior'
  return raw(model, own, name) === 'legacy' ? [{ annotations: [name], where: { is: 'main' } }] : []
}

/** A default backend without rules takes over neither redirects nor rewrites, nor what belongs to a host or to the cookies of a path. */
const notTakenOver =
  /^(?:permanent-redirect|temporal-redirect|app-root|rewrite-target|use-regex|(?:force-)?ssl-redirect|preserve-trailing-slash|use-port-in-redirects|from-to-www-redirect|relative-redirects|server-alias|server-snippet|affinity|affinity-mode|session-cookie-.*|auth-tls-.*|ssl-ciphers|ssl-prefer-server-ciphers|ssl-passthrough)$/

function ofCatchAll(model: Model, own: Kept): Ineffective[] {
  const owner = model.servers.get(defaultServer)?.locations[0]?.owner
  if (!owner || !isSame(owner.ref, own.ref)) return []
  const annotations = setBy(model, own).filter((name) => notTakenOver.test(name))
  return annotations.length === 0 ? [] : [{ annotations, where: { is: 'default-backend' } }]
}

/** How the endpoints of a Service are chosen is decided by whoever names it first. */
function ofShared(model: Model, own: Kept): Ineffective[] {
  const names = ['upstream-hash-by', 'upstream-hash-by-subset', 'upstream-hash-by-subset-size', 'load-balance'].filter(
    (name) => raw(model, own, name) !== undefined,
  )
  if (names.length === 0 && own.annotations.affinity === null) return []
  const upstreams = upstreamsOf(model, own)
  const [first] = upstreams
  if (first === undefined) return []
  const shared = names.flatMap((annotation) => {
    const others = upstreams.map(({ creator }) => keptBy(model, creator))
    const isLost = others.every(
      (other) => other !== undefined && other !== own && raw(model, other, annotation) !== raw(model, own, annotation),
    )
    return isLost && first.creator !== null ? [lost(annotation, first, first.creator)] : []
  })
  return [...shared, ...ofSharedCookie(model, own, upstreams)]
}

/** There is one cookie for a Service and port, as the Ingress has it that comes last. */
function ofSharedCookie(model: Model, own: Kept, upstreams: readonly Upstream[]): Ineffective[] {
  const { affinity } = own.annotations
  const [first] = upstreams
  if (affinity === null || first === undefined || upstreams.some((one) => one.affinity === affinity)) return []
  const other = firstWith(model, 'affinity', first.affinity)
  const annotations = setBy(model, own).filter(
    (name) => name.startsWith('session-cookie-') && other && raw(model, other, name) !== raw(model, own, name),
  )
  if (other === undefined || annotations.length === 0) return []
  return [{ annotations, where: { is: 'shared-cookie', upstream: first.name, other: other.ref } }]
}

function lost(annotation: string, { name }: Upstream, other: Kept['ref']): Ineffective {
  return { annotations: [annotation], where: { is: 'shared-upstream', upstream: name, other } }
}
