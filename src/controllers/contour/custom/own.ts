/** Whose an HTTPProxy is: internal/ingressclass/ingressclass.go of https://github.com/projectcontour/contour */
import type { CustomObject } from '../../../domain/objects/custom.js'
import { text } from '../../../domain/objects/project-fields.js'
import { refOf } from '../../../domain/objects/ref.js'
import type { ContourSettings } from '../workload/settings.js'

/** By the annotation, else by the field; a namespace that is not watched has none. */
export function isOwn({ metadata, spec, ...rest }: CustomObject, { takes: [own] }: ContourSettings): boolean {
  if (own === undefined) return false
  const { namespace } = refOf({ metadata, ...rest })
  if (own.namespaces !== null && !own.namespaces.includes(namespace)) return false
  const name = metadata.annotations?.['kubernetes.io/ingress.class'] || text(spec.ingressClassName) || ''
  return name === '' ? own.withoutClass === true : own.names.includes(name)
}
