/** Annotations that act further than they read, on other paths of the host or on other hosts, or less far. */

import { groupedBy } from '../../../../domain/groups.js'
import { maskUrl } from '../../../../domain/masking/url.js'
import { isSame } from '../../../../domain/objects/ref.js'
import { onceFor } from '../../../../domain/remember.js'
import { takesPath } from '../../answer/path-miss.js'
import { verifiedByOther } from '../../model/backend-tls.js'
import { authUrlOf, ownStatus, takenRefusals } from '../../model/error-pages.js'
import { expand, isRegexHost } from '../../model/expand.js'
import { hostWithoutTls } from '../../model/https-redirect.js'
import { endlessRetries, zeroWaits } from '../../model/limits.js'
import { pathTypeOf } from '../../model/locations.js'
import { keptBy, serverNamesOf, upstreamsOf } from '../../model/of-one.js'
import { defaultServer, defaultUpstream, type Kept, type Model, serverOf } from '../../model/types.js'
import { isTrue } from '../../workload/flags.js'
import { hasModSecurity, onlyLogs } from '../../workload/modsecurity.js'
import { type Cause, remark, together } from '../cause.js'
import { raw } from './ineffective.js'

export function furtherCauses(model: Model, own: Kept): readonly Cause[] {
  if (own.annotations.canary !== null) return canarySpreads(model, own)
  return together(
    redirectSpreads(model, own),
    appRoot(model, own),
    verifiesOthers(model, own),
    errorsWithoutPages(model, own),
    refusalsWithoutPages(model, own),
    redirectWithoutTls(model, own),
    cookieNotSecure(model, own),
    zeroTimeouts(model, own),
    retries(model, own),
    modSecurity(model, own),
    balancedByOther(model, own),
  )
}

const ofUpstreams = ['upstream-hash-by', 'load-balance']

/** How the endpoints of a Service and port are chosen is said by the Ingress that named them first, for all that name them. */
function balancedByOther(model: Model, own: Kept): Cause[] {
  return upstreamsOf(model, own).flatMap(({ name, creator }) => {
    const other = keptBy(model, creator)
    if (other === undefined || other === own) return []
    const annotation = ofUpstreams.find((one) => raw(model, other, one))
    return annotation === undefined || raw(model, own, annotation)
      ? []
      : [remark('balanced-by-other', { annotation, other: other.ref, upstream: name })]
  })
}

function retries({ policy }: Model, own: Kept): Cause[] {
  const endless = endlessRetries(own, policy)
  if (endless === null) return []
  const { setting, isOfAll } = endless
  const name = setting ?? 'backend-protocol'
  const field = setting !== null && isOfAll ? null : `metadata.annotations["${policy.annotationsPrefix}/${name}"]`
  return [remark('retries-endless', endless, { field })]
}

function modSecurity({ policy }: Model, { ingress, annotations }: Kept): Cause[] {
  const setting = 'enable-modsecurity'
  const name = `${policy.annotationsPrefix}/${setting}`
  const said = ingress.metadata.annotations?.[name]
  if (said === undefined || !hasModSecurity(policy, said) || !onlyLogs(policy, annotations.snippets.values())) return []
  const isAllowed = policy.allowSnippets && policy.riskLevel === 'Critical'
  return [
    remark('modsecurity-logs', { setting, isOfAll: false, isAllowed }, { field: `metadata.annotations["${name}"]` }),
  ]
}

function zeroTimeouts({ policy }: Model, own: Kept): Cause[] {
  return zeroWaits(own, policy).map(({ setting, isOfAll }) => {
    const field = isOfAll ? null : `metadata.annotations["${policy.annotationsPrefix}/${setting}"]`
    return remark('timeout-zero', { setting, isOfAll }, { field })
  })
}

