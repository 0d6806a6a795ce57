/** The class that an Ingress names: its field comes before the annotation of old. */
import type { Ingress } from './objects.js'

export const annotationName = 'kubernetes.io/ingress.class'
export const annotationField = `metadata.annotations["${annotationName}"]`
export const classField = 'spec.ingressClassName'

/** A class by its name, and the field of the Ingress that names it. */
export interface NamedClass {
  readonly name: string
  readonly field: string
}

/** By the field first, then by the annotation. */
export function namedClasses({ metadata, spec }: Pick<Ingress, 'metadata' | 'spec'>): readonly NamedClass[] {
  return [
    { name: spec?.ingressClassName || '', field: classField },
    { name: metadata.annotations?.[annotationName] || '', field: annotationField },
  ].filter(({ name }) => name !== '')
}

/** null: it names none */
export function classNameOf(ingress: Pick<Ingress, 'metadata' | 'spec'>): string | null {
  return namedClasses(ingress)[0]?.name ?? null
}
