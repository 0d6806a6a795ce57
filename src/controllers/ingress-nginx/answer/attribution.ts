/** Which annotation of which Ingress answers a request before any backend does, in a few words. */
import { nameOf, refKey } from '../../../domain/objects/ref.js'
import type { TraceRequest } from '../../../domain/requests/trace.js'
import { contains } from '../../../languages/networks.js'
import { parseBool } from '../../shared/go/values.js'
import { limitOf } from '../model/limits.js'
import { defaultServer, type Kept, type Model, type Server } from '../model/types.js'
import { unknownKeys } from '../workload/keys.js'
import type { Decision } from './decision.js'
import type { Rules } from './rules.js'
import { serverHost } from './server-host.js'

/** `permanent-redirect of Ingress shop/old`; null: none does, or it is not known which */
export function attributionOf(
  decision: Decision,
  request: TraceRequest,
  model: Model,
  { kept }: Pick<Rules, 'kept'>,
): string | null {
  const { outcome, facts, verdict, status, location } = decision
  const host = outcome.server === null ? defaultServer : serverHost(outcome.server)
  const server = model.servers.get(host)
  const owner = facts?.source ? kept.get(refKey(facts.source)) : undefined
  if (decision.isUnsent && owner === undefined) return ofOwnLocation(decision, model, server)
  if (verdict === 'denied' && status === 403 && outcome.result.kind === 'content')
    return owner === undefined ? ofOwnLocation(decision, model, server) : ofNetworks(owner, request, model)
  if (verdict === 'redirect' && outcome.result.kind === 'content' && owner !== undefined) return ofHttps(owner, model)
  if (outcome.result.kind !== 'status' || status === null) return null
  if (outcome.location === null)
    return ofHost(model, host, server, location) ?? (status === 403 ? ofFilters(model, server) : null)
  if (status === 413) return ofBodySize(owner ?? null, model)
  if (owner === undefined) return facts?.source == null ? ofOwnLocation(decision, model, server) : null
  return ofLocation(owner, status, model)
}

function ofHost({ wwwRedirects, kept }: Model, host: string, server: Server | undefined, location: string | null) {
  const to = wwwRedirects.get(host)
  if (to !== undefined) {
    const by = kept.find(
      ({ annotations, ingress }) =>
        annotations.redirect.fromToWww && ingress.spec?.rules?.some((rule) => rule.host === to),
    )
    return by === undefined ? null : of('from-to-www-redirect', by)
  }
  const root = appRootOf(server, location)
  return root === undefined ? ofServerSnippet(server) : of('app-root', root)
}

/** Whose app-root sends the path / there, before a path is chosen. */
export function appRootOf(server: Server | undefined, location: string | null): Kept | undefined {
  const owners = (server?.locations ?? []).flatMap(({ owner }) => owner ?? [])
  return owners.find(({ annotations: { rewrite } }) => rewrite.appRoot !== '' && location?.endsWith(rewrite.appRoot))
}

/** What the ConfigMap keeps from all hosts; null: it keeps nobody, or the host has other reasons to refuse. */
function ofFilters({ policy }: Model, server: Server | undefined): string | null {
  const { blockCidrs, blockUserAgents, blockReferers } = policy
  if (server?.authTlsError != null || server?.clientAuth != null) return null
  const lists = { 'block-cidrs': blockCidrs, 'block-user-agents': blockUserAgents, 'block-referers': blockReferers }
  const names = Object.entries(lists).flatMap(([name, { length }]) => (length > 0 ? [name] : []))
  return names.length === 0 ? null : `${names.join(' or ')} of the controller's ConfigMap`
}

/** A location that only a snippet can have made; null: the controller made it, or it is not known who did. */
export function ofOwnLocation(
  { outcome, facts }: Decision,
  { policy }: Pick<Model, 'policy'>,
  server: Server | undefined,
): string | null {
  if (outcome.location === null || facts === null || facts.upstream !== null) return null
  if (server?.snippet.includes('location')) return ofServerSnippet(server)
  return policy.serverSnippet.includes('location') ? "server-snippet of the controller's ConfigMap" : null
}

/** null: it is the usual redirect of hosts with a certificate */
function ofHttps(owner: Kept, { policy }: Model): string | null {
  const said = parseBool(owner.ingress.metadata.annotations?.[`${policy.annotationsPrefix}/force-ssl-redirect`] ?? '')
  if (said === true) return of('force-ssl-redirect', owner)
  return said === null && policy.forceSslRedirect ? "force-ssl-redirect of the controller's ConfigMap" : null
}

function ofServerSnippet(server: Server | undefined): string | null {
  return server?.snippetBy == null ? null : `server-snippet of Ingress ${nameOf(server.snippetBy)}`
}

function ofLocation(owner: Kept, status: number, { policy }: Model): string | null {
  const { redirect, snippets, access, denied } = owner.annotations
  const has = (name: string) => Boolean(owner.ingress.metadata.annotations?.[`${policy.annotationsPrefix}/${name}`])
  if (denied !== null) return null
  if (redirect.url !== '' && status === redirect.code)
    return of(has('temporal-redirect') ? 'temporal-redirect' : 'permanent-redirect', owner)
  if (status === 204 && access.corsOrigins !== null) return of('enable-cors', owner)
  if (/\breturn\b|\brewrite\b/.test(snippets.get('configuration-snippet') ?? ''))
    return of('configuration-snippet', owner)
  return policy.locationSnippet === '' ? null : "location-snippet of the controller's ConfigMap"
}

function ofBodySize(owner: Kept | null, { policy }: Model): string {
  const { value, by } = limitOf(owner, policy, 'proxy-body-size')
  if (by === null) {
    const [dead] = unknownKeys(policy).filter(({ near }) => near === 'proxy-body-size')
    const vain = dead && `; ${dead.isAnnotation ? 'annotation' : 'key'} ${dead.key} of the ConfigMap does nothing`
    const own = owner?.ingress.metadata.annotations?.[`${policy.annotationsPrefix}/proxy-body-size`]
    const bad = own && `; ${JSON.stringify(own)} of Ingress ${nameOf(owner.ref)} is no size`
    return `the body is longer than 1m, the usual proxy-body-size${bad || (vain ?? '')}`
  }
  const whose = by === 'ConfigMap' || owner === null ? "the controller's ConfigMap" : `Ingress ${nameOf(owner.ref)}`
  return `the body is longer than ${value}, the proxy-body-size of ${whose}`
}

/** Those of the controller's ConfigMap count where the Ingress has none. */
function ofNetworks(owner: Kept, { clientAddress }: TraceRequest, { policy }: Model): string | null {
  const { allowlist, denylist } = owner.annotations.access
  const set = (names: readonly string[]) =>
    names.find((name) => owner.ingress.metadata.annotations?.[`${policy.annotationsPrefix}/${name}`])
  const isDenied = clientAddress !== null && denylist.some((range) => contains(range, clientAddress))
  if (!isDenied && allowlist.length === 0) return null
  const name = set(isDenied ? ['denylist-source-range'] : ['allowlist-source-range', 'whitelist-source-range'])
  const key = isDenied ? 'denylist-source-range' : 'whitelist-source-range'
  return name === undefined ? `${key} of the controller's ConfigMap` : of(name, owner)
}

function of(annotation: string, { ref }: Kept): string {
  return `${annotation} of Ingress ${nameOf(ref)}`
}
