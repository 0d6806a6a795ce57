/** The smallest change that makes a value pass, where one can be told. */
import { type ValueKindName, valueKinds } from '../values.js'

const guesses: Readonly<Partial<Record<ValueKindName, (value: string) => string>>> = {
  boolean: (value) => (/^\s*(?:yes|on|y|enabled?|true)\s*$/i.test(value) ? 'true' : 'false'),
  integer: (value) => /^([+-]?\d+)\s*[a-z%]*$/i.exec(value.trim())?.[1] ?? '',
  size: (value) => /^(\d+)\s*([bkmg]?)(?:i?b)?$/i.exec(value.trim())?.slice(1).join('') ?? '',
  errorCodes: (value) => (value.match(/\b[45]\d{2}\b/g) ?? []).join(','),
  networks: (value) =>
    value
      .split(/[\s,;]+/)
      .filter((one) => valueKinds.networks.accepts(one))
      .join(','),
  serviceName: (value) => value.replace(/^[^/]*\//, '').replace(/:[\s\S]*/, ''),
  path: (value) => value.replace(/[?#].*$/s, ''),
  onOff: (value) => (/true|yes|1/i.test(value) ? 'on' : 'off'),
  trimmedOnOff: (value) => (/true|yes|1/i.test(value) ? 'on' : 'off'),
  method: (value) => value.trim().toUpperCase(),
}

/** Of what is longer nobody knows what was meant. */
const longest = 1000

/** Only those that a person writes by mistake: of `maybe` nobody can tell. */
const clearlyBoolean = /^\s*(?:yes|no|on|off|y|n|enabled?|disabled?|true|false)\s*$/i

/** @returns a value that would do; null: none can be told */
export function suggest(kind: ValueKindName, value: string): string | null {
  const isUnclear = value.length > longest || (kind === 'boolean' && !clearlyBoolean.test(value))
  const guess = isUnclear ? '' : (guesses[kind]?.(value) ?? '')
  return guess !== '' && guess !== value && valueKinds[kind].accepts(guess) ? guess : null
}
