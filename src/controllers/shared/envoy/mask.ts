/**
 * What an Envoy says, without what may be a secret: fields that are known to be harmless pass, and the values of all
 * others are masked. What answers depend on is among those that pass.
 */
import { isHarmlessHeader } from '../../../domain/masking/headers.js'
import { maskRemark } from '../../../domain/masking/text.js'
import { maskUrl } from '../../../domain/masking/url.js'
import { mask as masked, maskNamed } from '../../../domain/masking/words.js'
import { isRecord, type Wire } from '../../../domain/objects/project-fields.js'
import { jsonOf } from '../../../domain/text/values-in.js'
import { files } from './said.js'
import { isMisdirecting, misdirecting } from './words.js'

const harmless: ReadonlySet<string> = new Set(
  [
    // Names, and where things are.
    '@type route_config name names domains region zone address port_value portvalue pipe path mode cluster_name service_name route_config_name',
    'version_info last_updated last_update_attempt kind namespace sectionname observability_name',
    'io.projectcontour.kind io.projectcontour.namespace io.projectcontour.name type cluster_type lb_policy',
    // What a listener and its chains go by.
    'server_names transport_protocol application_protocols destination_port require_client_certificate stat_prefix disabled',
    'normalize_path merge_slashes path_with_escaped_slashes_action strip_any_host_port strip_matching_host_port',
    'strip_trailing_host_dot headers_with_underscores_action accept_http_10 default_host_for_http_10 use_remote_address',
    // What routes match, and what they do.
    'prefix path_separated_prefix regex exact suffix contains ignore_case case_sensitive start end invert_match',
    'treat_missing_header_as_empty present_match exact_match prefix_match suffix_match contains_match numerator denominator',
    'cluster weight substitution prefix_rewrite host_rewrite_literal host_rewrite_header auto_host_rewrite status',
    'cluster_not_found_response_code host_redirect path_redirect port_redirect scheme_redirect https_redirect response_code',
    'strip_query timeout append_action require_tls ignore_port_in_host_matching validate_clusters upgrade_type',
    // What balances, and over what.
    'health_status load_balancing_weight priority overprovisioning_factor connect_timeout eds_health_status hostname',
    'alt_stat_name added_via_api fail_traffic_on_panic version state',
  ].flatMap((line) => line.split(' ')),
)

/** Fields that lead somewhere, perhaps with what is handed over on the way. */
const leading: ReadonlySet<string> = new Set(['path', 'prefix_rewrite', 'path_redirect', 'substitution'])

/** Values of headers may be passwords, and those of keys are. */
const closed: ReadonlySet<string> = new Set(['private_key', 'header', 'bootstrap', 'node', 'password', 'access_log'])

export function maskValue(value: unknown): unknown {
  return walk(value, '', '')
}

/** @param key under which it stands @param above the key around that */
function walk(value: unknown, key: string, above: string): unknown {
  if (Array.isArray(value)) return value.map((one) => walk(one, key, above))
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    if (isNamedMatch(value)) return maskMatch(value)
    if (key === 'header') return Object.fromEntries(entries.map(([name, one]) => [name, name === 'key' ? one : masked]))
    return Object.fromEntries(
      entries.map(([name, one]) => [name, closed.has(name) && name !== 'header' ? masked : walk(one, name, key)]),
    )
  }
  if (typeof value === 'boolean' || value === null) return value
  // A refusal may quote all that was refused.
  if (key === 'details') return maskRemark(String(value).slice(0, 500))
  if (typeof value === 'number') return harmless.has(key.toLowerCase()) || key === 'value' ? value : masked
  if (leading.has(key) && typeof value === 'string') return maskUrl(value)
  if (harmless.has(key.toLowerCase())) return value
  // Certificates are public.
  if (key === 'inline_bytes' && above === 'certificate_chain') return value
  if (key === 'inline_string' && typeof value === 'string' && isMisdirecting(value)) return misdirecting
  return masked
}

/** What a header or a parameter must be, in a route: https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto */
const conditions = ['string_match', 'exact_match', 'prefix_match', 'suffix_match', 'contains_match', 'safe_regex_match']

function isNamedMatch(value: object): value is Wire {
  return 'name' in value && typeof value.name === 'string' && conditions.some((field) => field in value)
}

/** Of what every request has, such as its method and its host, nothing is a secret. */
function maskMatch(match: Wire): Wire {
  const name = String(match.name)
  if (name.startsWith(':') || isHarmlessHeader(name)) return walkAll(match)
  const shown = (one: unknown): unknown => {
    if (typeof one === 'string') return maskNamed(name, one, masked)
    if (Array.isArray(one)) return one.map(shown)
    return isRecord(one) ? Object.fromEntries(Object.entries(one).map(([field, inner]) => [field, shown(inner)])) : one
  }
  return { ...(shown(match) as Wire), name }
}

function walkAll(value: Wire): Wire {
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, name, '')]))
}

/** @returns null: it is none of the texts of an Envoy, or more than is looked at */
export function maskText(file: string, text: string): string | null {
  if (file === files.rejected)
    return text
      .split('\n')
      .filter((line) => /^[\w./*:|-]+\.update_rejected: \d+$/.test(line))
      .join('\n')
  if (file !== files.dump && file !== files.clusters && file !== files.build) return null
  try {
    return `${JSON.stringify(maskValue(jsonOf(text)))}\n`
  } catch {
    return null
  }
}
