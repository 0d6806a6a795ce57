/** Filters of HTTP: whether one may answer a request before its route does. */
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

/** `type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz` → `ext_authz` */
function kindOf(config: Wire, name: string): string {
  const [, kind] = /\.http\.(\w+)\.v\d\w*\.\w+$/.exec(text(config['@type']) ?? '') ?? []
  return kind ?? name.replace(/^.*\./, '')
}
