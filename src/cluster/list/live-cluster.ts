/** A live cluster as the inside sees it: lists of kinds, and a named gap for everything that may not be seen. */

import { groupedBy } from '../../domain/groups.js'
import { type Kind, kinds, type Secret } from '../../domain/objects/objects.js'
import { record, text } from '../../domain/objects/project-fields.js'
import { type NamespacedName, nameOf, refOf } from '../../domain/objects/ref.js'
import type { AmongMany, ClusterReader, Listing, ListQuery, Scope } from '../../domain/ports.js'
import { problem } from '../../domain/problem.js'
import type { Query, Transport } from '../wire/transport.js'
import { listFewer, type Namespaces, readNamespaces } from './fewer-namespaces.js'
import { listCustom } from './list-custom.js'
import { listNames } from './list-names.js'
import type { Page } from './page.js'
import { pageSize, readPages } from './paging.js'
import { listingOf, readPlace } from './places.js'
import { faultOfName, resourcePath } from './resource-path.js'
import { createDiscovery, createGroups } from './served-versions.js'

export interface LiveCluster {
  readonly transport: Transport
  readonly scope: Scope
  /** the connection's namespace: what is asked where neither all namespaces nor their list may be read */
  readonly namespace: string
  /** where the answers come from, in words */
  readonly source: string
}

export function createLiveCluster({ transport, scope, namespace, source }: LiveCluster): ClusterReader {
  let namespaces: Promise<Namespaces> | undefined
  const versionOf = createDiscovery(transport)
  const groups = createGroups(transport)
  const otherNamespaces = () => (namespaces ??= readNamespaces(transport, namespace))
  return {
    scope,
    source,
    takenAt: null,
    list,
    listCustom: (kind, where) => listCustom(transport, kind, where, otherNamespaces, groups),
    groups,
    amongMany: (secrets) => listManySecrets(transport, secrets),
  }

  async function list<K extends Kind>(kind: K, query: ListQuery): Promise<Listing<K>> {
    const version = await versionOf(kind)
    if (typeof version !== 'string') return noneOf(kind, version)
    const place = {
      kind,
      namespace: kinds[kind].namespaced && query.scope !== 'all-namespaces' ? query.scope.namespace : null,
      version,
    }
    const selectors: Query = query.labelSelector === undefined ? {} : { labelSelector: query.labelSelector }
    if (query.names !== undefined) return listNames(transport, place, query.names, selectors)
    // Of a namespace that an object names and that can be none; what a person asks for wrongly is told as such.
    if (place.namespace !== null && place.namespace !== namespace && faultOfName(place.namespace) !== null)
      return { items: [], coverage: 'all', gaps: [] }
    const pages = await readPlace(transport, place, selectors)
    const isDivided = place.namespace === null && kinds[kind].namespaced && !query.isUndivided
    if (pages.ok || pages.refusal.status !== 403 || !isDivided) return listingOf(place, pages, transport.label)
    return listFewer(kind, pages.refusal, await otherNamespaces(), async (one) => {
      const fewer = { ...place, namespace: one }
      return listingOf(fewer, await readPlace(transport, fewer, selectors), transport.label)
    })
  }
}

/** @param versions in which the cluster has it, and none of them is read; none: it knows no such kind */
function noneOf<K extends Kind>(kind: K, versions: readonly string[]): Listing<K> {
  if (versions.length === 0) return { items: [], coverage: 'all', gaps: [] }
  const message = `this cluster has ${kinds[kind].plural} of ${versions.join(', ')} only, which tkng does not read`
  return { items: [], coverage: 'none', gaps: [{ kind, namespace: null, reason: 'invalid', message }] }
}

/** Of up to so many, each is asked for by its name. */
const few = 20

/**
 * Many Secrets that are known by their names. A list of those of type TLS holds most of them and nobody else's passwords;
 * whether there are any of the others is told by a list of names alone, so that only those which exist are asked for.
 * @returns nothing of what may not be listed
 */
async function listManySecrets(transport: Transport, names: readonly NamespacedName[]): Promise<AmongMany> {
  if (names.length <= few) return nothing
  const all = await listIn(transport, null, names)
  if (all !== null) return all
  const byNamespace = groupedBy(names, (name) => name.namespace)
  const found = await Promise.all(
    [...byNamespace].map(async ([namespace, own]) =>
      own.length > few ? await listIn(transport, namespace, own) : null,
    ),
  )
  const told = found.map((one) => one ?? nothing)
  return { items: told.flatMap(({ items }) => items), missing: told.flatMap(({ missing }) => missing) }
}

const nothing: AmongMany = { items: [], missing: [] }

/** null: they may not be listed there, or not now */
async function listIn(
  transport: Transport,
  namespace: string | null,
  names: readonly NamespacedName[],
): Promise<AmongMany | null> {
  const wanted = new Set(names.map(nameOf))
  const isWanted = (secret: Secret) => wanted.has(nameOf(refOf(secret)))
  const listed = await readPlace(
    transport,
    { kind: 'Secret', namespace },
    { fieldSelector: 'type=kubernetes.io/tls' },
    isWanted,
  )
  if (!listed.ok || listed.isCut) return null
  const found = new Set(listed.items.map((one) => nameOf(refOf(one))))
  const rest = names.filter((name) => !found.has(nameOf(name)))
  if (rest.length <= few) return { items: listed.items, missing: [] }
  const path = resourcePath('Secret', namespace, null)
  const there = await readPages({
    kind: 'Secret',
    path: `${path} names`,
    room: transport.room,
    size: pageSize.json,
    server: transport.label,
    ask: (query) => transport.get(path, query, 'names'),
    open: (body) => pageOfNames(body, transport.label),
  })
  if (!there.ok || there.isCut) return { items: listed.items, missing: [] }
  const known = new Set(there.items)
  return { items: listed.items, missing: rest.filter((name) => !known.has(nameOf(name))) }
}

function pageOfNames(body: unknown, server: string): Page<string> {
  const { kind, metadata, items } = record(body)
  if (kind !== 'PartialObjectMetadataList' || !Array.isArray(items))
    throw problem('not-kubernetes', { server, detail: 'it sent JSON that is no list of names' })
  const names = items.map((item) => {
    const { namespace, name } = record(record(item).metadata)
    return typeof name === 'string' && typeof namespace === 'string' ? nameOf({ namespace, name }) : null
  })
  return { items: names, token: text(record(metadata).continue) ?? '' }
}
