/** Objects of several kinds that were asked for by name, and what was probably meant where one is not there. */

import { isNamedBy, type ObjectName } from '../../domain/objects/object-name.js'
import { resourceName } from '../../domain/objects/objects.js'
import { nameOf, type Ref } from '../../domain/objects/ref.js'
import { type MissingObject, namespaceIn, type Scope } from '../../domain/ports.js'
import { nearest } from '../../domain/text/nearest.js'

/**
 * A gap for each name that none of them has, with the nearest that there is.
 * @param all of the kinds that are meant, as far as they are known
 */
export function missingObjects(names: readonly ObjectName[], all: readonly Ref[], scope: Scope): MissingObject[] {
  return names
    .filter((one) => !all.some((ref) => isNamedBy(one, ref, scope)))
    .map(({ kind, namespace: named, name }) => {
      const namespace = named ?? namespaceIn(scope)
      const ofKind = all.filter((ref) => kind === null || ref.kind === kind)
      const elsewhere = ofKind.filter((ref) => ref.name === name).map(nameOf)
      const here = ofKind.filter((ref) => namespace === null || ref.namespace === namespace).map((ref) => ref.name)
      const near = elsewhere.length > 0 ? elsewhere.slice(0, 3) : nearest(name, new Set(here))
      // Where there is no other world, everybody means an Ingress.
      const meant = kind ?? (all.every((ref) => ref.kind === 'Ingress') ? 'Ingress' : null)
      const message = `${meant === null ? 'no Ingress, Gateway or route is called' : resourceName(meant)} "${name}"${meant === null ? '' : ' not found'}`
      return { kind: meant ?? 'Route', namespace, reason: 'not-found', message, name, near }
    })
}
