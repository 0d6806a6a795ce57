/** Contradictions that are known and still open, each with its reason; one that is cured has to go from here. */
import type { Contradiction } from './contradictions.js'

interface Open {
  readonly kind: RegExp
  readonly about: RegExp
  readonly reason: string
}

const anywhere = /^/

const open: readonly Open[] = [
  {
    kind: /^endpoints counted twice/,
    about: anywhere,
    reason: "ingresses counts by the API's rules, not by those of the controller that owns the route",
  },
  {
    kind: /^certs against trace https/,
    about: anywhere,
    reason: 'certs has a rule of its own for the Secret of a host',
  },
  {
    kind: /^status counts what why calls lost/,
    about: anywhere,
    reason: 'status does not ask the model what should be served',
  },
  { kind: /^why: served/, about: anywhere, reason: 'why does not try the requests that a rule should take' },
]

/** @returns what nobody knows of, one line each */
export function unexpected(found: readonly Contradiction[]): readonly string[] {
  return found
    .filter((one) => !open.some(({ kind, about }) => kind.test(one.kind) && about.test(one.about)))
    .map(({ kind, about, says }) => `${kind}: ${about}: ${says}`)
}
