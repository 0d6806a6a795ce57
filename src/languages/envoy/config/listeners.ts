/** Listeners as the dump has them → what they say. */
import { number, text, texts, type Wire, wire, wires } from '../../values.js'
import { readRouteTable } from './routes.js'
import type { Chain, Connection, Filter, Listener, Share, Target, Tls } from './types.js'

export function readListener(listener: Wire): Listener {
  const socket = wire(wire(listener.address).socket_address)
  const isUdp = text(socket.protocol) === 'UDP'
  return {
    name: text(listener.name) ?? '',
    port: number(socket.port_value),
    isUdp,
    chains: wires(listener.filter_chains).map(readChain),
    fallback:
      listener.default_filter_chain !== undefined
        ? readChain(wire(listener.default_filter_chain))
        : isUdp
          ? { ...readChain({}), target: datagramsOf(wires(listener.listener_filters)) }
          : null,
  }
}

/** Where all datagrams go; one that looks at them first is not followed. */
function datagramsOf(filters: readonly Wire[]): Target {
  const proxy = filters
    .map(({ typed_config }) => wire(typed_config))
    .find((one) => typeOf(one).endsWith('.UdpProxyConfig'))
  const matcher = wire(proxy?.matcher)
  const isRead = proxy !== undefined && matcher.matcher_list === undefined && matcher.matcher_tree === undefined
  if (!isRead) return { is: 'other', what: 'what looks at datagrams' }
  const action = wire(wire(wire(matcher.on_no_match).action).typed_config)
  return { is: 'tcp', clusters: tcpShares(proxy.cluster === undefined ? action : proxy) }
}

/** Addresses of clients and names of protocols are not tried. */
const beyond = [
  'prefix_ranges',
  'address_suffix',
  'suffix_len',
  'source_type',
  'source_prefix_ranges',
  'source_ports',
  'direct_source_prefix_ranges',
  'application_protocols',
] as const

function readChain(chain: Wire): Chain {
  const match = wire(chain.filter_chain_match)
  return {
    name: text(chain.name) ?? '',
    servers: texts(match.server_names).map((name) => name.toLowerCase()),
    transport: text(match.transport_protocol) ?? '',
    port: number(match.destination_port),
    untried: beyond.filter((field) => match[field] !== undefined),
    tls: readTls(wire(chain.transport_socket)),
    enders: endersOf(wires(chain.filters)),
    target: readTarget(wires(chain.filters)),
  }
}

function readTls(socket: Wire): Tls | null {
  const config = wire(socket.typed_config)
  if (!typeOf(config).endsWith('DownstreamTlsContext')) return null
  const common = wire(config.common_tls_context)
  return {
    secrets: wires(common.tls_certificate_sds_secret_configs).flatMap(({ name }) => text(name) ?? []),
    inline: wires(common.tls_certificates).flatMap((one) => pemIn(wire(one.certificate_chain)) ?? []),
  }
}

/** Text or bytes that stand in the configuration itself. */
export function pemIn(source: Wire): string | null {
  const bytes = text(source.inline_bytes)
  return bytes === null ? text(source.inline_string) : new TextDecoder().decode(Buffer.from(bytes, 'base64'))
}

