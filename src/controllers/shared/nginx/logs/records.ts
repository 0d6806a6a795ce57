/** A line of nginx' access log, of its error log, or of the controller itself → a record. */
import type { LogLanguage } from '../../../../domain/controllers/dialect.js'
import { type LogRecord, nothingSaid } from '../../../../domain/controllers/log-record.js'
import { lineReader, type Variables } from './format.js'

/** Lines of such a format, or else nginx' own of errors, or the controller's own words. @param ingress the variable that names one */
export function nginxLog(format: string, ingress: string): ReturnType<LogLanguage['format']> {
  const readLine = lineReader(format)
  const tells = (names: string) => new RegExp(`\\$\\{?(?:${names})\\b`).test(format)
  return {
    read: (text) => {
      // A format that is JSON would take the controller's own words for a request.
      const words = slogRecord(text)
      const variables = words === null ? readLine(text) : null
      if (variables !== null) return accessRecord(text, variables)
      return words ?? errorRecord(text) ?? klogRecord(text) ?? { ...nothingSaid, kind: 'other', text }
    },
    tells: { host: tells('host|http_host|best_http_host|server_name'), ingress: tells(ingress) },
  }
}

/** @param variables of the line, by the format that it is written in */
export function accessRecord(text: string, variables: Variables): LogRecord {
  const get = (...names: readonly string[]) => {
    const found = names
      .map((name) => variables.get(name))
      .find((value) => value !== undefined && value !== '' && value !== '-')
    return found ?? null
  }
  const [method, target] = get('request')?.split(' ') ?? []
  const [namespace, name] = [get('namespace', 'resource_namespace'), get('ingress_name', 'resource_name')]
  return {
    kind: 'access',
    text,
    level: null,
    time: get('time_iso8601', 'time_local', 'msec', 'time', 'timestamp', '@timestamp'),
    remoteAddr: get('remote_addr', 'the_real_ip', 'realip_remote_addr'),
    method: get('request_method', 'method') ?? method ?? null,
    host: get('host', 'http_host', 'best_http_host', 'server_name', 'vhost'),
    path: get('request_uri', 'uri', 'path') ?? target ?? null,
    status: numberOf(get('status')),
    requestTime: numberOf(get('request_time', 'duration')),
    upstream: get('proxy_upstream_name', 'proxy_host'),
    upstreamAddr: get('upstream_addr'),
    upstreamStatus: get('upstream_status'),
    requestId: get('req_id', 'request_id'),
    source: namespace !== null && name !== null ? { kind: 'Ingress', namespace, name } : null,
  }
}

function numberOf(text: string | null): number | null {
  const number = Number(text)
  return text === null || Number.isNaN(number) ? null : number
}

/** https://nginx.org/en/docs/ngx_core_module.html#error_log */
export function errorRecord(text: string): LogRecord | null {
  const [, time, level] = /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d) \[(\w+)\] \d+#\d+: /.exec(text) ?? []
  if (time === undefined || level === undefined) return null
  const said = (name: string) => new RegExp(`, ${name}: "([^"]*)"`).exec(text)?.[1] ?? null
  const [method = null, path = null] = said('request')?.split(' ') ?? []
  return {
    ...nothingSaid,
    kind: 'error',
    text,
    time,
    level,
    remoteAddr: /, client: ([^,]+)/.exec(text)?.[1] ?? null,
    host: said('host'),
    method,
    path,
  }
}

/** What a controller writes into its log itself, as most that are written in Go do. */
const levels: Readonly<Record<string, string>> = { I: 'info', W: 'warn', E: 'error', F: 'fatal' }

/** klog, and its like that writes the year, too: https://github.com/kubernetes/klog */
export function klogRecord(text: string): LogRecord | null {
  const [, letter = '', time] = /^([IWEF])(\d{4}(?:\d{4})? \d\d:\d\d:\d\d\.\d+)\s+\d+ \S+\] /.exec(text) ?? []
  return time === undefined ? null : { ...nothingSaid, kind: 'controller', text, time, level: levels[letter] ?? null }
}

/** Go's own way, as text or JSON, where a controller is told so: https://pkg.go.dev/log/slog#TextHandler */
function slogRecord(text: string): LogRecord | null {
  const [, time, level] =
    /^(?:\{"time":"?|time=)([^",\s]{1,40})"?(?:,"level":"| level=)([A-Z]{1,10}(?:[+-]\d+)?)\b/.exec(text) ?? []
  if (time === undefined || level === undefined) return null
  return { ...nothingSaid, kind: 'controller', text, time, level: farther[level] ?? level.toLowerCase() }
}

/** Levels without a name are told by how far they are from one. */
const farther: Readonly<Record<string, string>> = { 'ERROR+4': 'fatal', 'DEBUG-4': 'trace' }
