/** The upstreams of all Ingresses: one for each Ingress, host, Service and port. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Ref } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import type { Policy } from '../workload/policy.js'
import { endpointsFor } from './endpoints.js'
import type { Upstream } from './types.js'

/** What nginx sends requests to where a Service has nothing: nothing listens there. */
export const nobody = '127.0.0.1:8181'

export class Upstreams {
  readonly byName = new Map<string, Upstream>()
  readonly #facts: Pick<RoutingFacts, 'inventory'>
  readonly #policy: Policy

  constructor(facts: Pick<RoutingFacts, 'inventory'>, policy: Policy) {
    this.#facts = facts
    this.#policy = policy
  }

  /**
   * @param byAddressOf see {@link endpointsFor}
   * @param labels of the pods that are meant; null: all. Which ones have them is not looked at
   * @returns its name
   */
  add(
    name: string,
    service: ServiceBackend,
    byAddressOf: boolean | 'blindly',
    labels: Readonly<Record<string, unknown>> | null = null,
  ): string {
    if (!this.byName.has(name)) {
      const ref = { namespace: service.namespace, name: service.service }
      const found = endpointsFor(this.#facts.inventory, ref, service.port, {
        byAddressOf,
        isPlus: this.#policy.settings.isPlus,
      })
      const selector = this.#facts.inventory.service(ref)?.spec?.selector ?? {}
      const isPart = Object.entries(labels ?? {}).some(([label, value]) => selector[label] !== value)
      const isUnknown = isPart && (found.endpoints ?? []).length > 0
      this.byName.set(name, { name, service, ...found, ...(isUnknown ? { endpoints: null } : {}) })
    }
    return name
  }
}

/**
 * A name cannot be split again: all of its parts may hold dashes.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/ingress.go (getNameForUpstream)
 */
export function upstreamName({ namespace, name }: Ref, host: string, { service, port }: ServiceBackend): string {
  return `${namespace}-${name}-${host || '_'}-${service}-${port ?? 0}`
}
