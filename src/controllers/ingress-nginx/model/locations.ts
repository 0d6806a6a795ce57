/**
 * The locations that rules ask for, and why a rule got none.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go (getBackendServers)
 */
import { told } from '../../../domain/findings/finding.js'
import {
  type Asked,
  defaultServer,
  defaultUpstream,
  type Kept,
  type PathType,
  type Server,
  type Upstream,
} from './types.js'
import { serviceBackend, upstreamName } from './upstreams/upstreams.js'

/**
 * @param isOfLocations proxy-ssl-location-only
 * @returns every path that the Ingresses ask for, in the order in which they count
 */
export function addLocations(
  kept: readonly Kept[],
  servers: ReadonlyMap<string, Server>,
  upstreams: ReadonlyMap<string, Upstream>,
  isOfLocations: boolean,
): Asked[] {
  const all: Asked[] = []
  for (const one of kept)
    for (const [i, { host, http }] of (one.ingress.spec?.rules ?? []).entries()) {
      const server = servers.get(host || defaultServer) ?? servers.get(defaultServer)
      if (server === undefined || (!http && host)) continue
      setTls(server, one, isOfLocations)
      for (const [j, { path, pathType, backend }] of (http?.paths ?? []).entries()) {
        const service = serviceBackend(one.ref.namespace, backend)
        const asked: Asked = {
          ref: one.ref,
          host: host || null,
          path: path || '/',
          pathType: pathType ?? 'ImplementationSpecific',
          backend: service,
          field: `spec.rules[${i}].http.paths[${j}]`,
          location: null,
          fate: null,
        }
        all.push(asked)
        const upstream = service && upstreams.get(upstreamName(service))
        if (upstream) place(asked, one, server, upstream)
        else asked.fate = told('resource-backend', { isDefault: false })
      }
    }
  return all
}

/** Of the Ingresses of a host the first error counts, and the first Secret that can be used. */
function setTls(server: Server, { annotations: { authTls, proxySsl } }: Kept, isOfLocations: boolean): void {
  server.authTlsError ??= authTls?.error ?? null
  if (authTls?.secret && !authTls.error) server.clientAuth ??= authTls
  if (proxySsl?.hasAuthority && !isOfLocations) server.proxySsl ??= proxySsl
}

/** ImplementationSpecific, and none, are Prefix. */
export function pathTypeOf(pathType: string | null | undefined): PathType {
  return pathType === 'Exact' ? 'Exact' : 'Prefix'
}

function place(asked: Asked, owner: Kept, server: Server, upstream: Upstream): void {
  if (upstream.noServer) {
    asked.fate = owner.annotations.canary ? told('canary', {}) : told('canary-backend', { canary: upstream.creator })
    return
  }
  // Whoever comes last says what the cookie is called and where it is sent back, even if its path is another's.
  upstream.affinity = owner.annotations.affinity ?? upstream.affinity
  const pathType = pathTypeOf(asked.pathType)
  // Only the first location with that path is looked at: a third one slips in, and nginx then refuses the duplicate.
  const same = server.byPath.get(asked.path)
  if (same === undefined || same.pathType !== pathType) {
    const own = { path: asked.path, pathType, isDefault: false, upstream: upstream.name, owner, asked }
    const location = { ...own, errorUpstream: defaultUpstream }
    server.locations.push(location)
    if (same === undefined) server.byPath.set(asked.path, location)
    asked.location = location
  } else if (same.isDefault) {
    Object.assign(same, { isDefault: false, upstream: upstream.name, owner, asked })
    asked.location = same
  } else {
    const { host, path } = asked
    asked.fate = told('duplicate', { host, path, winner: same.owner?.ref ?? null })
    return
  }
  if (owner.annotations.redirect.fromToWww) server.redirectsFromWww = true
}
