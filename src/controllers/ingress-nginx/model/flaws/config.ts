/**
 * Entries of the controller's ConfigMap that stand in nginx.conf as they are written, each in its statement. The
 * controller reads numbers and switches itself, and passes over what it cannot read: of numbers any is written.
 * https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl
 */
import type { Context } from '../../../../languages/nginx/check/directives.js'
import { parseBool, parseInteger } from '../../../shared/go/values.js'
import type { Policy } from '../../workload/policy.js'
import { isSince } from '../../workload/version.js'

interface Entry {
  readonly key: string
  readonly text: string
  readonly context: Context
}

/** null: it is not written at all */
type Statement = (value: string, data: Readonly<Record<string, string>>) => string | null

type Row = readonly [key: string, statement: Statement, context: Context]

const texts: readonly Row[] = [
  ...asWritten('h', 'ssl-protocols ssl-session-timeout ssl-buffer-size ssl-ecdh-curve default-type'),
  ...asWritten('h', 'client-header-buffer-size client-body-buffer-size large-client-header-buffers'),
  ...asWritten('l', 'proxy-buffering proxy-request-buffering proxy-buffer-size'),
  ...asWritten('l', 'proxy-http-version proxy-cookie-path proxy-cookie-domain proxy-next-upstream'),
  ...asWritten('m', 'worker-processes worker-cpu-affinity worker-shutdown-timeout'),
  ['proxy-max-temp-file-size', tempFileSize, 'l'],
  ['ssl-ciphers', (value) => `ssl_ciphers '${value}';`, 'h'],
  ['ssl-session-cache-size', (value) => `ssl_session_cache shared:SSL:${value};`, 'h'],
  ['log-format-upstream', (value) => `log_format upstreaminfo '${value}';`, 'h'],
  ['upstream-keepalive-time', withKeepalive((value) => `keepalive_time ${value};`), 'u'],
  ['error-log-level', (value) => `error_log /var/log/nginx/error.log ${value};`, 'h'],
  ['error-log-path', (value) => `error_log ${value} notice;`, 'h'],
  // Of two the last is told.
  ['access-log-path', (value, data) => (data['stream-access-log-path'] ? null : streamLog(data, value)), 't'],
  ['http-access-log-path', (value, data) => accessLog(data, value), 'h'],
  ['access-log-path', (value, data) => (data['http-access-log-path'] ? null : accessLog(data, value)), 'h'],
  ['access-log-params', (_, data) => accessLog(data), 'h'],
  ['stream-access-log-path', (value, data) => streamLog(data, value), 't'],
  ['lua-shared-dicts', dictionaries, 'h'],
  ['skip-access-log-urls', (value) => `map $request_uri $loggable { ${each(value, (one) => `${one} 0;`)} }`, 'h'],
  // The controller's own locations have no proxy-redirect-to.
  ['proxy-redirect-from', (value) => `proxy_redirect ${value};`, 'l'],
  ['gzip-types', withGzip((value) => `gzip_types ${value};`), 'h'],
  ['gzip-disable', withGzip((value) => `gzip_disable "${value}";`), 'h'],
  ['block-cidrs', (value) => each(value, (one) => `deny ${one};`), 'h'],
  ['whitelist-source-range', (value) => each(value, (one) => `allow ${one};`), 'l'],
  ['denylist-source-range', (value) => each(value, (one) => `deny ${one};`), 'l'],
  ['forwarded-for-header', forwarded('For'), 'l'],
  ['forwarded-host-header', forwarded('Host'), 'l'],
  ['nginx-status-ipv4-whitelist', (value) => each(value, (one) => `allow ${one};`), 'l'],
  ['nginx-status-ipv6-whitelist', (value) => each(value, (one) => `allow ${one};`), 'l'],
  ['hide-headers', (value) => each(value, (one) => `proxy_hide_header ${one};`), 'h'],
  // The zones of limits are for what it says.
  ['limit-conn-zone-variable', (value) => `limit_conn_zone ${value} zone=limit:1m;`, 'h'],
  ['block-user-agents', mapOf('http_user_agent'), 'h'],
  ['block-referers', mapOf('http_referer'), 'h'],
]

const numbers: readonly Row[] = [
  ...asNumber('h', '', 'keep-alive-requests map-hash-bucket-size variables-hash-bucket-size variables-hash-max-size'),
  ...asNumber('h', '', 'proxy-headers-hash-bucket-size proxy-headers-hash-max-size http2-max-concurrent-streams'),
  ...asNumber('h', 's', 'client-header-timeout client-body-timeout'),
  ...asNumber('l', 's', 'proxy-connect-timeout proxy-send-timeout proxy-read-timeout'),
  ...asNumber('l', '', 'proxy-next-upstream-timeout proxy-next-upstream-tries'),
  // 0 has the controller work it out.
  ['max-worker-open-files', notZero(whole('worker_rlimit_nofile')), 'm'],
  ['max-worker-connections', notZero(whole('worker_connections')), 'e'],
  ['server-name-hash-bucket-size', raised(whole('server_names_hash_bucket_size')), 'h'],
  ['keep-alive', whole('keepalive_timeout', 's'), 'h'],
  ['limit-req-status-code', whole('limit_req_status'), 'h'],
  ['limit-conn-status-code', whole('limit_conn_status'), 'h'],
  ['gzip-level', withGzip(whole('gzip_comp_level')), 'h'],
  ['gzip-min-length', withGzip(whole('gzip_min_length')), 'h'],
  ['upstream-keepalive-timeout', withKeepalive(whole('keepalive_timeout', 's')), 'u'],
  ['upstream-keepalive-requests', withKeepalive(whole('keepalive_requests')), 'u'],
]

