/** A line of a controller's log, as far as it is understood, and the questions that one asks of it. */
import { type NamespacedName, nameOf, type Ref } from '../objects/ref.js'

export interface LogRecord {
  readonly kind: 'access' | 'error' | 'controller' | 'other'
  /** the line itself */
  readonly text: string
  /** as the line has it */
  readonly time: string | null
  /** `error`, `warn`, `emerg` …, in lower case */
  readonly level: string | null
  readonly remoteAddr: string | null
  readonly method: string | null
  readonly host: string | null
  readonly path: string | null
  readonly status: number | null
  /** seconds */
  readonly requestTime: number | null
  readonly upstream: string | null
  readonly upstreamAddr: string | null
  readonly upstreamStatus: string | null
  readonly requestId: string | null
  /** where the format tells it */
  readonly source: Ref | null
}

/** How the lines of a log are written. */
export interface LogFormat {
  read(line: string): LogRecord
  /** does a line tell the host, or the Ingress, of a request */
  readonly tells: { readonly host: boolean; readonly ingress: boolean }
}

/** Nothing is understood of such a log. */
export const plainFormat: LogFormat = {
  read: (text) => ({ ...nothingSaid, kind: 'other', text }),
  tells: { host: false, ingress: false },
}

export const nothingSaid: Omit<LogRecord, 'kind' | 'text'> = {
  time: null,
  level: null,
  remoteAddr: null,
  method: null,
  host: null,
  path: null,
  status: null,
  requestTime: null,
  upstream: null,
  upstreamAddr: null,
  upstreamStatus: null,
  requestId: null,
  source: null,
}

/** What is wanted; each that is said must fit. */
export interface LogFilter {
  readonly host: string | undefined
  /** upstreams that stand for the host or the Ingress where the format has neither; undefined: not asked */
  readonly upstreams: ReadonlySet<string> | undefined
  readonly ingress: NamespacedName | undefined
  /** ranges of status codes */
  readonly status: readonly (readonly [from: number, to: number])[] | undefined
  /** seconds */
  readonly slow: number | undefined
  readonly errors: boolean
}

export function isFiltering({ host, ingress, status, slow, errors }: LogFilter): boolean {
  return host !== undefined || ingress !== undefined || status !== undefined || slow !== undefined || errors
}

export function wanted(record: LogRecord, filter: LogFilter): boolean {
  const { host, ingress, status, slow, errors } = filter
  if (host !== undefined && !isOfHost(record, host, filter.upstreams)) return false
  if (ingress !== undefined && !isOfIngress(record, ingress, filter.upstreams)) return false
  if (
    status !== undefined &&
    !status.some(([from, to]) => record.status !== null && record.status >= from && record.status <= to)
  )
    return false
  if (slow !== undefined && (record.requestTime === null || record.requestTime < slow)) return false
  return !errors || isError(record)
}

function isOfHost(record: LogRecord, host: string, upstreams: ReadonlySet<string> | undefined): boolean {
  if (record.host !== null) return record.host.toLowerCase().replace(/:\d+$/, '') === host
  return record.upstream !== null && (upstreams?.has(record.upstream) ?? false)
}

function isOfIngress(record: LogRecord, ingress: NamespacedName, upstreams: ReadonlySet<string> | undefined): boolean {
  if (record.source !== null) return nameOf(record.source) === nameOf(ingress)
  if (record.kind === 'controller') return record.text.includes(nameOf(ingress))
  return record.upstream !== null && (upstreams?.has(record.upstream) ?? false)
}

function isError({ kind, level, status }: LogRecord): boolean {
  if (kind === 'access') return status !== null && status >= 500
  return level !== null && ['error', 'crit', 'alert', 'emerg', 'fatal'].includes(level)
}

/** `5xx`, `404`, `400-499`, separated by commas. @returns undefined for what is none of these */
export function parseStatuses(text: string): readonly (readonly [from: number, to: number])[] | undefined {
  const ranges = text.split(',').map((part) => {
    const [, hundred] = /^([1-5])xx$/i.exec(part) ?? []
    if (hundred !== undefined) return [Number(hundred) * 100, Number(hundred) * 100 + 99] as const
    const [, from, to = from] = /^(\d{3})(?:-(\d{3}))?$/.exec(part) ?? []
    return from === undefined ? null : ([Number(from), Number(to)] as const)
  })
  return ranges.includes(null) ? undefined : (ranges as (readonly [number, number])[])
}
