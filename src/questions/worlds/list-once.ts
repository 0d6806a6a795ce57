/** A cluster of which each list is asked once: what one part of an answer has seen, another one need not ask again. */
import type { Kind } from '../../domain/objects/objects.js'
import type { ClusterReader, Listing, ListQuery } from '../../domain/ports.js'

export function listOnce(cluster: ClusterReader): ClusterReader {
  const known = new Map<string, Promise<Listing<Kind>>>()
  const list = <K extends Kind>(kind: K, query: ListQuery): Promise<Listing<K>> => {
    const key = JSON.stringify([kind, query.scope, query.labelSelector ?? '', query.names ?? null])
    const found = (known.get(key) as Promise<Listing<K>> | undefined) ?? cluster.list(kind, query)
    known.set(key, found as Promise<Listing<Kind>>)
    return found
  }
  const { scope, source, takenAt, listCustom, amongMany } = cluster
  return { scope, source, takenAt, list, listCustom, ...(amongMany && { amongMany }) }
}
