/** What is said of an object that an annotation names and that may not be used, or is not there. */
import { type NamespacedName, nameOf } from '../../../domain/objects/ref.js'
import type { Said } from './draft.js'

export function crossNamespace(annotation: string, kind: string, ref: NamespacedName, consequence: string): Said {
  return {
    code: 'cross-namespace',
    message: `${annotation} names ${kind} ${nameOf(ref)} of another namespace, which allow-cross-namespace-resources forbids: ${consequence}`,
    fix: `Copy the ${kind} into the namespace of the Ingress and name that one.`,
    since: '1.12.0',
  }
}

export function missing(
  annotation: string,
  kind: 'Secret' | 'ConfigMap' | 'Service',
  ref: NamespacedName,
  consequence: string,
): Said {
  return {
    code: `${kind.toLowerCase()}-missing`,
    message: `${annotation} names ${kind} ${nameOf(ref)}, which does not exist: ${consequence}`,
    fix: `Create ${kind} ${ref.name} in namespace ${ref.namespace}, or correct its name in ${annotation}.`,
  }
}
