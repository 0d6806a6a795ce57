/** What is behind an Ingress whose controller's rules are not read: a Service that is not there answers by nobody's rules. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { type Finding, uniqueFindings } from '../../../domain/findings/finding.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { resolveRoutes } from '../../../domain/routes/resolve-routes.js'
import type { Route } from '../../../domain/routes/route.js'
import { idleBackends } from '../../../semantics/ingress/why.js'
import type { Family } from './family.js'

export interface Behind {
  readonly lacks: readonly Finding[]
  /** no rule has anything behind it */
  readonly isNothing: boolean
}

export function behind({ servicesOf = '' }: Family, ingress: Ingress, inventory: RoutingFacts['inventory']): Behind {
  if (ingress.metadata.annotations?.[servicesOf] !== undefined) return { lacks: [], isNothing: false }
  const routes = resolveRoutes({ ...inventory, ingresses: [ingress] })
  const found = idleBackends(routes, ingress).filter(({ route }) => !isByTarget(route, inventory))
  return {
    lacks: uniqueFindings(found.map(({ finding }) => finding)),
    isNothing: routes.length > 0 && found.length === routes.length,
  }
}

/** Some controllers find a port by the one of the pods, too. */
function isByTarget({ source, backends: [backend] }: Route, inventory: RoutingFacts['inventory']): boolean {
  const { service, endpoints } = backend ?? {}
  if (endpoints?.state !== 'no-port' || service == null) return false
  const ports = inventory.service({ namespace: source.namespace, name: service.name })?.spec?.ports ?? []
  return ports.some(({ targetPort }) => String(targetPort) === String(service.port))
}
