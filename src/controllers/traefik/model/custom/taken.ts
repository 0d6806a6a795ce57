/** Which objects of Traefik's own kinds a provider takes: those of its class, with its labels and in its namespaces. */
import type { PassedOver } from '../../../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../../../domain/controllers/routing-facts.js'
import type { CustomKind, CustomObject } from '../../../../domain/objects/custom.js'
import { text } from '../../../../domain/objects/project-fields.js'
import { refOf } from '../../../../domain/objects/ref.js'
import { hasLabels } from '../../../shared/named/claim.js'
import type { TraefikSettings } from '../../workload/settings.js'
import { ingressRoutes, tcpRoutes, udpRoutes } from './kinds.js'

/** Where objects of a kind are found, and which of them are read. */
export interface CustomWorld {
  readonly facts: Pick<RoutingFacts, 'customOf'>
  readonly settings: Pick<TraefikSettings, 'crd'>
}

/** All of a kind with its labels and in its namespaces, whatever class they name. */
export function watched({ facts, settings: { crd } }: CustomWorld, kind: CustomKind): readonly CustomObject[] {
  const { namespaces, labels } = crd
  return (facts.customOf?.(kind).items ?? []).filter(
    (one) => (namespaces === null || namespaces.includes(one.metadata.namespace ?? '')) && hasLabels(labels, one),
  )
}

/** Objects that ask for routes, and are none of its own. */
export function passedOver(world: CustomWorld): PassedOver[] {
  return [ingressRoutes, tcpRoutes, udpRoutes].flatMap((kind) => {
    const own = new Set(watched(world, kind).filter((one) => isOfClass(world, one)))
    const others = (world.facts.customOf?.(kind).items ?? []).filter((one) => !own.has(one))
    return others.map((one) => ({ source: refOf(one), class: classNameOf(one) || null }))
  })
}

/** Nothing: ''. */
export function classNameOf({ spec, metadata }: CustomObject): string {
  return text(spec.ingressClassName) ?? metadata.annotations?.['kubernetes.io/ingress.class'] ?? ''
}

export function isOfClass({ settings: { crd } }: CustomWorld, object: CustomObject): boolean {
  const said = classNameOf(object)
  return said === (crd.class ?? '') || (crd.class === null && said === 'traefik')
}
