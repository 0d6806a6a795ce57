/** A namespace that was named, where nothing was found in it: is there such a one, and which was probably meant. */

import { refOf } from '../../domain/objects/ref.js'
import type { ClusterReader } from '../../domain/ports.js'
import { nearest } from '../../domain/text/nearest.js'

export interface AbsentNamespace {
  /** false: namespaces may not be listed, and `near` are those that hold such objects */
  readonly isKnown: boolean
  readonly near: readonly string[]
}

/**
 * @param kind of what was looked for there: where namespaces may not be listed, those of such objects are known
 * @returns null: it is there, or nothing can be said of it
 */
export async function absentNamespace(
  cluster: ClusterReader,
  name: string,
  kind: 'Ingress' | 'Pod',
): Promise<AbsentNamespace | null> {
  const scope = 'all-namespaces'
  const { items } = await cluster.list('Namespace', { scope })
  const isKnown = items.length > 0
  const names = new Set(
    isKnown
      ? items.map((one) => refOf(one).name)
      : (await cluster.list(kind, { scope })).items.map((one) => refOf(one).namespace),
  )
  if (names.has(name)) return null
  const near = nearest(name, names)
  return isKnown || near.length > 0 ? { isKnown, near } : null
}
