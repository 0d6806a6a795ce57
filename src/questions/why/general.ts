/** What is odd about an Ingress whoever takes it. */
import type { Controller } from '../../domain/controllers/controller.js'
import type { Controllers, Dialect } from '../../domain/controllers/dialect.js'
import { type Finding, finding, told } from '../../domain/findings/finding.js'
import { annotationField, annotationName, classField } from '../../domain/objects/class-name.js'
import type { FindClass } from '../../domain/objects/inventory.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { refOf } from '../../domain/objects/ref.js'

/** The API refuses it, but a file may hold it. */
export function asksNothing({ spec }: Ingress): boolean {
  return !spec?.defaultBackend && !spec?.rules?.length
}

/** @param owners those of all that take it */
export function generalFindings(
  { dialectOf }: Pick<Controllers, 'dialectOf'>,
  ingress: Ingress,
  owners: readonly Controller[],
  around: { readonly all: readonly Controller[]; readonly classOf: FindClass | null },
): Finding[] {
  const { metadata, spec } = ingress
  const ref = refOf(ingress)
  const annotation = metadata.annotations?.[annotationName]
  const name = spec?.ingressClassName
  const at = metadata.deletionTimestamp
  return [
    ...(asksNothing(ingress) ? [finding(told('nothing-asked', {}), ref, { field: 'spec' })] : []),
    ...(at ? [finding(told('being-deleted', { at }), ref, { field: 'metadata.finalizers' })] : []),
    ...(name && annotation !== undefined && annotation !== name
      ? [
          finding(
            told('class-disagree', {
              ...{ field: name, annotation, isTaken: owners.length > 0 },
              counts: whatCounts(dialectOf, ingress, owners, around),
            }),
            ref,
            { field: annotationField },
          ),
        ]
      : []),
    ...(owners.length > 1
      ? [
          finding(told('two-controllers', { controllers: owners, flags: flagsOf(owners.map(dialectOf)) }), ref, {
            field: classField,
          }),
        ]
      : []),
  ]
}

/** Who takes it goes by what it would take it by alone; whom it is kept from by one, goes by that one. */
function whatCounts(
  dialectOf: Controllers['dialectOf'],
  ingress: Ingress,
  owners: readonly Controller[],
  { all, classOf }: { readonly all: readonly Controller[]; readonly classOf: FindClass | null },
): 'field' | 'annotation' {
  const { [annotationName]: _annotation, ...annotations } = ingress.metadata.annotations ?? {}
  const byField: Ingress = { ...ingress, metadata: { ...ingress.metadata, annotations } }
  const asked = owners.length > 0 ? owners : all
  const takes = asked.some((one) => dialectOf(one).owns(one, byField, classOf) === true)
  return takes === owners.length > 0 || asked.length === 0 ? 'field' : 'annotation'
}

function flagsOf(dialects: readonly Dialect[]): readonly string[] {
  return [
    ...new Set(dialects.flatMap(({ title, classFlag }) => (classFlag === null ? [] : [`${title}: ${classFlag}`]))),
  ]
}
