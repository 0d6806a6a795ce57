/** What is odd about an Ingress whoever takes it. */
import type { Controller } from '../../domain/controllers/controller.js'
import type { Controllers, Dialect } from '../../domain/controllers/dialect.js'
import { type Finding, finding, told } from '../../domain/findings/finding.js'
import { annotationField, annotationName, classField } from '../../domain/objects/class-name.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { refOf } from '../../domain/objects/ref.js'

/** @param owners those that take it */
export function generalFindings(
  { dialectOf }: Pick<Controllers, 'dialectOf'>,
  ingress: Ingress,
  owners: readonly Controller[],
): Finding[] {
  const { metadata, spec } = ingress
  const ref = refOf(ingress)
  const annotation = metadata.annotations?.[annotationName]
  const name = spec?.ingressClassName
  const at = metadata.deletionTimestamp
  return [
    ...(at ? [finding(told('being-deleted', { at }), ref, { field: 'metadata.finalizers' })] : []),
    ...(name && annotation !== undefined && annotation !== name
      ? [finding(told('class-disagree', { field: name, annotation }), ref, { field: annotationField })]
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

function flagsOf(dialects: readonly Dialect[]): readonly string[] {
  return [
    ...new Set(dialects.flatMap(({ title, classFlag }) => (classFlag === null ? [] : [`${title}: ${classFlag}`]))),
  ]
}
