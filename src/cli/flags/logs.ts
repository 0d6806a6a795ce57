/** What of a log is asked for: which part, and which lines. */
import { type LogFilter, parseStatuses } from '../../domain/controllers/log-record.js'
import type { LogQuery } from '../../domain/controllers/pod-access.js'
import { parseIngressName } from '../../domain/objects/object-name.js'
import { usage } from '../../domain/problem.js'
import { parseGoDuration } from '../words/duration.js'
import { parseHost } from '../words/host.js'
import { type Flags, given } from './given.js'

/** As said; what stands behind a host or an Ingress is found out later. */
export type LogQuestion = Omit<LogFilter, 'upstreams'>

/** Which part of the log. @throws Problem `usage` */
export function meantLogQuery(flags: Flags): LogQuery {
  const tail = numberIn(flags, 'tail', '--tail')
  const limitBytes = numberIn(flags, 'limitBytes', '--limit-bytes')
  const since = durationIn(flags, 'since', '--since')
  const sinceTime = given.text(flags, 'sinceTime')
  if (since !== undefined && sinceTime !== undefined)
    throw usage('--since and --since-time exclude each other', 'leave one of the two out')
  if (sinceTime !== undefined && Number.isNaN(Date.parse(sinceTime)))
    throw usage(`invalid --since-time "${sinceTime}"`, 'for instance 2026-11-24T03:00:00Z')
  return {
    follow: given.flag(flags, 'follow') === true,
    previous: given.flag(flags, 'previous') === true,
    timestamps: given.flag(flags, 'timestamps') === true,
    ...(tail === undefined ? {} : { tail }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(since === undefined ? {} : { sinceSeconds: Math.ceil(since) }),
    ...(sinceTime === undefined ? {} : { sinceTime }),
  }
}

/** Which of its lines. @throws Problem `usage` */
export function meantLogFilter(flags: Flags): LogQuestion {
  const host = given.text(flags, 'host')
  const statuses = given.text(flags, 'status')
  const status = statuses === undefined ? undefined : parseStatuses(statuses)
  if (statuses !== undefined && status === undefined)
    throw usage(`invalid --status "${statuses}"`, 'for instance 5xx, 404, or 400-499')
  return {
    host: host === undefined ? undefined : parseHost(host),
    ingress: ingressIn(given.text(flags, 'ingress')),
    status,
    slow: durationIn(flags, 'slow', '--slow'),
    errors: given.flag(flags, 'errors') === true,
  }
}

function ingressIn(text: string | undefined): LogQuestion['ingress'] {
  if (text === undefined) return undefined
  const { namespace, name } = parseIngressName(text) ?? { namespace: null, name: '' }
  // -n is where the controller is.
  if (namespace === null) throw usage(`invalid --ingress "${text}"`, 'it is NAMESPACE/NAME')
  return { namespace, name }
}

function numberIn(flags: Flags, name: string, flag: string): number | undefined {
  const text = given.text(flags, name)
  if (text === undefined) return undefined
  if (!/^\d{1,12}$/.test(text)) throw usage(`invalid ${flag} "${text}"`, 'it is a number')
  return Number(text)
}

/** @returns seconds */
function durationIn(flags: Flags, name: string, flag: string): number | undefined {
  const text = given.text(flags, name)
  const milliseconds = text === undefined ? undefined : parseGoDuration(text)
  if (text !== undefined && milliseconds === undefined)
    throw usage(`invalid ${flag} "${text}"`, 'it is a duration such as 10s, 5m or 1h30m')
  return milliseconds === undefined ? undefined : milliseconds / 1000
}
