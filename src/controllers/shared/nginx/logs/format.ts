/** An nginx log_format → a reader of its lines. https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format */
import { isRecord, jsonIn } from '../../../../domain/objects/project-fields.js'

/** Variable, without its dollar → its text. */
export type Variables = ReadonlyMap<string, string>

/** @returns null for a line that is not of the format */
export type ReadLine = (line: string) => Variables | null

export function lineReader(format: string): ReadLine {
  return /^\s*\{/.test(format) ? jsonReader(format) : textReader(format)
}

interface FormatPart {
  /** null: what stands before the first variable */
  readonly variable: string | null
  /** the text up to the next variable, or the end */
  readonly after: string
}

/**
 * Reads from left to right, each variable up to the text that follows it: no pattern that could run away on a hostile
 * line. nginx escapes quotes inside of values, so the first quote is the end of one.
 */
function textReader(format: string): ReadLine {
  const parts = partsOf(format)
  return (line) => {
    const variables = new Map<string, string>()
    let at = 0
    for (const [i, { variable, after }] of parts.entries()) {
      const isLast = i === parts.length - 1
      if (variable === null) {
        if (!line.startsWith(after)) return null
        at = after.length
        continue
      }
      const end = isLast && after === '' ? line.length : endOf(line, at, variable, after)
      if (end === -1) return null
      variables.set(variable, line.slice(at, end))
      at = end + after.length
    }
    return at === line.length ? variables : null
  }
}

function partsOf(format: string): FormatPart[] {
  const parts: FormatPart[] = []
  let variable: string | null = null
  let from = 0
  for (const match of format.matchAll(/\$(?:\{(\w+)\}|(\w+))/g)) {
    parts.push({ variable, after: format.slice(from, match.index) })
    variable = match[1] ?? match[2] ?? ''
    from = match.index + match[0].length
  }
  parts.push({ variable, after: format.slice(from) })
  return parts
}

/** Several upstreams were tried: `a, b`, and `a : b` after an internal redirect. */
function endOf(line: string, from: number, variable: string, after: string): number {
  if (after === '') return line.length
  let end = line.indexOf(after, from)
  if (!variable.startsWith('upstream_') || after[0] !== ' ') return end
  while (end !== -1 && (line[end - 1] === ',' || line.startsWith(' : ', end) || line.startsWith(': ', end - 1)))
    end = line.indexOf(after, end + 1)
  return end
}

/** `{"time": "$time_iso8601", "status": $status}`: the keys of the format say which variable each value is. */
function jsonReader(format: string): ReadLine {
  const keys = new Map<string, string>()
  for (const [, key = '', braced, plain] of format.matchAll(/"([^"]+)"\s*:\s*"?\$(?:\{(\w+)\}|(\w+))"?/g))
    keys.set(key, braced ?? plain ?? '')
  return (line) => {
    const value = jsonIn(line)
    if (!isRecord(value)) return null
    const variables = new Map<string, string>()
    for (const [key, one] of Object.entries(value))
      if (typeof one === 'string' || typeof one === 'number') variables.set(keys.get(key) ?? key, String(one))
    return variables
  }
}
