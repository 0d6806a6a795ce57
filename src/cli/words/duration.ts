/** Durations as Go and kubectl write them. */
import { usage } from '../../domain/problem.js'

const milliseconds: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/**
 * `1s`, `2m`, `1h30m`, `1.5s`, or a bare integer of seconds, as in
 * https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/helpers.go (ParseTimeout)
 * @returns milliseconds; 0 (or an empty text) means no limit
 */
export function parseRequestTimeout(text: string): number {
  const seconds = /^[+-]?\d+$/.test(text) ? Number(text) : undefined
  const value = text === '' ? 0 : seconds === undefined ? parseGoDuration(text) : seconds * 1000
  if (value === undefined || value < 0)
    throw usage(
      `invalid --request-timeout "${text}"`,
      'it is a number of seconds or a duration such as 1s, 2m or 1h30m; 0 means no limit',
    )
  return value
}

/** @returns milliseconds; undefined for what is no duration with a unit */
export function parseGoDuration(text: string): number | undefined {
  if (!/^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined
  let total = 0
  for (const [, amount, unit] of text.matchAll(/([\d.]+)([a-zµ]+)/gy))
    total += Number(amount) * (milliseconds[unit ?? ''] ?? 0)
  return total
}
