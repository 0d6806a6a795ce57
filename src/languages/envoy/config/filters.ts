/** Filters of HTTP and of connections: whether one may answer a request, or end a connection, before its route does. */
import { text, type Wire, wire } from '../../values.js'
import type { Filter } from './types.js'

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

export function readFilter(filter: Wire): Filter {
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
export function endersOf(filters: readonly Wire[]): readonly string[] {
  const kinds = filters.slice(0, -1).map((one) => kindOf(wire(one.typed_config), text(one.name) ?? ''))
  return kinds.filter((kind) => !silentOfConnections.has(kind))
}

/** `type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz` → `ext_authz` */
function kindOf(config: Wire, name: string): string {
  const [, kind] = /\.(?:http|network)\.(\w+)\.v\d\w*\.\w+$/.exec(text(config['@type']) ?? '') ?? []
  return kind ?? name.replace(/^.*\./, '')
}
