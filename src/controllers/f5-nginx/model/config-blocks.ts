/**
 * Entries of the controller's ConfigMap that stand in nginx.conf as they are written, and are refused there. The controller
 * reads numbers and switches of others itself, and passes over what it cannot read.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/configmaps.go
 */
import type { Context } from '../../../languages/nginx/check/directives.js'
import type { Policy } from '../workload/policy.js'
import type { Block } from './statements.js'

/** null: it is not written */
type Row = readonly [
  key: string,
  statement: (value: string, entries: Readonly<Record<string, string>>) => string | null,
  context: Context,
]

const named =
  (directive: string, before = '') =>
  (value: string) =>
    `${directive} ${before}${value};`
const asItIs = (value: string) => value

const rows: readonly Row[] = [
  ...directives('m', 'worker-cpu-affinity worker-shutdown-timeout worker-rlimit-nofile'),
  ...directives('e', 'worker-connections'),
  ...directives('h', 'server-names-hash-bucket-size server-names-hash-max-size map-hash-bucket-size map-hash-max-size'),
  ...directives('h', 'ssl-protocols keepalive-timeout'),
  ['ssl-ciphers', (value) => `ssl_ciphers "${value}";`, 'h'],
  ['error-log-level', named('error_log', 'stderr '), 'm'],
  ['access-log', (value) => (value.startsWith('syslog:') ? `access_log ${value};` : null), 'h'],
  ...logFormat('log-format', 'h'),
  ...logFormat('stream-log-format', 't'),
  ['default-server-return', named('return'), 's'],
  ['main-snippets', asItIs, 'm'],
  ['http-snippets', asItIs, 'h'],
  ['stream-snippets', asItIs, 't'],
]

/** Keys that are the names of their directives. */
function directives(context: Context, keys: string): Row[] {
  return keys.split(' ').map((key) => [key, named(key.replaceAll('-', '_')), context])
}

/** Each line in quotes, and how signs are escaped only with one of them. */
function logFormat(key: string, context: Context): Row[] {
  const quoted = (value: string) => value.split('\n').filter((line) => line !== '')
  return [
    [
      key,
      (value) =>
        `log_format main ${quoted(value)
          .map((line) => `'${line}'`)
          .join('\n')};`,
      context,
    ],
    [
      `${key}-escaping`,
      (value, entries) => (entries[key] ? `log_format main escape=${value.trim()} x;` : null),
      context,
    ],
  ]
}

export function configBlocks({ entries, settings: { configMap } }: Policy): Block[] {
  return rows.flatMap(([key, statement, context]) => {
    const value = entries[key] ?? ''
    const text = value.trim() === '' ? null : statement(value, entries)
    if (text === null) return []
    const isSnippet = key.endsWith('-snippets')
    const beside = isSnippet && context !== 't' ? { beside: besideIn(context, entries) } : {}
    return [{ context, statements: [{ text, by: { key, configMap, value, isSnippet } }], ...beside }]
  })
}

/** Each may stand once, and the template of nginx.conf has it. */
const always: Readonly<Record<string, string>> = {
  m: 'worker_processes daemon pid events http stream',
  h: `default_type map_hash_max_size map_hash_bucket_size sendfile keepalive_timeout keepalive_requests
    server_names_hash_max_size variables_hash_bucket_size variables_hash_max_size`,
}
const whereSaid: Readonly<Record<string, string>> = {
  m: 'worker-rlimit-nofile worker-cpu-affinity worker-shutdown-timeout',
  h: 'client-body-buffer-size server-names-hash-bucket-size ssl-ciphers',
}

export function besideIn(context: Context, entries: Readonly<Record<string, string>>): ReadonlySet<string> {
  const said = (whereSaid[context] ?? '').split(' ').filter((key) => entries[key])
  return new Set([...(always[context] ?? '').split(/\s+/), ...said.map((key) => key.replaceAll('-', '_'))])
}
