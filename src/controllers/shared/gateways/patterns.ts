/** Paths as Envoy takes them, and regular expressions of routes: what cannot be read the same way is not guessed. */
import type { GatewayProfile, Pattern } from '../../../domain/gateway/profile.js'
import { readPcre } from '../../../languages/nginx/pcre/pcre.js'
import { toBytes } from '../../../languages/nginx/text/byte-text.js'

/** Whoever configures an Envoy says by itself what becomes of an escaped slash. */
export const envoyPath = {
  normalised: true,
  backslash: true,
  decoded: 'unreserved',
  refuses: 'non-ascii',
  answersAsterisk: false,
  keepsTwoSlashes: true,
  escapes: false,
} as const satisfies Partial<GatewayProfile['matching']['path']>

/** The whole value must match, in a bounded time. */
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
