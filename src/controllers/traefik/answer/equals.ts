/** Rules that have the same requests, for their routers have one priority. */
import { groupedBy } from '../../../domain/groups.js'
import { type Ref, refKey } from '../../../domain/objects/ref.js'
import { hangsOnSecret } from '../../../domain/routes/fate.js'
import type { Router } from '../../../languages/traefik/config/types.js'
import type { Made, Model } from '../model/types.js'

interface Found {
  readonly winners: readonly Router[]
  readonly all: ReadonlySet<Made>
  readonly sources: readonly Ref[]
  /** by the object that they are of */
  readonly own: ReadonlyMap<string, readonly Made[]>
  /** of routes that are none of the model's */
  readonly foreign: readonly Ref[]
  /** on which something decides that may not be seen */
  readonly unseen: readonly Made[]
}

export class Equals {
  readonly #model: Model
  #last: Found = { winners: [], all: new Set(), sources: [], own: new Map(), foreign: [], unseen: [] }

  constructor(model: Model) {
    this.#model = model
  }

  /** Of thousands of equals each has the same ones, which are gathered once. */
  of(winners: readonly Router[]): Found {
    const { winners: before } = this.#last
    if (winners === before || (winners.length === before.length && winners.every((one, i) => one === before[i])))
      return this.#last
    const all = [...new Set(winners.flatMap((one) => this.#model.madeOf.get(one.name) ?? []))]
    const unseen = all.filter((one) => whyUnsure(one) !== undefined)
    const foreign = winners.flatMap(({ name, origin }) => (this.#model.madeOf.has(name) ? [] : (origin ?? [])))
    const sources = [...sourcesOf(all), ...foreign]
    this.#last = { winners, all: new Set(all), sources, own: groupedBy(all, keyOf), foreign, unseen }
    return this.#last
  }
}

/** Why it is not known whether it is taken at all; undefined: it is known. */
export function whyUnsure({ doubt, unseen }: Made): string | undefined {
  return doubt ?? (unseen && hangsOnSecret.why)
}

export function keyOf({ source }: Made): string {
  return refKey(source)
}

export function sourcesOf(all: readonly Made[]): readonly Ref[] {
  return [...new Map(all.map((one) => [keyOf(one), one.source])).values()]
}
