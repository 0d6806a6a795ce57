/** What becomes of the routes of several plans, found again by where they stand. */
import { addTo } from '../../domain/groups.js'
import { refKey } from '../../domain/objects/ref.js'
import type { Fate } from '../../domain/routes/fate.js'
import type { Route } from '../../domain/routes/route.js'

type Place = Pick<Route, 'source' | 'host'> & {
  readonly match: Pick<NonNullable<Route['match']>, 'path' | 'pathType'> | null
}

/** Fates by place. Of a part of the Ingresses nothing is told but what no other one could change. */
export class Fates {
  readonly #isWhole: boolean
  readonly #known = new Map<string, { readonly fate: Fate }[]>()

  constructor(isWhole: boolean) {
    this.#isWhole = isWhole
  }

  add(routes: Iterable<Place & { readonly fate: Fate }>): void {
    for (const route of routes) addTo(this.#known, placeKey(route), route)
  }

  /** An Ingress may ask for one place several times: each has a fate of its own, in its order. */
  take(route: Place): Fate | null {
    // Where nobody asked for fates, no place is worded for each route.
    if (this.#known.size === 0) return null
    const fate = this.#known.get(placeKey(route))?.shift()?.fate ?? null
    return this.#isWhole || fate?.is === 'dropped' ? fate : null
  }
}

/** Whose it is, with host, path and path type. */
export function placeKey({ source, host, match }: Place): string {
  return `${refKey(source)} ${host ?? ''} ${match?.pathType ?? ''} ${match?.path ?? ''}`
}
