/** Reads the objects of one kind in one place: one namespace, the whole cluster, or a kind without namespaces. */

import type { Gap } from '../../domain/gap.js'
import { apiVersionOf, type Kind, type Kinds, kinds } from '../../domain/objects/objects.js'
import type { Listing } from '../../domain/ports.js'
import { readers } from '../protobuf/kinds.js'
import { problemOfRefusal, type Refusal } from '../wire/refusal.js'
import type { Query, Transport } from '../wire/transport.js'
import { pageOf } from './page.js'
import { gapsOf, type Pages, pageSize, readPages } from './paging.js'
import { resourcePath } from './resource-path.js'

export interface ListPlace<K extends Kind = Kind> {
  readonly kind: K
  /** null: all of them, or a kind without namespaces */
  readonly namespace: string | null
  /** absent: the kind has only one */
  readonly version?: string
}

/**
 * @param selectors `labelSelector`, `fieldSelector`
 * @param keep of what comes; absent: all
 */
export function readPlace<K extends Kind>(
  transport: Transport,
  { kind, namespace, version }: ListPlace<K>,
  selectors: Query,
  keep?: (item: Kinds[K]) => boolean,
): Promise<Pages<Kinds[K]>> {
  const path = resourcePath(kind, namespace, null, version)
  const encoding = kind in readers ? 'protobuf' : 'json'
  return readPages({
    kind,
    room: transport.room,
    path: `${path} ${JSON.stringify(selectors)}`,
    size: pageSize[encoding],
    server: transport.label,
    ask: (query) => transport.get(path, { ...query, ...selectors }, encoding),
    open: (body) => pageOf(kind, body, transport.label),
    keep,
  })
}

/** A place's pages as a listing: what was refused, or torn, is a gap in it. */
export function listingOf<K extends Kind>(place: ListPlace<K>, pages: Pages<Kinds[K]>, server: string): Listing<K> {
  if (!pages.ok) return { items: [], coverage: 'none', gaps: [gapOf(pages.refusal, place, server)] }
  const gaps = gapsOf(pages, { ...place, plural: kinds[place.kind].plural })
  return { items: pages.items, coverage: pages.isCut ? 'none' : 'all', gaps }
}

/** @throws Problem for a refusal that no gap can stand for: 5xx, 429, or a server without the core API */
export function gapOf(refusal: Refusal, { kind, namespace }: ListPlace, server: string): Gap {
  const { status, message } = refusal
  if (status === 403) return { kind, namespace, reason: 'forbidden', message }
  if (status === 404 && kinds[kind].group !== '') {
    const missing = `the server does not know ${kinds[kind].plural} in ${apiVersionOf(kind)}`
    return { kind, namespace: null, reason: 'unsupported', message: `${missing}: ${message}` }
  }
  throw problemOfRefusal(refusal, server, resourcePath(kind, namespace, null))
}
