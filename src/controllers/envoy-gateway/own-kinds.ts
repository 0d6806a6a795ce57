/** What filters and policies of Envoy Gateway's own do to the requests of a rule. */
import type { OwnBackend, OwnFilter, OwnKinds } from '../../domain/gateway/own-kinds.js'
import type { CustomObject } from '../../domain/objects/custom.js'
import { covers } from '../../domain/objects/inventory.js'
import { integer, record, text, type Wire, wires } from '../../domain/objects/project-fields.js'
import { nameOf, refOf } from '../../domain/objects/ref.js'
import type { CustomListing } from '../../domain/ports.js'
import { onceFor } from '../../domain/remember.js'
import { counted, withoutEndpoints } from '../../domain/routes/resolve-service.js'
import { isRefused } from '../shared/gateways/patterns.js'
import { backends, routeFilters, securityPolicies } from './kinds.js'
import { guardingAt, outBy, unreadKinds } from './policies.js'

export const ownKinds: OwnKinds = {
  kinds: [securityPolicies, routeFilters, backends, ...unreadKinds],
  filterOf: ({ group, kind, name }, namespace, of) => {
    if (group !== routeFilters.group || kind !== routeFilters.kind) return null
    const listing = of(routeFilters)
    const found = byName(listing).get(nameOf({ namespace, name }))
    if (found !== undefined) return effectOf(found)
    return covers(listing.coverage, namespace)
      ? { is: 'fails', why: `there is no ${kind} ${namespace}/${name}`, isMissing: true }
      : { is: 'unknown', why: `${kind} ${namespace}/${name} is not seen` }
  },
  backendOf: ({ group, kind, name }, namespace, of) => {
    if (group !== backends.group || kind !== backends.kind) return null
    const listing = of(backends)
    const found = byName(listing).get(nameOf({ namespace, name }))
    const gone = covers(listing.coverage, namespace)
      ? withoutEndpoints('no-service', 0)
      : withoutEndpoints('unknown', null)
    return found ? behind(found) : { endpoints: gone, isSpare: false, foundBy: 'address', isAlone: false }
  },
  guardingAt,
  outBy,
}

const byName = onceFor(({ items }: CustomListing) => new Map(items.map((one) => [nameOf(refOf(one)), one])))

/** Is there no expression that can be read. */
function isNone(replacement: unknown): boolean {
  const pattern = text(record(replacement).pattern)
  return !pattern || isRefused(pattern)
}

/** https://github.com/envoyproxy/gateway/blob/main/internal/gatewayapi/backend.go (validateBackend) */
function behind({ spec, status }: CustomObject): OwnBackend {
  const isAlone = spec.type === 'DynamicResolver'
  const conditions = wires(status.conditions)
  const isRefused = conditions.some((one) => one.type === 'Accepted' && one.status === 'False')
  const places = wires(spec.endpoints).map(placeOf)
  const items = places.flatMap((one) => (one === null ? [] : [{ ...one, ...always }]))
  const endpoints =
    isRefused || places.includes(null)
      ? withoutEndpoints('unsupported', 0)
      : isAlone
        ? withoutEndpoints('unknown', null)
        : counted(items)
  const named = wires(spec.endpoints).filter(({ fqdn }) => fqdn != null).length
  const foundBy = named === 0 ? 'address' : named === places.length ? 'name' : 'both'
  return { endpoints, isSpare: spec.fallback === true, foundBy, isAlone }
}

const always = { ready: true, serving: true, terminating: false, pod: null, node: null }

/** null: none that it takes */
function placeOf({ ip, fqdn, unix }: Wire): { readonly address: string; readonly port: number | null } | null {
  const { address, hostname, port } = { ...record(ip), ...record(fqdn) }
  const name = text(address) ?? text(hostname)
  const isTaken = fqdn == null ? !/^127\.|^::1$/.test(name ?? '') : name?.includes('.')
  return unix != null || name === null || !isTaken ? null : { address: name, port: integer(port) ?? null }
}

/** https://github.com/envoyproxy/gateway/blob/main/internal/gatewayapi/filters.go (processExtensionRefHTTPFilter) */
function effectOf({ kind, metadata, spec }: CustomObject): OwnFilter {
  const { directResponse: direct, urlRewrite, matches } = spec
  const { path, hostname } = record(urlRewrite)
  if (wires(matches).length > 0)
    return { is: 'unknown', why: `cookies decide, too, by ${kind} ${metadata.namespace}/${metadata.name}` }
  const { replaceRegexMatch } = record(path)
  const { header, pathRegex, type } = record(hostname)
  const isBroken =
    (path != null && isNone(replaceRegexMatch)) ||
    (type === 'PathRegex' && isNone(pathRegex)) ||
    (type === 'Header' && header == null)
  if (isBroken) return { is: 'fails', why: `${kind} ${metadata.namespace}/${metadata.name} has no expression to read` }
  if (direct != null) return { is: 'answers', status: integer(record(direct).statusCode) ?? 200 }
  return { is: 'works', changesPath: path != null, changesHost: hostname != null }
}
