/** How Services are spoken to that are parts of others: all of one name share one, and the last word on it counts. */
import { addTo } from '../../../../domain/groups.js'
import type { Wire } from '../../../../domain/objects/project-fields.js'
import { ingressRoutes } from './kinds.js'

/** By the name of a Service and its port: the words that count, where not all say the same; null: chance decides. */
export type Counting = ReadonlyMap<string, Wire | null>

interface Word {
  /** the object */
  readonly by: string
  readonly wire: Wire
  /** is there all that it names */
  readonly isWhole: boolean
}

export class Words {
  readonly #said = new Map<string, Word[]>()

  add(name: string, word: Word): void {
    addTo(this.#said, name, word)
  }

  /** TraefikServices have their word after all routes; between objects of a kind nobody decides. */
  counting(): Counting {
    const found = new Map<string, Wire | null>()
    for (const [name, all] of this.#said) {
      const ofServices = all.filter(({ by }) => !by.startsWith(`${ingressRoutes.kind}/`))
      const last = [...new Map((ofServices.length > 0 ? ofServices : all).map((one) => [one.by, one])).values()]
      const [first, ...others] = last
      if (first === undefined || all.every(({ wire }) => isAlike(wire, first.wire))) continue
      if (others.every(({ wire }) => isAlike(wire, first.wire))) found.set(name, first.wire)
      else if (others.some(({ isWhole }) => isWhole !== first.isWhole)) found.set(name, null)
    }
    return found
  }
}

function isAlike(a: Wire, b: Wire): boolean {
  return said(a) === said(b)
}

function said({ scheme, serversTransport, passHostHeader, middlewares, nativeLB, nodePortLB }: Wire): string {
  return JSON.stringify([scheme, serversTransport, passHostHeader, middlewares, nativeLB, nodePortLB])
}
