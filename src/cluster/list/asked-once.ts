/** A cluster that is asked each thing once: what one part of an answer has seen, another one need not ask again. */
import type { Kind } from '../../domain/objects/objects.js'
import { nameOf } from '../../domain/objects/ref.js'
import type { ClusterReader, Listing, ListQuery } from '../../domain/ports.js'
import { together } from './list-names.js'

/** @returns the same cluster: what it has answered it answers again as it did, each object that was named for itself */
export function askedOnce(cluster: ClusterReader): ClusterReader {
  const known = new Map<string, Promise<unknown>>()
  const once = <T>(key: readonly unknown[], ask: () => Promise<T>): Promise<T> => {
    const written = JSON.stringify(key)
    const answer = (known.get(written) as Promise<T> | undefined) ?? ask()
    known.set(written, answer)
    return answer
  }
  const list = async <K extends Kind>(kind: K, query: ListQuery): Promise<Listing<K>> => {
    const { names, ...rest } = query
    const { scope, labelSelector, isUndivided } = rest
    const ask = (name?: string) =>
      once([kind, scope, labelSelector, isUndivided, name], () =>
        cluster.list(kind, name === undefined ? rest : { ...rest, names: [name] }),
      )
    return names === undefined ? ask() : together(await Promise.all([...new Set(names)].map(ask)))
  }
  const { listCustom, amongMany } = cluster
  return {
    ...cluster,
    list,
    listCustom: (kind, scope) => once([kind, scope], () => listCustom(kind, scope)),
    ...(amongMany && {
      amongMany: (secrets) => once(['Secrets', secrets.map(nameOf).sort()], () => amongMany(secrets)),
    }),
  }
}
