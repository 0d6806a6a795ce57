/**
 * Entries of the controller's ConfigMap that stand in nginx.conf as they are written, each in its statement. The
 * controller reads numbers and switches itself, and passes over what it cannot read: of numbers any is written.
 * https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl
 */
import type { Context } from '../../../../languages/nginx/check/directives.js'
import { parseBool, parseInteger } from '../../../shared/go/values.js'

interface Entry {
  readonly key: string
  readonly text: string
  readonly context: Context
}

/** null: it is not written at all */
type Statement = (value: string, data: Readonly<Record<string, string>>) => string | null

type Row = readonly [key: string, statement: Statement, context?: Context]

const rows: readonly Row[] = [
  ['log-format-upstream', (value) => `log_format upstreaminfo '${value}';`],
  ['client-header-timeout', whole('client_header_timeout', 's')],
  ['client-body-timeout', whole('client_body_timeout', 's')],
  ['keep-alive', whole('keepalive_timeout', 's')],
  ['keep-alive-requests', whole('keepalive_requests')],
  ['gzip-level', withGzip(whole('gzip_comp_level'))],
  ['gzip-min-length', withGzip(whole('gzip_min_length'))],
  ['limit-req-status-code', whole('limit_req_status')],
  ['limit-conn-status-code', whole('limit_conn_status')],
  ['map-hash-bucket-size', whole('map_hash_bucket_size')],
  ['variables-hash-bucket-size', whole('variables_hash_bucket_size')],
  ['proxy-connect-timeout', whole('proxy_connect_timeout', 's'), 'l'],
  ['proxy-send-timeout', whole('proxy_send_timeout', 's'), 'l'],
  ['proxy-read-timeout', whole('proxy_read_timeout', 's'), 'l'],
  ['proxy-next-upstream-timeout', whole('proxy_next_upstream_timeout'), 'l'],
  ['proxy-next-upstream-tries', whole('proxy_next_upstream_tries'), 'l'],
  ['ssl-protocols', (value) => `ssl_protocols ${value};`],
  ['ssl-ciphers', (value) => `ssl_ciphers '${value}';`],
  ['ssl-session-timeout', (value) => `ssl_session_timeout ${value};`],
  ['ssl-buffer-size', (value) => `ssl_buffer_size ${value};`],
  ['client-header-buffer-size', (value) => `client_header_buffer_size ${value};`],
  ['client-body-buffer-size', (value) => `client_body_buffer_size ${value};`],
  ['large-client-header-buffers', (value) => `large_client_header_buffers ${value};`],
  ['error-log-level', (value) => `error_log /var/log/nginx/error.log ${value};`],
  ['worker-processes', (value) => `worker_processes ${value};`, 'm'],
  ['ssl-ecdh-curve', (value) => `ssl_ecdh_curve ${value};`],
  ['ssl-session-cache-size', (value) => `ssl_session_cache shared:SSL:${value};`],
  ['gzip-types', withGzip((value) => `gzip_types ${value};`)],
  ['gzip-disable', withGzip((value) => `gzip_disable "${value}";`)],
  ['default-type', (value) => `default_type ${value};`],
  ['block-cidrs', (value) => each(value, (one) => `deny ${one};`)],
  ['hide-headers', (value) => each(value, (one) => `proxy_hide_header ${one};`)],
  [
    'block-user-agents',
    (value) => `map $http_user_agent $block_ua { default 0; ${each(value, (one) => `${one} 1;`)} }`,
  ],
  ['block-referers', (value) => `map $http_referer $block_ref { default 0; ${each(value, (one) => `${one} 1;`)} }`],
  ['proxy-max-temp-file-size', (value) => `proxy_max_temp_file_size ${value};`, 'l'],
  ['proxy-http-version', (value) => `proxy_http_version ${value};`, 'l'],
  ['worker-cpu-affinity', (value) => `worker_cpu_affinity ${value};`, 'm'],
  ['worker-shutdown-timeout', (value) => `worker_shutdown_timeout ${value};`, 'm'],
  ['proxy-buffer-size', (value) => `proxy_buffer_size ${value};`, 'l'],
  ['proxy-cookie-path', (value) => `proxy_cookie_path ${value};`, 'l'],
  ['proxy-cookie-domain', (value) => `proxy_cookie_domain ${value};`, 'l'],
  ['proxy-next-upstream', (value) => `proxy_next_upstream ${value};`, 'l'],
]

/** A list with commas, one statement for each. */
function each(value: string, statement: (one: string) => string): string {
  return value
    .split(',')
    .map((one) => statement(one.trim()))
    .join(' ')
}

function withGzip(statement: Statement): Statement {
  return (value, data) => (parseBool(data['use-gzip'] ?? '') === true ? statement(value, data) : null)
}

/** What is no number leaves the default; any number is written, below 0, too. */
export function whole(before: string, unit = ''): (value: string) => string | null {
  return (value) => {
    const number = parseInteger(value)
    return number === null ? null : `${before} ${number}${unit};`
  }
}

/** Those that are there, each as nginx reads it. */
export function writtenEntries(data: Readonly<Record<string, string>>): Entry[] {
  return rows.flatMap(([key, statement, context = 'h']) => {
    const value = data[key]?.trim()
    const text = value ? statement(value, data) : null
    return text === null ? [] : [{ key, text, context }]
  })
}
