/**
 * Keys of the ConfigMap that become one statement of `http`, word for word, in every release since 1.0: what is more than
 * that (a default that is computed, one that an annotation may change) cannot be told surely, and is not told.
 * https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl
 */
import type { PlannedSetting } from '../../../domain/controllers/plan.js'
import type { NamespacedName } from '../../../domain/objects/ref.js'
import type { ConfigMap } from '../../../domain/objects/workloads.js'

/** How the controller writes a value; null: it does not take it, and its default stays. */
type Write = (text: string) => string | null

const number: Write = (text) => (/^\d{1,9}$/.test(text) ? String(Number(text)) : null)
const seconds: Write = (text) => (number(text) === null ? null : `${number(text)}s`)
const toggle: Write = (text) => (text === 'true' ? 'on' : text === 'false' ? 'off' : null)
/** Words that nobody has to quote. */
const words: Write = (text) => (/^[\w.:+!@-]+(?: [\w.:+!@-]+)*$/.test(text) ? text : null)

/** Key → its directive, and how its value is written there. */
const statements: Readonly<Record<string, readonly [directive: string, write: Write]>> = {
  'client-body-buffer-size': ['client_body_buffer_size', words],
  'client-body-timeout': ['client_body_timeout', seconds],
  'client-header-buffer-size': ['client_header_buffer_size', words],
  'client-header-timeout': ['client_header_timeout', seconds],
  'enable-underscores-in-headers': ['underscores_in_headers', toggle],
  'http2-max-concurrent-streams': ['http2_max_concurrent_streams', number],
  'ignore-invalid-headers': ['ignore_invalid_headers', toggle],
  'keep-alive': ['keepalive_timeout', seconds],
  'keep-alive-requests': ['keepalive_requests', number],
  'large-client-header-buffers': ['large_client_header_buffers', words],
  'limit-conn-status-code': ['limit_conn_status', number],
  'limit-req-status-code': ['limit_req_status', number],
  'map-hash-bucket-size': ['map_hash_bucket_size', number],
  'proxy-headers-hash-bucket-size': ['proxy_headers_hash_bucket_size', number],
  'proxy-headers-hash-max-size': ['proxy_headers_hash_max_size', number],
  'server-tokens': ['server_tokens', toggle],
  'ssl-buffer-size': ['ssl_buffer_size', words],
  'ssl-ciphers': ['ssl_ciphers', words],
  'ssl-early-data': ['ssl_early_data', toggle],
  'ssl-ecdh-curve': ['ssl_ecdh_curve', words],
  'ssl-protocols': ['ssl_protocols', words],
  'ssl-session-tickets': ['ssl_session_tickets', toggle],
  'ssl-session-timeout': ['ssl_session_timeout', words],
  'variables-hash-bucket-size': ['variables_hash_bucket_size', number],
  'variables-hash-max-size': ['variables_hash_max_size', number],
}

/** The directives of which such a key may be the value. */
export const settingDirectives: readonly string[] = Object.values(statements).map(([directive]) => directive)

/** @param configMap undefined: there is none; null: it may not be seen */
export function proxySettings(
  name: NamespacedName | null,
  configMap: ConfigMap | undefined | null,
): readonly PlannedSetting[] {
  if (name === null || !configMap) return []
  const source = { kind: 'ConfigMap', namespace: name.namespace, name: name.name }
  return Object.entries(statements).flatMap(([key, [directive, write]]) => {
    const text = configMap.data?.[key]
    const value = text === undefined ? null : write(text)
    return value === null ? [] : [{ key, source, directive, value }]
  })
}
