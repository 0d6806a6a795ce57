/** What answers behind the backends of Ingresses, where nothing else of the plan is asked for. */

import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { nameOf, refOf } from '../../domain/objects/ref.js'
import type { CountEndpoints } from '../../domain/routes/resolve-routes.js'
import { planOf } from './mind.js'
import { standInName } from './model/default-backends.js'
import { endpointsFor } from './model/upstreams/endpoints.js'
import { upstreamName } from './model/upstreams/upstreams.js'
import type { NginxPlan } from './plan.js'
import { policyOf } from './workload/policy.js'
import type { NginxController } from './workload/settings.js'

/** Annotations by which others than the Service's own endpoints answer: then the model tells who does. */
const telling = ['service-upstream', 'default-backend'] as const

export function counting(controller: NginxController, facts: RoutingFacts): (ingress: Ingress) => CountEndpoints {
  const { annotationsPrefix, configMap } = controller.settings
  const names = telling.map((name) => `${annotationsPrefix}/${name}`)
  const policy = policyOf(controller, configMap === null ? null : facts.configMapOf(configMap))
  // What the ConfigMap says of service-upstream counts for every Ingress that does not say it itself.
  const isTelling = ({ metadata: { annotations } }: Ingress) =>
    policy.serviceUpstream || (annotations != null && names.some((name) => annotations[name] !== undefined))
  const plain: CountEndpoints = (service, port) => endpointsFor(facts, policy, service, port).counted
  const places = new Set(facts.ingresses.filter(isTelling).map((ingress) => refOf(ingress).namespace))
  if (places.size === 0) return () => plain
  // What answers behind a Service is a matter of all Ingresses of its namespace, and of no other.
  const ingresses = facts.ingresses.filter((ingress) => places.has(refOf(ingress).namespace))
  const byModel = countingByModel(planOf(controller, { ...facts, ingresses }))
  return (ingress) => (places.has(refOf(ingress).namespace) ? byModel(ingress) : plain)
}

/** An Ingress with `default-backend` counts what steps in; that of another one counts for its own routes only. */
function countingByModel(plan: NginxPlan): (ingress: Ingress) => CountEndpoints {
  const { upstreams, kept } = plan.model
  const fallbacks = new Map(kept.map(({ ref, annotations }) => [nameOf(ref), annotations.defaultBackend]))
  const plain: CountEndpoints = ({ namespace, name }, port) =>
    plan.endpointsOf({ namespace, service: name, port }, null)
  return (ingress) => {
    const fallback = fallbacks.get(nameOf(refOf(ingress)))
    const standIn = fallback && upstreams.get(standInName(fallback))
    if (!standIn) return plain
    return (service, port) => {
      const own = upstreams.get(upstreamName({ namespace: service.namespace, service: service.name, port }))
      return own?.endpoints?.length === 0 ? standIn.counted : plain(service, port)
    }
  }
}
