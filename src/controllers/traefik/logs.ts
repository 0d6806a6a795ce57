/**
 * The log: requests as the Common Log Format with more behind it, or in JSON, and its own words between them.
 * https://doc.traefik.io/traefik/reference/install-configuration/observability/logs-and-accesslogs/
 */
import type { LogLanguage } from '../../domain/controllers/dialect.js'
import { type LogRecord, nothingSaid } from '../../domain/controllers/log-record.js'
import { isRecord, type Wire } from '../../domain/objects/project-fields.js'
import { parsed } from '../shared/saved-texts.js'

/** No ConfigMap says how it writes: each line says so itself. Only JSON tells the host, so that it is taken as untold. */
export const logLanguage: LogLanguage = {
  formatIn: () => null,
  format: () => ({ read: readLine, tells: { host: false, ingress: false } }),
}

/** A longer line is read as words. */
const longest = 64 * 1024

function readLine(text: string): LogRecord {
  const other: LogRecord = { ...nothingSaid, kind: 'other', text }
  if (text.length > longest) return other
  if (text.startsWith('{')) {
    const value = parsed(text)
    return isRecord(value) ? inJson(text, value) : other
  }
  return inClf(text) ?? ownWords(text) ?? other
}

/** `CLIENT - USER [TIME] "REQUEST" STATUS SIZE "REFERER" "AGENT" NUMBER "ROUTER" "SERVER" MILLISECONDS` */
const clf =
  /^(\S{1,100}) \S{1,10} \S{1,200} \[([^\]]{1,60})\] "([A-Z]{1,20}) ([^ "]{0,8000}) HTTP\/[\d.]{1,3}" (\d{3}|-) \S{1,20} "[^"]{0,8000}" "[^"]{0,8000}" \d{1,20} "([^"]{0,500})" "([^"]{0,500})" (\d{1,12})ms$/

function inClf(text: string): LogRecord | null {
  const [, client, time, method, path, status, , server, milliseconds] = clf.exec(text) ?? []
  if (client === undefined) return null
  return {
    ...nothingSaid,
    kind: 'access',
    text,
    time: time ?? null,
    remoteAddr: client,
    method: method ?? null,
    path: path ?? null,
    status: numberIn(status),
    requestTime: numberIn(milliseconds) === null ? null : Number(milliseconds) / 1000,
    upstreamAddr: said(server)?.replace(/^[a-z0-9+]+:\/\//, '') ?? null,
  }
}

function said(text: string | undefined): string | null {
  return text === undefined || text === '-' || text === '' ? null : text
}

function numberIn(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null
}

function inJson(text: string, value: Wire): LogRecord {
  const of = (name: string) => (typeof value[name] === 'string' && value[name] !== '' ? value[name] : null)
  const number = (name: string) => (typeof value[name] === 'number' ? value[name] : null)
  const time = of('StartUTC') ?? of('time')
  if (number('DownstreamStatus') === null && of('RequestMethod') === null)
    return { ...nothingSaid, kind: 'controller', text, time, level: of('level') }
  const duration = number('Duration')
  const upstreamStatus = number('OriginStatus')
  return {
    ...nothingSaid,
    kind: 'access',
    text,
    time,
    remoteAddr: of('ClientHost') ?? of('ClientAddr'),
    method: of('RequestMethod'),
    host: of('RequestHost'),
    path: of('RequestPath'),
    status: number('DownstreamStatus'),
    requestTime: duration === null ? null : duration / 1e9,
    upstream: of('ServiceName'),
    upstreamAddr: of('ServiceAddr'),
    upstreamStatus: upstreamStatus === null || upstreamStatus === 0 ? null : String(upstreamStatus),
    requestId: of('request_X-Request-Id'),
  }
}

const levels: Readonly<Record<string, string>> = {
  TRC: 'trace',
  DBG: 'debug',
  INF: 'info',
  WRN: 'warn',
  ERR: 'error',
  FTL: 'fatal',
  PNC: 'fatal',
}

function ownWords(text: string): LogRecord | null {
  const [, time, level = ''] = /^(\d{4}-\d\d-\d\dT[\d:.+-]{8,30}Z?) ([A-Z]{3}) /.exec(text) ?? []
  if (time !== undefined) return { ...nothingSaid, kind: 'controller', text, time, level: levels[level] ?? null }
  const [, at, word] = /^time="([^"]{1,60})" level=(\w{1,20})/.exec(text) ?? []
  if (at === undefined) return null
  return { ...nothingSaid, kind: 'controller', text, time: at, level: word === 'warning' ? 'warn' : (word ?? null) }
}
