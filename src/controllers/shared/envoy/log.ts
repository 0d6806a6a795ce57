/** The access log of an Envoy, in JSON with its own names, or in its usual words: https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage */

import type { LogLanguage } from '../../../domain/controllers/dialect.js'
import { type LogRecord, nothingSaid } from '../../../domain/controllers/log-record.js'
import { jsonIn, record, text } from '../../../domain/objects/project-fields.js'
import type { Ref } from '../../../domain/objects/ref.js'

export const envoyLog: LogLanguage = {
  formatIn: () => null,
  format: () => ({ read: readLine, tells: { host: true, ingress: false } }),
}

function readLine(line: string): LogRecord {
  return (
    (line.startsWith('{') ? jsonRecord(line) : (usualRecord(line) ?? ownRecord(line))) ?? {
      ...nothingSaid,
      kind: 'other',
      text: line,
    }
  )
}

/** Names differ between controllers: the first that is there counts. */
function jsonRecord(line: string): LogRecord | null {
  const json = jsonIn(line)
  if (json === undefined) return null
  const fields = record(json)
  const said = (...names: readonly string[]) => {
    for (const name of names) {
      const value = fields[name]
      if (typeof value === 'number') return String(value)
      if (typeof value === 'string' && value !== '' && value !== '-') return value
    }
    return null
  }
  const status = said('response_code')
  if (status === null) return null
  const duration = said('duration')
  return {
    ...nothingSaid,
    kind: 'access',
    text: line,
    time: said('start_time', '@timestamp'),
    remoteAddr: said('downstream_remote_address')?.replace(/:\d+$/, '') ?? null,
    method: said('method'),
    host: said(':authority', 'authority'),
    path: said('x-envoy-origin-path', 'path'),
    status: Number(status),
    requestTime: duration === null ? null : Number(duration) / 1000,
    upstream: said('upstream_cluster'),
    upstreamAddr: said('upstream_host'),
    requestId: said('x-request-id', 'request_id'),
    source: sourceIn(fields),
  }
}

/** Contour can write whose route it was; Envoy Gateway names the route after it. */
function sourceIn(fields: Readonly<Record<string, unknown>>): Ref | null {
  const [kind, namespace, name] = ['kind', 'namespace', 'name'].map((field) => text(fields[`contour_config_${field}`]))
  if (kind && namespace && name) return { kind, namespace, name }
  const [, route, where, what] =
    /^(httproute|grpcroute)\/([^/]+)\/([^/]+)\/rule\//.exec(text(fields.route_name) ?? '') ?? []
  if (where === undefined || what === undefined) return null
  return { kind: route === 'httproute' ? 'HTTPRoute' : 'GRPCRoute', namespace: where, name: what }
}

const longest = 16_384

/** `[TIME] "METHOD PATH PROTOCOL" STATUS FLAGS … BYTES BYTES DURATION UPSTREAM "FORWARDED" "AGENT" "ID" "HOST" "ADDRESS"` */
function usualRecord(line: string): LogRecord | null {
  const words = line.length > longest ? [] : (line.match(/\[[^\]]*(?:\]|$)|"[^"]*"|\S+/g) ?? [])
  const [time = '', request = '', status = ''] = words
  const [, method, path] = /^"(\S+) (\S+) \S+"$/.exec(request) ?? []
  if (!time.startsWith('[') || method === undefined || !/^\d{1,3}$/.test(status)) return null
  const quoted = words
    .slice(3)
    .filter((word) => word.startsWith('"'))
    .map((word) => word.slice(1, -1))
  const [, , id, host, address] = quoted.slice(-5)
  const said = (value: string | undefined) => (value === undefined || value === '-' ? null : value)
  return {
    ...nothingSaid,
    kind: 'access',
    text: line,
    time: time.slice(1, -1),
    method,
    path: path ?? null,
    status: Number(status),
    requestId: said(id),
    host: said(host),
    upstreamAddr: said(address),
  }
}

/** `[2026-11-27 15:43:58.712][1][warning][main] …` */
function ownRecord(line: string): LogRecord | null {
  const [, time, level] = /^\[([\d :.-]{19,23})\]\[\d{1,9}\]\[([a-z]{1,10})\]/.exec(line) ?? []
  return time === undefined
    ? null
    : { ...nothingSaid, kind: 'controller', text: line, time, level: levels[level ?? ''] ?? level ?? null }
}

const levels: Readonly<Record<string, string>> = { warning: 'warn', critical: 'crit' }
