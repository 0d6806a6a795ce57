/** Regular expressions of routes, tried with a bound on their time: what cannot be read the same way is not guessed. */
import type { Pattern } from '../../../domain/gateway/profile.js'
import { readPcre } from '../../../languages/nginx/pcre/pcre.js'
import { toBytes } from '../../../languages/nginx/text/byte-text.js'

/** The whole value must match. */
export function wholePattern(text: string): Pattern | null {
  return tried(`^(?:${text})$`)
}

/** A part of the value is enough. */
export function anyPattern(text: string): Pattern | null {
  return tried(text)
}

/** What the languages of RE2 and Go refuse: looks around, references to captures, and what is no expression at all. */
export function isRefused(text: string): boolean {
  if (/\(\?<?[=!]|\(\?>|\\[1-9gk]/.test(text)) return true
  // Sets of Unicode and the like are theirs alone.
  return !/\\[pPCQ]|\(\?[a-zA-Z]*U/.test(text) && readPcre(toBytes(text), false) === null
}

function tried(text: string): Pattern | null {
  if (isRefused(text)) return null
  const read = readPcre(toBytes(text), false)
  if (read === null) return null
  return (value) => {
    const found = read.match(toBytes(value))
    return found === 'too-long' || found === 'gave-up' ? null : found !== 'none'
  }
}
