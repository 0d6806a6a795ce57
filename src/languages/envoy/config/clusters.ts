/** Clusters and their endpoints as the dump has them → what they say. */
import { number, text, type Wire, wire, wires } from '../../values.js'
import type { Cluster, Endpoint, Locality, UpstreamTls } from './types.js'

/** of IPv4, or of IPv6, which alone has colons */
const isAddress = /^\d+(?:\.\d+){3}$|:/

export function readCluster(cluster: Wire): Cluster {
  const name = text(cluster.name) ?? ''
  const common = wire(cluster.common_lb_config)
  const threshold = number(wire(common.healthy_panic_threshold).value)
  return {
    name,
    endpointName: text(wire(cluster.eds_cluster_config).service_name) || name,
    localities: cluster.load_assignment === undefined ? null : readLocalities(wire(cluster.load_assignment)),
    panicThreshold: common.healthy_panic_threshold === undefined ? usualThreshold : (threshold ?? 0),
    failsInPanic: wire(common.zone_aware_lb_config).fail_traffic_on_panic === true,
    type: text(cluster.type) ?? (cluster.cluster_type === undefined ? 'STATIC' : 'other'),
    tls: tlsOf(cluster),
  }
}

function tlsOf(cluster: Wire): UpstreamTls | null {
  const matched = wires(cluster.transport_socket_matches).map((one) => wire(one.transport_socket))
  const sockets = [wire(cluster.transport_socket), ...matched].map((one) => wire(one.typed_config))
  const found = sockets.find((one) => text(one['@type'])?.endsWith('.UpstreamTlsContext'))
  if (found === undefined) return null
  const common = wire(found.common_tls_context)
  const combined = wire(wire(common.combined_validation_context).default_validation_context)
  const names = [combined, wire(common.validation_context)].flatMap((one) => [
    ...wires(one.match_typed_subject_alt_names).map(({ matcher }) => wire(matcher)),
    ...wires(one.match_subject_alt_names),
  ])
  const wanted = names.flatMap(({ exact, suffix }) => text(exact) ?? text(suffix) ?? [])
  const certificates = [...wires(common.tls_certificates), ...wires(common.tls_certificate_sds_secret_configs)]
  return {
    serverName: text(found.sni) || null,
    verifiedFor: wanted.length === 0 ? null : wanted.join(' or '),
    hasCertificate: certificates.length > 0,
  }
}

/** https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/panic_threshold */
const usualThreshold = 50

export function readLocalities(assignment: Wire): readonly Locality[] {
  return wires(assignment.endpoints).map((group) => ({
    weight: number(group.load_balancing_weight),
    priority: number(group.priority) ?? 0,
    endpoints: wires(group.lb_endpoints).map(readEndpoint),
  }))
}

function readEndpoint(entry: Wire): Endpoint {
  const address = wire(wire(entry.endpoint).address)
  const socket = wire(address.socket_address)
  const health = text(entry.health_status) ?? 'UNKNOWN'
  const host = text(socket.address)
  return {
    address: host ?? text(wire(address.pipe).path) ?? '',
    hostname: text(wire(entry.endpoint).hostname) || (host !== null && !isAddress.test(host) ? host : null),
    port: number(socket.port_value),
    isHealthy: health === 'HEALTHY' || health === 'UNKNOWN' || health === 'DEGRADED',
  }
}