/** The controller's own default backend answers 404, whatever it is asked for; one of the annotation steps in only where it has an endpoint. */
function errorsWithoutPages({ policy, servers, upstreams }: Model, own: Kept): Cause[] {
  const { customHttpErrors: codes, defaultBackend: empty } = own.annotations
  const pages = upstreams.get(defaultUpstream)?.service ?? null
  if (codes.length === 0 || (pages !== null && empty === null)) return []
  const isUsed = serverNamesOf(own).some((host) =>
    servers
      .get(host)
      // The location for what no rule takes has nobody whose errors could be caught.
      ?.locations.some((one) => one.owner === own && one.asked !== null && one.errorUpstream === defaultUpstream),
  )
  if (!isUsed) return []
  const at = (name: string) => ({ field: `metadata.annotations["${policy.annotationsPrefix}/${name}"]` })
  if (pages !== null && empty !== null) {
    const instead = { namespace: pages.namespace, name: pages.service }
    return [remark('default-backend-empty', { service: empty, codes, instead }, at('default-backend'))]
  }
  const facts = { codes, status: ownStatus(policy), isSeen: policy.isSeen, ...(empty === null ? {} : { empty }) }
  return [remark('errors-without-pages', facts, at('custom-http-errors'))]
}

/** What the service says that knows who may pass is an error like any other, where the pages are not kept from it. */
function refusalsWithoutPages({ policy, upstreams }: Model, own: Kept): Cause[] {
  const codes = takenRefusals(policy)
  const { annotations, asked } = own
  if (codes.length === 0 || upstreams.get(defaultUpstream)?.service !== null) return []
  if (!asked.some(({ path, location }) => location?.owner === own && authUrlOf(annotations, path, policy))) return []
  const isOwn = annotations.access.externalAuth !== null
  const asks = isOwn ? 'auth-url' : 'global-auth-url'
  const facts = { codes, status: ownStatus(policy), isSeen: policy.isSeen, asks }
  const field = isOwn ? `metadata.annotations["${policy.annotationsPrefix}/auth-url"]` : null
  return [remark('errors-without-pages', facts, { field })]
}

