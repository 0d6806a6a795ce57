/** What a controller writes into its log itself, as most that are written in Go do. */
import { type LogRecord, nothingSaid } from '../../../../domain/controllers/log-record.js'

const levels: Readonly<Record<string, string>> = { I: 'info', W: 'warn', E: 'error', F: 'fatal' }

/** klog, and its like that writes the year, too: https://github.com/kubernetes/klog */
export function klogRecord(text: string): LogRecord | null {
  const [, letter = '', time] = /^([IWEF])(\d{4}(?:\d{4})? \d\d:\d\d:\d\d\.\d+)\s+\d+ \S+\] /.exec(text) ?? []
  return time === undefined ? null : { ...nothingSaid, kind: 'controller', text, time, level: levels[letter] ?? null }
}
