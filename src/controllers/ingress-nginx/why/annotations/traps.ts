/** What people write most often, and what it does not mean. */

import { backendTls } from '../../model/backend-tls.js'
import { authUrlOf } from '../../model/error-pages.js'
import { isRegexHost, rewrites } from '../../model/expand.js'
import { firstWith, isPassedOn } from '../../model/of-one.js'
import { type Asked, type Kept, serverOf } from '../../model/types.js'
import { lackingHttp2, outsideOf, spokenFlaw } from '../../model/upstreams/spoken.js'
import { blocking, type Cause, causeOf, remark, together } from '../cause.js'
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
    spokenCauses(around, own, asked),
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

function outsideCauses({ model, facts }: Pick<RuleFacts, 'model' | 'facts'>, own: Kept, asked: Asked): Cause[] {
  const { backend, location, field, host } = asked
  if (backend === null || location === null || !/^(?:HTTPS|GRPCS)$/.test(own.annotations.backendProtocol)) return []
  const target = outsideOf(facts.inventory, model.policy, own, asked, backend)
  const service = { namespace: backend.namespace, name: backend.service }
  return target === null
    ? []
    : [remark('outside-host', { service, target, host }, { field: `${field}.backend.service` })]
}

function spokenCauses({ model, facts }: Pick<RuleFacts, 'model' | 'facts'>, own: Kept, asked: Asked): Cause[] {
  const flaw = spokenFlaw(model, facts.inventory, own, asked)
  return flaw === null ? [] : [causeOf(flaw, false, { field: `${asked.field}.backend.service.port` })]
}

function grpcCauses({ model }: Pick<RuleFacts, 'model'>, own: Kept, { location, host }: Asked): Cause[] {
  const { backendProtocol: protocol } = own.annotations
  const lacks = location === null || !protocol.startsWith('GRPC') ? null : lackingHttp2(model, host)
  const field = `metadata.annotations["${model.policy.annotationsPrefix}/backend-protocol"]`
  return lacks === null ? [] : [remark('grpc-without-http2', { protocol, host, lacks }, { field })]
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
