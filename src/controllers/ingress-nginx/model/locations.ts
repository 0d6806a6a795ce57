/**
 * The locations that rules ask for, and why a rule got none.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go (getBackendServers)
 */
import { told } from '../../../domain/findings/finding.js'
import { fieldOfPath } from '../../../domain/objects/ingress-paths.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import type { Ref } from '../../../domain/objects/ref.js'
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

/** The paths that an Ingress asks for, of which nothing has become anything yet. */
export function asksOf({ spec }: Ingress, ref: Ref): Asked[] {
  return (spec?.rules ?? []).flatMap(({ host, http }, i) =>
    (http?.paths ?? []).map(({ path, pathType, backend }, j): Asked => {
      const service = serviceBackend(ref.namespace, backend)
      return {
        ref,
        host: host || null,
        path: path || '/',
        pathType: pathType ?? 'ImplementationSpecific',
        backend: service,
        upstream: service && upstreamName(service),
        field: fieldOfPath(i, j),
        location: null,
        fate: null,
      }
    }),
  )
}

/** @param isOfLocations proxy-ssl-location-only */
export function addLocations(
  kept: readonly Kept[],
  servers: ReadonlyMap<string, Server>,
  upstreams: ReadonlyMap<string, Upstream>,
  isOfLocations: boolean,
): void {
  for (const one of kept) {
    for (const { host, http } of one.ingress.spec?.rules ?? []) {
      const server = serverFor(servers, host)
      if (server !== undefined && (http || !host)) setTls(server, one, isOfLocations)
    }
    for (const asked of one.asked) {
      const server = serverFor(servers, asked.host)
      const upstream = asked.upstream === null ? undefined : upstreams.get(asked.upstream)
      if (upstream === undefined) asked.fate = told('resource-backend', { isDefault: false })
      else if (server !== undefined) place(asked, one, server, upstream)
    }
  }
}

function serverFor(servers: ReadonlyMap<string, Server>, host: string | null | undefined): Server | undefined {
  return servers.get(host || defaultServer) ?? servers.get(defaultServer)
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
