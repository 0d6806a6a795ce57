/** Which objects of its own kinds a controller takes: those of its class and in its namespaces; one that names no class is everybody's. */
import type { CustomObject } from '../../../domain/objects/custom.js'
import { text } from '../../../domain/objects/project-fields.js'
import type { F5Settings } from '../workload/settings.js'

export function isOfClass({ spec, metadata }: CustomObject, { takes }: F5Settings): boolean {
  const [own] = takes
  const name = text(spec.ingressClassName)
  return (
    (!name || own === undefined || own.names.includes(name)) &&
    (own?.namespaces == null || own.namespaces.includes(metadata.namespace ?? ''))
  )
}
