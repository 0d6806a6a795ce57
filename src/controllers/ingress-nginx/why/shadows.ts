/**
 * Rules that no request for their own path reaches: where the paths of a host are patterns, the longest text comes first,
 * and that need not be the one that fits best.
 */
import { Budget, type Pcre, readPcre } from '../../../languages/nginx/pcre/pcre.js'
import { toBytes } from '../../../languages/nginx/text/byte-text.js'
import { expand, type Written } from '../model/expand.js'
import type { Asked, Location, Server } from '../model/types.js'
import { type Cause, remark } from './cause.js'

interface Pattern {
  readonly written: Written
  /** null: not known to mean the same here */
  readonly pcre: Pcre | null
}

/** A host of more paths is left alone: each is held against all others. */
const most = 2000

export class Shadows {
  readonly #patterns = new Map<Server, readonly Pattern[]>()
  /** Patterns that take more than all of this find nothing more. */
  readonly #budget = new Budget(20_000_000)

  /** @param location of the rule */
  causes(server: Server, { path, field }: Asked, location: Location): Cause[] {
    // What the requests for a pattern look like is not known.
    if (!/^[\w\-/.~%]*$/.test(path)) return []
    const patterns = this.#patternsOf(server)
    const own = patterns.findIndex(({ written }) => written.location === location)
    const winner = patterns
      .slice(0, Math.max(0, own))
      .find(({ pcre }) => pcre !== null && takesAll(pcre, path, this.#budget))
    if (winner === undefined) return []
    const { location: other } = winner.written
    const facts = { host: server.host, path, other: other.path, owner: other.owner?.ref ?? null }
    return [remark('shadowed', facts, { field: `${field}.path` })]
  }

  #patternsOf(server: Server): readonly Pattern[] {
    const known = this.#patterns.get(server)
    if (known) return known
    const { written, isRegex } = expand(server)
    const patterns =
      isRegex && written.length <= most
        ? written.map((one) => ({ written: one, pcre: readPcre(toBytes(`^${one.path}`), true) }))
        : []
    this.#patterns.set(server, patterns)
    return patterns
  }
}

/** The path itself, what is below it, and what only begins like it. */
function takesAll(pcre: Pcre, path: string, budget: Budget): boolean {
  return [path, `${path}/x`, `${path}x`].every((one) => typeof pcre.match(toBytes(one), budget) !== 'string')
}
