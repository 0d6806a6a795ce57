/** What people write most often, and what it does not mean. */

import type { WithoutHttp2 } from '../../../../domain/findings/acting-facts.js'
import type { ServicePort } from '../../../../domain/objects/objects.js'
import { onceFor } from '../../../../domain/remember.js'
import type { ServiceBackend } from '../../../../domain/requests/trace.js'
import { servicePort } from '../../../../domain/routes/resolve-endpoints.js'
import { backendTls } from '../../model/backend-tls.js'
import { registeredFor } from '../../model/certificates.js'
import { authUrlOf } from '../../model/error-pages.js'
import { isRegexHost, rewrites } from '../../model/expand.js'
import { firstWith, isPassedOn } from '../../model/of-one.js'
import { type Asked, type Kept, serverOf } from '../../model/types.js'
import { isSince, type Version } from '../../workload/version.js'
import { blocking, type Cause, remark, together } from '../cause.js'
import type { RuleFacts } from '../part.js'
import { groupsIn } from '../paths.js'

/** Of an Ingress with a sign-in page of its own. */
export function signinCauses({ model, reaches }: Pick<RuleFacts, 'model' | 'reaches'>, own: Kept): Cause[] {
  const { externalAuth, globalAuth } = own.annotations.access
  const isGlobal = externalAuth === null && globalAuth && model.policy.globalAuthSignin !== null
  if (!externalAuth?.signin && !isGlobal) return []
  const hosts = (own.ingress.spec?.rules ?? []).flatMap(({ host, http }) =>
    host && !host.startsWith('*') ? [{ host, path: http?.paths?.[0]?.path || '/' }] : [],
  )
  const field = isGlobal ? null : `metadata.annotations["${model.policy.annotationsPrefix}/auth-signin"]`
  const [loop] = hosts.flatMap(({ host, path }) => reaches.loopOf(host, path) ?? [])
  return loop === undefined ? [] : [remark('auth-loop', isGlobal ? { ...loop, isGlobal } : loop, { field })]
}

/** Of one rule that asks an authentication service; over connections that stay open its host is looked up elsewhere. */
export function authCauses(around: Pick<RuleFacts, 'model' | 'authServices'>, own: Kept, asked: Asked): Cause[] {
  const { model, authServices } = around
  const { host, path } = asked
  const { policy } = model
  const { externalAuth, satisfy, allowlist, basicAuth } = own.annotations.access
  const url = authUrlOf(own.annotations, path, policy)
  // Of TLS that is passed through nobody is asked for anything.
  const isAsked = url !== null && !externalAuth?.isLua && !model.passed.has(host ?? '')
  // Where one of several ways in is enough, another one may be open.
  const hasOther = satisfy === 'any' && (allowlist.length > 0 || basicAuth !== null)
  const known = host?.startsWith('*') ? null : host
  const fault = isAsked && !hasOther ? authServices.faultOf(url, known, own.ref.namespace) : null
  if (fault === null) return []
  return externalAuth === null
    ? [blocking('auth-unreachable', { annotation: 'global-auth-url', fault })]
    : [
        blocking(
          'auth-unreachable',
          { annotation: 'auth-url', fault },
          { field: `metadata.annotations["${policy.annotationsPrefix}/auth-url"]` },
        ),
      ]
}

/** Of one rule. */
export function trapCauses(around: Pick<RuleFacts, 'model' | 'facts'>, own: Kept, asked: Asked): readonly Cause[] {
  return together(
    rewriteCauses(own, asked),
    grpcCauses(around, own, asked),
    portCauses(around, own, asked),
    namelessCauses(around, own, asked),
    outsideCauses(around, own, asked),
    passedCauses(around, asked),
    slashCauses(around, own, asked),
  )
}

/** A connection that is passed on has no path, and goes to the Service of /. */
function passedCauses({ model }: Pick<RuleFacts, 'model'>, asked: Asked): Cause[] {
  const { host, location, field } = asked
  const by = model.passed.get(host ?? '')?.source
  if (by == null || location === null || isPassedOn(model, asked)) return []
  return [remark('tls-passed-by', { host: host ?? '', by }, { field })]
}

/** Names that stand for something inside: whoever answers there may well take any host. */
const inside = /\.(?:local|localdomain|internal|intra|lan|corp|home|svc|test)\.?$|^[^.]*$|^[\d.]+$/i

/** Load balancers and machines of clouds, whose owner says which hosts there are: that may well be this one. */
const anyHost =
  /\.(?:elb(?:\.[a-z\d-]+)?\.amazonaws\.com|compute\.amazonaws\.com|cloudapp\.(?:azure\.com|net)|(?:nip|sslip)\.io)\.?$/i

/** Of names of one owner, as far as names tell: a server of `example.com` may well know `shop.example.com`. */
function siteOf(name: string): string {
  const labels = name.toLowerCase().replace(/\.$/, '').split('.')
  return labels.slice(/^(?:com?|org|net|gov|edu|ac)$/.test(labels.at(-2) ?? '') ? -3 : -2).join('.')
}