/** Keys that are the names of their directives. */
function asWritten(context: Context, keys: string): Row[] {
  return keys.split(' ').map((key) => [key, (value) => `${directiveOf(key)} ${value};`, context])
}

function asNumber(context: Context, unit: string, keys: string): Row[] {
  return keys.split(' ').map((key) => [key, whole(directiveOf(key), unit), context])
}

function directiveOf(key: string): string {
  return key.replaceAll('-', '_').replace('keep_alive', 'keepalive')
}

/** What is none by the controller's own rule is not written; nginx takes less. */
export function tempFileSize(value: string): string | null {
  return /^\d+[kmg]?$/i.test(value) ? `proxy_max_temp_file_size ${value};` : null
}

function accessLog(data: Readonly<Record<string, string>>, path = '/var/log/nginx/access.log'): string | null {
  const isOff = ['disable-access-log', 'disable-http-access-log', 'enable-syslog'].some(
    (key) => parseBool(data[key] ?? '') === true,
  )
  return isOff ? null : `access_log ${path} upstreaminfo ${data['access-log-params'] ?? ''} if=$loggable;`
}

/** It has no condition, and none of its own that is off. */
function streamLog(data: Readonly<Record<string, string>>, path: string): string | null {
  const isOff = ['disable-access-log', 'disable-stream-access-log'].some((key) => parseBool(data[key] ?? '') === true)
  return isOff || path !== 'off' ? null : 'access_log off log_stream;'
}

/** What is no size, or more than 200 mebibytes, is passed over: a number alone is one of mebibytes. */
function dictionaries(value: string): string {
  return each(value, (one) => {
    const [, name, size = '', unit] = /^([^:]+):(\d+)([km]?)$/i.exec(one.replaceAll(' ', '')) ?? []
    const isTaken = name !== undefined && Number(size) * (unit?.toLowerCase() === 'k' ? 1 : 1024) <= 200 * 1024
    return isTaken ? `lua_shared_dict ${name} ${size}${unit || 'm'};` : ''
  })
}

function mapOf(variable: string): Statement {
  return (value) => `map $${variable} $blocked { default 0; ${each(value, (one) => `${one} 1;`)} }`
}

/** buildForwardedFor in internal/ingress/controller/template/template.go */
function forwarded(what: 'For' | 'Host'): Statement {
  return (header) => `proxy_set_header X-Original-Forwarded-${what} $http_${header.toLowerCase().replaceAll('-', '_')};`
}

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

function withKeepalive(statement: Statement): Statement {
  return (value, data) =>
    (parseInteger(data['upstream-keepalive-connections'] ?? '') ?? 1) > 0 ? statement(value, data) : null
}

/** The controller makes it as large as the names of its servers need. */
function raised(statement: Statement): Statement {
  return (value, data) => ((parseInteger(value) ?? 0) > 0 ? statement(value, data) : null)
}

function notZero(statement: Statement): Statement {
  return (value, data) => (parseInteger(value) === 0 ? null : statement(value, data))
}

/** What is no number leaves the default; any number is written, below 0, too. */
export function whole(before: string, unit = ''): (value: string) => string | null {
  return (value) => {
    const number = parseInteger(value)
    return number === null ? null : `${before} ${number}${unit};`
  }
}

/** They stand in the locations of Ingresses alone. */
const ofIngresses: ReadonlySet<string> = new Set(['whitelist-source-range', 'denylist-source-range'])

/** Locations that do not refuse everybody; such a one holds nothing else. */
export interface OpenLocations {
  readonly any: boolean
  readonly ofIngress: boolean
  /** some Ingress limits its clients */
  readonly isLimited: boolean
}

/** Those that are there, each as nginx reads it. An empty text is taken for no text, and for the number 0. */
export function writtenEntries(
  { entries: data, version, hasIpv6 }: Pick<Policy, 'entries' | 'version' | 'hasIpv6'>,
  open: OpenLocations,
): Entry[] {
  const written = (rows: readonly Row[], empty: string | null) =>
    rows.flatMap(([key, statement, context]) => {
      // https://github.com/kubernetes/ingress-nginx/pull/12999
      const isRead = key !== 'forwarded-host-header' || isSince(version, [1, 13, 0])
      const isMeant =
        key === 'nginx-status-ipv6-whitelist' ? hasIpv6 : key !== 'limit-conn-zone-variable' || open.isLimited
      const value = isRead && isMeant ? data[key]?.trim() : undefined
      const filled = value === '' ? empty : value
      const isPlaced = context !== 'l' || (ofIngresses.has(key) ? open.ofIngress : open.any)
      const text = filled == null || !isPlaced ? null : statement(filled, data)
      return text === null ? [] : [{ key, text, context }]
    })
  return [...written(texts, null), ...written(numbers, '0')]
}
