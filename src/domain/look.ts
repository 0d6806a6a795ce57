/** Objects that are asked for by their names: those that exist, those that do not, and those that may not be seen. */

import type { Gap } from './gap.js'
import { uniqueBy } from './groups.js'
import { type CustomKind, customName } from './objects/custom.js'
import type { Kind, Kinds } from './objects/objects.js'
import { byName, type NamespacedName, nameOf, refOf } from './objects/ref.js'
import type { ClusterReader, CustomListing, Listing, Scope } from './ports.js'

/** `undefined`: there is none; `null`: it could not be seen, or was not asked for. */
export type Look<T> = (name: NamespacedName) => T | undefined | null

export interface Looked<K extends Kind> {
  readonly of: Look<Kinds[K]>
  /** what was found; that a name is not there is an answer, and no gap */
  readonly listing: Listing<K>
}

/** Nobody's other objects are asked for one by one; a list may pass over them. */
export async function look<K extends Kind>(
  cluster: ClusterReader,
  kind: K,
  names: readonly NamespacedName[],
): Promise<Looked<K>> {
  const unique = uniqueBy(names.filter(canExist), nameOf)
  const many = kind === 'Secret' ? await cluster.amongMany?.(unique) : undefined
  const known = (many?.items ?? []) as readonly Kinds[K][]
  const missing = new Set(many?.missing.map(nameOf))
  const told = new Set([...missing, ...known.map((item) => nameOf(refOf(item)))])
  const rest = unique.filter((name) => !told.has(nameOf(name)))
  const single = await lookEach(cluster, kind, rest)
  const alone = (name: NamespacedName) => (canExist(name) ? single.of(name) : undefined)
  if (told.size === 0) return { ...single, of: alone }
  const found = byName(known)
  const { items, coverage, gaps } = single.listing
  const open = new Set(rest.map(({ namespace }) => namespace))
  const closed = new Set(unique.map(({ namespace }) => namespace).filter((namespace) => !open.has(namespace)))
  return {
    of: (name) => found.get(nameOf(name)) ?? (missing.has(nameOf(name)) ? undefined : alone(name)),
    listing: {
      items: [...known, ...items],
      coverage: typeof coverage === 'string' ? coverage : [...coverage, ...closed].sort(),
      gaps,
    },
  }
}

/**
 * Nobody need look for a name that no object can have: there is none, and nobody will write one.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
 */
function canExist({ name }: NamespacedName): boolean {
  return /^[a-z\d](?:[-a-z\d.]*[a-z\d])?$/.test(name)
}

/** One list for each namespace. */
async function lookEach<K extends Kind>(
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
  const found = byName(items)
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

export interface LookedCustom {
  readonly of: (kind: CustomKind) => CustomListing
  readonly gaps: readonly Gap[]
}

/** All objects of the kinds that controllers brought with them: a listing for each. */
export function listAllCustom(
  cluster: ClusterReader,
  kinds: readonly CustomKind[],
  scope: Scope,
): Promise<readonly CustomListing[]> {
  return Promise.all(uniqueBy(kinds, customName).map((kind) => cluster.listCustom(kind, scope)))
}

/** Those of all namespaces, found again by their kind. */
export async function lookCustom(cluster: ClusterReader, kinds: readonly CustomKind[]): Promise<LookedCustom> {
  const listings = await listAllCustom(cluster, kinds, 'all-namespaces')
  const found = new Map(listings.map((one) => [customName(one.kind), one]))
  return {
    of: (kind) => found.get(customName(kind)) ?? { kind, items: [], coverage: 'none', gaps: [] },
    gaps: listings.flatMap(({ gaps }) => gaps),
  }
}
