/** Objects that are asked for by their names: those that exist, those that do not, and those that may not be seen. */
import type { Kind, Kinds } from './objects/objects.js'
import { type NamespacedName, nameOf, refOf } from './objects/ref.js'
import type { ClusterReader, Gap, Listing } from './ports.js'

/** `undefined`: there is none; `null`: it could not be seen, or was not asked for. */
export type Look<T> = (name: NamespacedName) => T | undefined | null

export interface Looked<K extends Kind> {
  readonly of: Look<Kinds[K]>
  /** what was found; that a name is not there is an answer, and no gap */
  readonly listing: Listing<K>
}

/** One list for each namespace, and nobody's other objects are asked for. */
export async function look<K extends Kind>(
  cluster: ClusterReader,
  kind: K,
  names: readonly NamespacedName[],
): Promise<Looked<K>> {
  const wanted = new Map<string, Set<string>>()
  for (const { namespace, name } of names) wanted.set(namespace, (wanted.get(namespace) ?? new Set()).add(name))
  const listings = await Promise.all(
    [...wanted]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(async ([namespace, own]) => ({
        namespace,
        ...(await cluster.list(kind, { scope: { namespace }, names: [...own].sort() })),
      })),
  )
  const items = listings.flatMap((one) => one.items)
  const found = new Map(items.map((item) => [nameOf(refOf(item)), item]))
  const seen = new Set(listings.filter(({ coverage }) => coverage === 'all').map(({ namespace }) => namespace))
  return {
    of: (name) =>
      found.get(nameOf(name)) ??
      (seen.has(name.namespace) && wanted.get(name.namespace)?.has(name.name) ? undefined : null),
    listing: { items, coverage: seen.size === listings.length ? 'all' : [...seen], gaps: gapsOf(listings) },
  }
}

function gapsOf(listings: readonly { readonly gaps: readonly Gap[] }[]): Gap[] {
  return listings.flatMap(({ gaps }) => gaps).filter(({ reason }) => reason !== 'not-found')
}
