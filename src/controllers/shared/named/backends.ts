/** What is behind an Ingress whose controller's rules are not read: a Service that is not there answers by nobody's rules. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { type Finding, finding, told, uniqueFindings } from '../../../domain/findings/finding.js'
import { repeatsRules } from '../../../domain/objects/default-backend.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { refOf } from '../../../domain/objects/ref.js'
import { resolveRoutes } from '../../../domain/routes/resolve-routes.js'
import type { Route } from '../../../domain/routes/route.js'
import { idleBackends } from '../../../semantics/ingress/why.js'
import type { Family } from './family.js'

export interface Behind {
  readonly lacks: readonly Finding[]
  /** no rule has requests and anything behind it */
  readonly isNothing: boolean
}

/** @param lost of its rules, those whose requests no backend gets */
export function behind(
  { servicesOf = '', hasOneDefault }: Family,
  ingress: Ingress,
  inventory: RoutingFacts['inventory'],
  lost: readonly Finding[],
): Behind {
  const isElsewhere = ingress.metadata.annotations?.[servicesOf] !== undefined
  const routes = resolveRoutes({ ...inventory, ingresses: [ingress] })
  const found = isElsewhere ? [] : idleBackends(routes, ingress).filter(({ route }) => !isByTarget(route, inventory))
  const lacks = found.map((one) => one.finding)
  const taken = lost.filter(({ field }) => !lacks.some((one) => one.field?.startsWith(`${field}.`)))
  return {
    lacks: uniqueFindings([...lost, ...lacks, ...(hasOneDefault ? forAll(ingress) : [])]),
    isNothing: routes.length > 0 && lacks.length + taken.length === routes.length,
  }
}

function forAll(ingress: Ingress): Finding[] {
  const { spec } = ingress
  if (spec?.defaultBackend == null || (spec.rules ?? []).length === 0) return []
  const facts = { only: 'everybody', isRepeated: repeatsRules(ingress) } as const
  return [finding(told('default-beside-rules', facts), refOf(ingress), { field: 'spec.defaultBackend' })]
}

/** Some controllers find a port by the one of the pods, too. */
function isByTarget({ source, backends: [backend] }: Route, inventory: RoutingFacts['inventory']): boolean {
  const { service, endpoints } = backend ?? {}
  if (endpoints?.state !== 'no-port' || service == null) return false
  const ports = inventory.service({ namespace: source.namespace, name: service.name })?.spec?.ports ?? []
  return ports.some(({ targetPort }) => String(targetPort) === String(service.port))
}
