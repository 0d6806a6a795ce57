/** Which objects of its own kinds a controller takes: those of its class and in its namespaces; one that names no class is everybody's. */

import type { PassedOver } from '../../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { CustomObject } from '../../../domain/objects/custom.js'
import { text } from '../../../domain/objects/project-fields.js'
import { refOf } from '../../../domain/objects/ref.js'
import type { F5Settings } from '../workload/settings.js'
import { transportServers, virtualServerRoutes, virtualServers } from './kinds.js'

/** Objects that ask for routes, and are none of its own. */
export function passedOver({ customOf }: Pick<RoutingFacts, 'customOf'>, settings: F5Settings): PassedOver[] {
  return [virtualServers, virtualServerRoutes, transportServers]
    .flatMap((kind) => customOf?.(kind).items ?? [])
    .filter((one) => !isOfClass(one, settings))
    .map((one) => ({ source: refOf(one), class: text(one.spec.ingressClassName) || null }))
}

export function isOfClass({ spec, metadata }: CustomObject, { takes }: F5Settings): boolean {
  const [own] = takes
  const name = text(spec.ingressClassName)
  return (
    (!name || own === undefined || own.names.includes(name)) &&
    (own?.namespaces == null || own.namespaces.includes(metadata.namespace ?? ''))
  )
}
