/** Lists a kind that a controller brought with it: where the cluster does not know it, there are none. */
import { type CustomKind, type CustomObject, cutsOf, projectCustom } from '../../domain/objects/custom.js'
import { record, text } from '../../domain/objects/project-fields.js'
import { nameOf, refOf } from '../../domain/objects/ref.js'
import type { CustomListing, Scope } from '../../domain/ports.js'
import { problem } from '../../domain/problem.js'
import { problemOfRefusal } from '../wire/refusal.js'
import type { Transport } from '../wire/transport.js'
import { type Listed, listFewer, type Namespaces } from './fewer-namespaces.js'
import type { Page } from './page.js'
import { gapsOf, type Pages, pageSize, readPages } from './paging.js'
import { collectionPath } from './resource-path.js'
import type { Groups } from './served-versions.js'

/**
 * While a cluster moves to another group, both are there: an object of the one before is passed over where one of its name is in the other.
 * @param fewer the namespaces that are asked instead, where all of them may not be
 */
export async function listCustom(
  transport: Transport,
  kind: CustomKind,
  scope: Scope,
  fewer: () => Promise<Namespaces>,
  groups: Groups,
): Promise<CustomListing> {
  const { formerGroup } = kind
  const [own, known] = await Promise.all([
    listGroup(transport, kind, scope, fewer),
    formerGroup === undefined ? null : groups(),
  ])
  if (formerGroup === undefined || !known?.has(formerGroup)) return own
  const former = await listGroup(transport, { ...kind, group: formerGroup }, scope, fewer)
  const names = new Set(own.items.map((one) => nameOf(refOf(one))))
  return {
    kind,
    items: [...own.items, ...former.items.filter((one) => !names.has(nameOf(refOf(one))))],
    coverage: own.coverage === 'all' ? former.coverage : own.coverage,
    gaps: [...own.gaps, ...former.gaps],
  }
}

async function listGroup(
  transport: Transport,
  kind: CustomKind,
  scope: Scope,
  fewer: () => Promise<Namespaces>,
): Promise<CustomListing> {
  const namespace = scope === 'all-namespaces' || !kind.namespaced ? null : scope.namespace
  const pages = await read(transport, kind, namespace)
  const isNarrowed = !pages.ok && pages.refusal.status === 403 && namespace === null && kind.namespaced
  const listed = isNarrowed
    ? await listFewer(kind.kind, pages.refusal, await fewer(), async (one) =>
        listedOf(transport, kind, one, await read(transport, kind, one)),
      )
    : listedOf(transport, kind, namespace, pages)
  return { kind, ...listed, gaps: [...listed.gaps, ...cutsOf(kind, listed.items)] }
}

function read(transport: Transport, kind: CustomKind, namespace: string | null): Promise<Pages<CustomObject>> {
  const path = collectionPath(kind, namespace)
  return readPages({
    kind: kind.kind,
    path,
    room: transport.room,
    size: pageSize.json,
    server: transport.label,
    ask: (query) => transport.get(path, query),
    open: (body) => pageOf(kind, body, transport.label),
  })
}

/** @throws Problem for a refusal that no gap can stand for */
function listedOf(
  transport: Transport,
  { kind, plural, ...place }: CustomKind,
  namespace: string | null,
  pages: Pages<CustomObject>,
): Listed<CustomObject> {
  if (pages.ok) {
    const gaps = gapsOf(pages, { kind, plural, namespace })
    return { items: pages.items, coverage: pages.isCut ? 'none' : 'all', gaps }
  }
  const { status, message } = pages.refusal
  if (status === 404) return { items: [], coverage: 'all', gaps: [] }
  if (status === 403) return { items: [], coverage: 'none', gaps: [{ kind, namespace, reason: 'forbidden', message }] }
  throw problemOfRefusal(pages.refusal, transport.label, collectionPath({ plural, ...place }, namespace))
}

function pageOf(kind: CustomKind, body: unknown, server: string): Page<CustomObject> {
  const list = record(body)
  const items = list.items ?? []
  if (list.kind !== `${kind.kind}List` || !Array.isArray(items))
    throw problem('not-kubernetes', { server, detail: `it sent JSON that is no ${kind.kind}List` })
  return { items: projected(kind, items), token: text(record(list.metadata).continue) ?? '' }
}

function* projected(kind: CustomKind, items: readonly unknown[]): Generator<CustomObject | null> {
  for (const item of items) {
    const object = projectCustom(kind, item)
    yield object.metadata.name ? object : null
  }
}
