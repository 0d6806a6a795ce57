/** The class that an Ingress names: its field comes before the annotation of old. */
import type { Ingress } from './objects.js'

/** null: it names none */
export function classNameOf({ metadata, spec }: Pick<Ingress, 'metadata' | 'spec'>): string | null {
  return spec?.ingressClassName || metadata.annotations?.['kubernetes.io/ingress.class'] || null
}
