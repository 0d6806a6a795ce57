/** Contradictions that are known and still open, each with its reason; one that is cured has to go from here. */
import type { Contradiction } from './contradictions.js'

interface Open {
  readonly kind: RegExp
  readonly about: RegExp
  readonly reason: string
}

const anywhere = /^/

const open: readonly Open[] = [
  { kind: /^why: served/, about: anywhere, reason: 'why does not try the requests that a rule should take' },
]

/** @returns what nobody knows of, one line each */
export function unexpected(found: readonly Contradiction[]): readonly string[] {
  return found
    .filter((one) => !open.some(({ kind, about }) => kind.test(one.kind) && about.test(one.about)))
    .map(({ kind, about, says }) => `${kind}: ${about}: ${says}`)
}