/** Whoever writes ssl-redirect: "true", which holds anyway, waits for a redirect that only a host with TLS has. */
function redirectWithoutTls(model: Model, { ingress, annotations }: Kept): Cause[] {
  const name = `${model.policy.annotationsPrefix}/ssl-redirect`
  const { sslRedirect, forceSslRedirect } = annotations.rewrite
  if (ingress.metadata.annotations?.[name] === undefined || !sslRedirect || forceSslRedirect) return []
  const without = hostWithoutTls(model, ingress)
  return without === undefined
    ? []
    : [remark('redirect-without-tls', { host: without }, { field: `metadata.annotations["${name}"]` })]
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/lua/balancer/sticky.lua (set_cookie) */
function cookieNotSecure(model: Model, { ingress, annotations }: Kept): Cause[] {
  const { policy } = model
  const said = (name: string) => ingress.metadata.annotations?.[`${policy.annotationsPrefix}/session-cookie-${name}`]
  if (annotations.affinity === null || !/^none$/i.test(said('samesite') ?? '') || isTrue(said('secure'))) return []
  const without = hostWithoutTls(model, ingress)
  const field = `metadata.annotations["${policy.annotationsPrefix}/session-cookie-samesite"]`
  return without === undefined ? [] : [remark('cookie-not-secure', { host: without }, { field })]
}

/** What is said of the certificates of backends stands in the server, too, unless proxy-ssl-location-only says otherwise. */
function verifiesOthers(model: Model, own: Kept): Cause[] {
  const { proxySsl } = own.annotations
  if (proxySsl === null) return []
  const field = `metadata.annotations["${model.policy.annotationsPrefix}/proxy-ssl-verify"]`
  return serverNamesOf(own).flatMap((host) => {
    if (model.servers.get(host)?.proxySsl !== proxySsl) return []
    const [first] = verifiedByOther(model, host).flatMap(({ owner, path }) =>
      owner ? [{ other: owner.ref, path }] : [],
    )
    return first === undefined ? [] : [remark('verifies-others', { host, ...first }, { field })]
  })
}

/**
 * It redirects / of the host, whoever has it, and nothing below the paths of its own Ingress. Where nobody else has /,
 * and it leads to a path of its own, it does what it is there for.
 */
function appRoot(model: Model, own: Kept): Cause[] {
  const { appRoot: location } = own.annotations.rewrite
  if (location === '') return []
  const rules = own.asked
  const strange = rules.find(({ host }) => {
    const server = serverOf(model, host)
    if (server === undefined) return false
    const has = (path: string) => rules.some((rule) => rule.host === host && takesPath(rule, path, isRegexHost(server)))
    const root = server.byPath.get('/')
    const isOfOther = root !== undefined && !root.isDefault && root.owner !== own
    return !has('/') && (isOfOther || !has(location.replace(/[?#].*$/s, '')))
  })
  if (strange === undefined) return []
  const field = `metadata.annotations["${model.policy.annotationsPrefix}/app-root"]`
  return [remark('app-root-elsewhere', { host: strange.host, location, path: strange.path }, { field })]
}

/** The location / that the controller makes for a host has the annotations of the Ingress that named the host first. */
function redirectSpreads(model: Model, own: Kept): Cause[] {
  const { url } = own.annotations.redirect
  if (url === '') return []
  const isTemporal = own.ingress.metadata.annotations?.[`${model.policy.annotationsPrefix}/temporal-redirect`]
  const annotation = isTemporal ? 'temporal-redirect' : 'permanent-redirect'
  return serverNamesOf(own).flatMap((host) => {
    const root = model.servers.get(host)?.byPath.get('/')
    if (!root?.isDefault || root.owner !== own) return []
    const field = `metadata.annotations["${model.policy.annotationsPrefix}/${annotation}"]`
    return [remark('redirect-spreads', { annotation, host, location: maskUrl(url) }, { field })]
  })
}

/** Upstream → where it is used. */
const placesIn = onceFor(({ servers }: Model) => {
  const all = [...servers.values()].flatMap(({ host, locations }) => locations.map((location) => ({ host, location })))
  return groupedBy(all, ({ location }) => location.upstream)
})

/** More of them say nothing new. */
const most = 5

/** A canary hangs on the upstream that it shares, and so on every rule that has the same Service and port. */
function canarySpreads(model: Model, own: Kept): Cause[] {
  const rules = own.asked
  const asked = new Set(
    rules.map(({ host, path, pathType }) => `${host ?? defaultServer} ${path} ${pathTypeOf(pathType)}`),
  )
  // Of several canaries the first one alone gets anything, by the policy of whoever made its upstream.
  const isItsOwn = (primary: string) => {
    const [name] = model.upstreams.get(primary)?.alternatives ?? []
    const first = model.upstreams.get(name ?? '')
    return first?.canary != null && first.creator !== null && isSame(first.creator, own.ref)
  }
  const primaries = new Set(
    rules.flatMap(({ host, path }) => model.servers.get(host ?? defaultServer)?.byPath.get(path)?.upstream ?? []),
  )
  return [...primaries].filter(isItsOwn).flatMap((primary) => {
    const others = (placesIn(model).get(primary) ?? []).filter(
      ({ host, location }) => !asked.has(`${host} ${location.path} ${location.pathType}`) && location.asked !== null,
    )
    if (others.length === 0) return []
    const shown = others
      .slice(0, most)
      .map(({ host, location }) => `${host === defaultServer ? '*' : host}${location.path}`)
    return [remark('canary-spreads', { primary, others: shown, count: others.length }, {})]
  })
}

/** Does anything change for the paths of an Ingress where they become patterns: / alone takes everything either way. */
export function changesAsPattern(model: Model, own: Kept, host: string): boolean {
  const server = model.servers.get(host)
  return (
    server !== undefined && expand(server).written.some(({ location, path }) => location.owner === own && path !== '/')
  )
}