/** `envoy.extensions.filters.http.router.v3.Router` */
function typeOf(config: Wire): string {
  return (text(config['@type']) ?? '').replace(/^.*\//, '')
}

/** The last of its filters decides. */
function readTarget(filters: readonly Wire[]): Target {
  for (const filter of filters) {
    const config = wire(filter.typed_config)
    const type = typeOf(config)
    if (type.endsWith('.HttpConnectionManager')) return { is: 'http', connection: readConnection(config) }
    if (type.endsWith('.TcpProxy')) return { is: 'tcp', clusters: tcpShares(config) }
  }
  return { is: 'other', what: text(filters.at(-1)?.name) ?? 'no filter' }
}

function tcpShares(config: Wire): readonly Share[] {
  const share = (cluster: string | null, weight: number): Share => ({ cluster, weight, hostRewrite: null })
  const one = text(config.cluster)
  if (one !== null) return [share(one, 1)]
  return wires(wire(config.weighted_clusters).clusters).map(({ name, weight }) =>
    share(text(name), number(weight) ?? 0),
  )
}

const slashes = {
  REJECT_REQUEST: 'reject',
  UNESCAPE_AND_REDIRECT: 'redirect',
  UNESCAPE_AND_FORWARD: 'forward',
} as const

const underscores = { REJECT_REQUEST: 'reject', DROP_HEADER: 'drop' } as const

function readConnection(config: Wire): Connection {
  const http1 = wire(config.http_protocol_options)
  const action = text(config.path_with_escaped_slashes_action) ?? ''
  const names = text(wire(config.common_http_protocol_options).headers_with_underscores_action) ?? ''
  return {
    routes: routesOf(config),
    normalizesPath: config.normalize_path === true,
    mergesSlashes: config.merge_slashes === true,
    escapedSlashes: slashes[action as keyof typeof slashes] ?? 'keep',
    stripsPort:
      config.strip_any_host_port === true ? 'any' : config.strip_matching_host_port === true ? 'matching' : 'no',
    stripsDot: config.strip_trailing_host_dot === true,
    underscores: underscores[names as keyof typeof underscores] ?? 'allow',
    takesHttp10: http1.accept_http_10 === true,
    defaultHost: text(http1.default_host_for_http_10) || null,
    filters: wires(config.http_filters).map(readFilter),
  }
}

function routesOf(config: Wire): Connection['routes'] {
  if (config.route_config !== undefined) return readRouteTable(wire(config.route_config), null)
  return text(wire(config.rds).route_config_name)
}

/** They change, count or pack, and never answer by themselves; what CORS says hangs on the route. */
const silent: ReadonlySet<string> = new Set([
  'router',
  'compressor',
  'decompressor',
  'grpc_web',
  'grpc_stats',
  'grpc_http1_bridge',
  'header_mutation',
  'header_to_metadata',
  'set_metadata',
  'stateful_session',
  'credential_injector',
  'cors',
  'tap',
])

function readFilter(filter: Wire): Filter {
  const config = wire(filter.typed_config)
  const kind = kindOf(config, text(filter.name) ?? '')
  const source = wire(config.default_source_code)
  const script = text(source.inline_string) ?? text(config.inline_code)
  return {
    name: text(filter.name) ?? '',
    kind,
    isDisabled: filter.disabled === true,
    mayAnswer: !silent.has(kind) && answers(kind, config, script),
    script,
  }
}

/** Some that are there by default are empty until a route fills them. */
function answers(kind: string, config: Wire, script: string | null): boolean {
  switch (kind) {
    case 'lua':
      return script?.includes('envoy_on_request') ?? false
    case 'rbac':
      return config.rules !== undefined || config.matcher !== undefined
    case 'local_ratelimit':
      return config.token_bucket !== undefined
    default:
      return true
  }
}

/** Of connections: they count, or note something for those behind them. */
const silentOfConnections: ReadonlySet<string> = new Set(['connection_limit', 'set_filter_state', 'sni_cluster'])

/** Kinds of those that stand before the last one, which takes the connection, and may end it first. */
function endersOf(filters: readonly Wire[]): readonly string[] {
  const kinds = filters.slice(0, -1).map((one) => kindOf(wire(one.typed_config), text(one.name) ?? ''))
  return kinds.filter((kind) => !silentOfConnections.has(kind))
}

/** `type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz` → `ext_authz` */
function kindOf(config: Wire, name: string): string {
  const [, kind] = /\.(?:http|network)\.(\w+)\.v\d\w*\.\w+$/.exec(text(config['@type']) ?? '') ?? []
  return kind ?? name.replace(/^.*\./, '')
}