function outsideCauses(around: Pick<RuleFacts, 'model' | 'facts'>, own: Kept, asked: Asked): Cause[] {
  const { backend, location, field, host } = asked
  if (backend === null || location === null || !/^(?:HTTPS|GRPCS)$/.test(own.annotations.backendProtocol)) return []
  const target = outsideOf(around, own, asked, backend)
  const service = { namespace: backend.namespace, name: backend.service }
  return target === null
    ? []
    : [remark('outside-host', { service, target, host }, { field: `${field}.backend.service` })]
}

/** The name outside of the cluster that the Service leads to, where its server is asked for a host of another owner. */
function outsideOf(
  { model, facts }: Pick<RuleFacts, 'model' | 'facts'>,
  { annotations: { upstreamVhost, snippets } }: Kept,
  { host }: Asked,
  { namespace, service: name }: ServiceBackend,
): string | null {
  if (upstreamVhost !== '' || /host/i.test(snippets.get('configuration-snippet') ?? '')) return null
  const { type, externalName } = facts.inventory.service({ namespace, name })?.spec ?? {}
  const target = type === 'ExternalName' ? (externalName ?? '') : ''
  const { entries, locationSnippet } = model.policy
  if (inside.test(target) || anyHost.test(target) || siteOf(target) === siteOf(host ?? '')) return null
  return entries['proxy-set-headers'] || /host/i.test(locationSnippet) ? null : target
}

/** Its nginx, 1.25, tells HTTP/2 without TLS by how it begins: https://nginx.org/en/docs/http/ngx_http_v2_module.html#http2 */
const plainHttp2: Version = [1, 10, 0]

function grpcCauses({ model }: Pick<RuleFacts, 'model'>, own: Kept, { location, host }: Asked): Cause[] {
  const { backendProtocol: protocol } = own.annotations
  const lacks = location === null || !protocol.startsWith('GRPC') ? null : lackingHttp2(model, host)
  const field = `metadata.annotations["${model.policy.annotationsPrefix}/backend-protocol"]`
  return lacks === null ? [] : [remark('grpc-without-http2', { protocol, host, lacks }, { field })]
}

/** What the clients of gRPC lack at this host; null: they can come in. */
function lackingHttp2({ policy, registered }: RuleFacts['model'], host: string | null): WithoutHttp2 | null {
  const hasTls = policy.defaultCertificate !== null || registeredFor(registered, host ?? '') !== undefined
  const needsTls = !hasTls && !isSince(policy.version, plainHttp2)
  return policy.useHttp2 ? (needsTls ? 'tls' : null) : needsTls ? 'both' : 'http2'
}

/** A certificate is compared with the name that nginx has for its backend, which no certificate has. */
function namelessCauses({ model }: Pick<RuleFacts, 'model'>, own: Kept, { location, host }: Asked): Cause[] {
  const server = serverOf(model, host)
  if (location === null || server === undefined || own.annotations.canary !== null) return []
  const tls = backendTls(location, server)
  if (!tls?.verifies || tls.name !== '') return []
  const setter = firstWith(model, 'proxySsl', server.proxySsl)
  const by = tls.isOwn ? null : (setter?.ref ?? null)
  const field = tls.isOwn ? `metadata.annotations["${model.policy.annotationsPrefix}/proxy-ssl-verify"]` : null
  return [blocking('verified-without-name', { by }, { field })]
}

/**
 * The controller speaks without TLS where nobody says otherwise, and with it where somebody does, whatever a port is called.
 * Ports for TLS that lead to one for plain HTTP are met where TLS was meant to end before the Service: those are no trap.
 */
function portCauses({ model, facts }: Pick<RuleFacts, 'model' | 'facts'>, own: Kept, asked: Asked): Cause[] {
  const { backend, location, field, host } = asked
  const port = backend === null || location === null ? undefined : portOf(facts, backend)
  if (backend === null || port === undefined) return []
  const service = { namespace: backend.namespace, name: backend.service }
  const { backendProtocol } = own.annotations
  const isPassed = isPassedOn(model, asked)
  if (isPassed || /^(?:HTTPS|GRPCS)$/.test(backendProtocol)) {
    const says = saysPlain(port)
    const setting = isPassed ? 'ssl-passthrough: "true"' : `backend-protocol: "${backendProtocol}"`
    return says === null ? [] : [remark('tls-to-plain', { service, setting, says }, portField(field))]
  }
  const [unsaid, says] = [saysOther(port), saysTls(port)]
  if (unsaid === null && says === null) return []
  const written = own.ingress.metadata.annotations ?? {}
  const isDecided = ['backend-protocol', 'ssl-passthrough'].some(
    (name) => written[`${model.policy.annotationsPrefix}/${name}`] !== undefined,
  )
  if (isDecided) return []
  if (unsaid !== null) {
    const lacks = unsaid.protocol === 'GRPC' ? lackingHttp2(model, host) : null
    return [remark('protocol-unsaid', { service, ...unsaid, host, lacks }, portField(field))]
  }
  if (says === null) return []
  const outside = outsideOf({ model, facts }, own, asked, backend)
  return [remark('plain-to-tls', { service, port: backend.port, says, outside }, portField(field))]
}

