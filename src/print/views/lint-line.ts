/** How a finding is named where several objects are told of. */
import { nameOf, type Ref } from '../../domain/objects/ref.js'
import type { LintRow } from '../../questions/lint/findings.js'

/** `Ingress shop/web`; of what has no namespace its name alone. */
export function objectName({ kind, ...own }: Ref): string {
  return `${kind} ${own.namespace === '' ? own.name : nameOf(own)}`
}

/** The line of a file; where there is none, the field of the object. */
export function whereOf({ finding, place }: LintRow): string | null {
  return place === null ? finding.field : `${place.file}:${place.line}`
}
