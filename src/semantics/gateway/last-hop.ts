/** How the backend of a rule is spoken to, as far as the route and its Service say it. */
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import type { WireFilter } from '../../domain/objects/gateway/routes.js'
import { hopTo } from '../../domain/requests/last-hop.js'
import type { LastHop, TraceRequest } from '../../domain/requests/trace.js'
import { isInClear, tlsIn } from './backends.js'
import { rewriteOf } from './matching/filters.js'
import type { PlannedBackend } from './matching/matches.js'

/**
 * Implementations that are known call pods, and not the address of the Service. What TLS with a backend shows of the proxy
 * stands in the Gateway, which is not read for that; and the specification alone calls nobody.
 * @param addresses `address:port` of the pods
 * @param filters of the rule and of the backend, in their order
 * @returns null: it is not known
 */
export function lastHopOf(
  backend: PlannedBackend,
  addresses: readonly string[] | null,
  filters: readonly WireFilter[],
  { host, scheme }: Pick<TraceRequest, 'host' | 'scheme'>,
  isGrpc: boolean,
  profile: GatewayProfile,
): LastHop | null {
  const { appProtocol, target } = backend
  const hosts = [hostSet(filters) ?? host]
  if (isGrpc && isAsListener(backend, scheme, profile))
    return hopTo(addresses, {
      protocol: 'GRPCS',
      hosts,
      tls: { serverName: null, verifiedFor: null, hasCertificate: false },
    })
  // What some other implementation would do with such words is not known.
  const isSaid = /^https$|wss$/i.test(appProtocol ?? '') && !isInClear(backend, profile)
  const isPlain = tlsIn(backend, profile) === null && sealedBy(backend, profile) === null && !isSaid
  if (profile.specification === undefined || target.kind !== 'Service' || !isPlain) return null
  return hopTo(addresses, { protocol: isGrpc ? 'GRPC' : 'HTTP', hosts, tls: null })
}

/** By which words of its port it is spoken to in TLS, without a policy; null: by none. */
export function sealedBy(backend: PlannedBackend, profile: GatewayProfile): string | null {
  const { appProtocol, isPortForTls } = backend
  const { appProtocols, tlsByPort } = profile.outcome
  if (isInClear(backend, profile)) return null
  if (appProtocol === null) return tlsByPort && isPortForTls ? 'number 443, or a name that begins with https' : null
  const isKnown = appProtocols?.includes(appProtocol.toLowerCase()) === true
  return isKnown && /^https$|wss$/i.test(appProtocol) ? `appProtocol ${appProtocol}` : null
}

/** Is the backend of a GRPCRoute spoken to in TLS for no other reason than that clients are. */
export function isAsListener(
  { appProtocol, target }: PlannedBackend,
  scheme: string,
  { outcome }: GatewayProfile,
): boolean {
  const isOpen = !/^(?:https|kubernetes\.io\/h2c)$/i.test(appProtocol ?? '')
  return outcome.grpcAsListener && scheme === 'https' && target.kind === 'Service' && isOpen
}

/** The last filter that names one has its way. */
export function hostSet(filters: readonly WireFilter[]): string | null {
  const named = filters.flatMap((filter) => [
    ...(filter.requestHeaderModifier?.set ?? []).flatMap(({ name, value }) => (/^host$/i.test(name) ? value : [])),
    rewriteOf([filter])?.hostname ?? [],
  ])
  return named.flat().at(-1) ?? null
}