function portField(field: string): { readonly field: string } {
  return { field: `${field}.backend.service.port` }
}

/** A name outside of the cluster needs no ports: then the rule's own is called there. */
function portOf({ inventory }: RuleFacts['facts'], backend: ServiceBackend): ServicePort | undefined {
  const { namespace, service: name, port } = backend
  const service = inventory.service({ namespace, name })
  const isOpen = service?.spec?.type === 'ExternalName' && !service.spec.ports?.length
  return isOpen && typeof port === 'number' ? { port } : service && servicePort(service, port, 'TCP')
}

/** A name alone may be a habit: neither its number nor where it leads may speak of TLS. */
function saysPlain({ name, port, targetPort, appProtocol }: ServicePort): string | null {
  if (/443$/.test(`${port}`) || /443$|https|tls|ssl/i.test(`${targetPort ?? ''}`)) return null
  if (/^(?:http|kubernetes\.io\/h2c|kubernetes\.io\/ws)$/i.test(appProtocol ?? ''))
    return `port ${port} with appProtocol ${appProtocol}`
  return /^http(?:-web)?$/i.test(name ?? '') && (port === 80 || targetPort === 80) ? `port ${port} named ${name}` : null
}

/** gRPC for browsers is HTTP/1.1. */
const saysOther = onceFor(({ name, port, appProtocol }: ServicePort) => {
  const byName = /^(?:(grpc)(?!-web)|fcgi|fastcgi|php-fpm)(?:-|$)/i.exec(name ?? '')
  const byProtocol = /^(?:(grpc|kubernetes\.io\/h2c)|fcgi|fastcgi)$/i.exec(appProtocol ?? '')
  const found = byProtocol ?? byName
  if (found === null) return null
  const says = `port ${port} ${byProtocol === null ? `named ${name}` : `with appProtocol ${appProtocol}`}`
  return { says, protocol: found[1] === undefined ? ('FCGI' as const) : ('GRPC' as const) }
})

/** https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol */
const saysTls = onceFor(({ name, port, targetPort, appProtocol }: ServicePort): string | null => {
  // What leads to a port for plain HTTP is none.
  if (/^(?:80|8080)$|http(?!s)/.test(`${targetPort ?? ''}`)) return null
  if (/^https$/i.test(appProtocol ?? '')) return `port ${port} with appProtocol ${appProtocol}`
  if (/^https(?:-|$)/i.test(name ?? '')) return `port ${port} named ${name}`
  if (port === 443 || port === 8443) return `port ${port}`
  return /^(?:8?443|https)$/.test(`${targetPort ?? ''}`) ? `port ${port} with targetPort ${targetPort}` : null
})

/** nginx has it so for each location that hands requests on, unless another one is the very path without the slash. */
function slashCauses({ model }: Pick<RuleFacts, 'model'>, { annotations }: Kept, asked: Asked): Cause[] {
  const { host, path, field, location } = asked
  const server = serverOf(model, host)
  const handsOn = location !== null && annotations.denied === null && annotations.redirect.url === ''
  if (!handsOn || path === '/' || !path.endsWith('/') || server === undefined) return []
  if (isPassedOn(model, asked) || server.byPath.has(path.slice(0, -1)) || isRegexHost(server)) return []
  return [remark('trailing-slash', { path, isRedirected: true }, { field: `${field}.path` })]
}

function rewriteCauses(own: Kept, asked: Asked): Cause[] {
  const { path, pathType, field, location } = asked
  const { target } = own.annotations.rewrite
  if (location === null || own.annotations.canary !== null || !rewrites(location, path)) return []
  const isBelow = !/[$\\()[*+?]/.test(path) && path !== '/' && pathType !== 'Exact'
  const rest = restGroup(path, target)
  if (rest === null && (!isBelow || target.includes('$'))) return []
  return [remark('rewrite-all', { target, path, isAlone: pathsOf(own) === 1, rest }, { field: `${field}.path` })]
}

/** The group at the end of a path that catches all, where the target has no use for it; of a target that is one page: null. */
function restGroup(path: string, target: string): number | null {
  if (!/\(\.[*+]\)\$?$/.test(path) || !/\$\d|\/$/.test(target)) return null
  const rest = groupsIn(path)
  return target.includes(`$${rest}`) ? null : rest
}

function pathsOf({ ingress }: Kept): number {
  return (ingress.spec?.rules ?? []).reduce((sum, { http }) => sum + (http?.paths ?? []).length, 0)
}
