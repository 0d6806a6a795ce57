/** A live cluster as the inside sees it: lists of kinds, and a named gap for everything that may not be seen. */
import { type Kind, kinds } from '../../domain/objects/objects.js'
import type { ClusterReader, Listing, ListQuery, Scope } from '../../domain/ports.js'
import type { Query, Transport } from '../wire/transport.js'
import { listFewer, type Namespaces, readNamespaces } from './fewer-namespaces.js'
import { listCustom } from './list-custom.js'
import { listNames } from './list-names.js'
import { listManySecrets } from './many-secrets.js'
import { listingOf, readPlace } from './places.js'
import { faultOfName } from './resource-path.js'
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
