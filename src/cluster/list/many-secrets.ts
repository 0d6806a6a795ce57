/**
 * Many Secrets that are known by their names. A list of those of type TLS holds most of them and nobody else's passwords;
 * whether there are any of the others is told by a list of names alone, so that only those which exist are asked for.
 */
import { groupedBy } from '../../domain/groups.js'
import type { Secret } from '../../domain/objects/objects.js'
import { record, text } from '../../domain/objects/project-fields.js'
import { type NamespacedName, nameOf, refOf } from '../../domain/objects/ref.js'
import type { AmongMany } from '../../domain/ports.js'
import { problem } from '../../domain/problem.js'
import type { Transport } from '../wire/transport.js'
import type { Page } from './page.js'
import { pageSize, readPages } from './paging.js'
import { readPlace } from './places.js'
import { resourcePath } from './resource-path.js'

/** Of up to so many, each is asked for by its name. */
const few = 20

/** @returns nothing of what may not be listed */
export async function listManySecrets(transport: Transport, names: readonly NamespacedName[]): Promise<AmongMany> {
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
