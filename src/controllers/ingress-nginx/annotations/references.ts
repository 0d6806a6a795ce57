/** What is said of an object that an annotation names and that may not be used, or is not there. */
import type { Ref } from '../../../domain/objects/objects.js'
import { refKey } from '../../../domain/objects/objects.js'
import type { Said } from './draft.js'

export function crossNamespace(annotation: string, kind: string, ref: Ref, consequence: string): Said {
  return {
    code: 'cross-namespace',
    message: `${annotation} names ${kind} ${refKey(ref)} of another namespace, which allow-cross-namespace-resources forbids: ${consequence}`,
    fix: `Copy the ${kind} into the namespace of the Ingress and name that one.`,
    since: '1.12.0',
  }
}

export function missing(
  annotation: string,
  kind: 'Secret' | 'ConfigMap' | 'Service',
  ref: Ref,
  consequence: string,
): Said {
  return {
    code: `${kind.toLowerCase()}-missing`,
    message: `${annotation} names ${kind} ${refKey(ref)}, which does not exist: ${consequence}`,
    fix: `Create ${kind} ${ref.name} in namespace ${ref.namespace}, or correct its name in ${annotation}.`,
  }
}
