/** Ingresses that were asked for by name, and what was probably meant where one is not there. */

import type { IngressName } from '../../domain/objects/ingress-name.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { nameOf, refOf } from '../../domain/objects/ref.js'
import {
  type ClusterReader,
  isInScope,
  type Listing,
  type MissingObject,
  namespaceIn,
  type Scope,
} from '../../domain/ports.js'
import { nearest } from '../../domain/text/nearest.js'

/** Where all that are named must be: a name without a namespace is in that of the command line. */
export function scopeOfNames(names: readonly IngressName[], scope: Scope): Scope {
  const own = namespaceIn(scope)
  const [first = own, ...more] = new Set(names.map(({ namespace }) => namespace ?? own))
  return first === null || more.length > 0 ? 'all-namespaces' : { namespace: first }
}

/** @param scope that of the command line */
export function isNamed(ingress: Ingress, names: readonly IngressName[], scope: Scope): boolean {
  const ref = refOf(ingress)
  return names.some(
    ({ namespace, name }) =>
      name === ref.name && (namespace === null ? isInScope(scope, ref.namespace) : namespace === ref.namespace),
  )
}

/** A gap for each name that none of them has, with the nearest that there is. @param all as far as they are known */
function missingNames(
  found: readonly Ingress[],
  names: readonly IngressName[],
  scope: Scope,
  all: readonly Ingress[],
): MissingObject[] {
  return names
    .filter((one) => !found.some((ingress) => isNamed(ingress, [one], scope)))
    .map(({ namespace, name }) => {
      const where = namespace ?? namespaceIn(scope)
      const refs = all.map(refOf)
      const elsewhere = refs.filter((ref) => ref.name === name).map(nameOf)
      const here = refs.filter((ref) => where === null || ref.namespace === where).map((ref) => ref.name)
      const near = elsewhere.length > 0 ? elsewhere.slice(0, 3) : nearest(name, new Set(here))
      const message = `ingresses.networking.k8s.io "${name}" not found`
      return { kind: 'Ingress', namespace: where, reason: 'not-found', message, name, near }
    })
}

/** @param names none: all of the scope */
export async function listIngresses(
  cluster: ClusterReader,
  scope: Scope,
  names: readonly IngressName[],
  labelSelector: string | undefined,
): Promise<Listing<'Ingress'>> {
  if (names.length === 0) return cluster.list('Ingress', { scope, labelSelector })
  const around = scopeOfNames(names, scope)
  const wanted = [...new Set(names.map(({ name }) => name))]
  const listed = await cluster.list('Ingress', { scope: around, names: wanted, labelSelector })
  const items = listed.items.filter((one) => isNamed(one, names, scope))
  const gaps = listed.gaps.filter(({ reason }) => reason !== 'not-found')
  const isMissing = listed.coverage === 'all' && names.some((one) => !items.some((item) => isNamed(item, [one], scope)))
  if (!isMissing) return { ...listed, items, gaps }
  // What else there is, is asked for the hint alone: whoever may not list gets none.
  const { items: all } = await cluster.list('Ingress', { scope: around })
  return { ...listed, items, gaps: [...gaps, ...missingNames(items, names, scope, all)] }
}
