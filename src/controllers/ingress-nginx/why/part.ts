/** One rule of an Ingress with everything that was found about it. */

import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { refOf } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import { servedTogether, type WhyRule } from '../../../domain/why/why.js'
import type { AuthServices } from '../answer/access/auth-services.js'
import type { Reaches } from '../answer/reach.js'
import type { Model } from '../model/types.js'
import { serviceBackend } from '../model/upstreams/upstreams.js'
import type { Cause } from './cause.js'
import type { Hosts } from './hosts.js'

/** A rule as it stands in the Ingress. */
export interface WrittenRule {
  readonly host: string | null
  /** null: the rule has no paths */
  readonly path: string | null
  readonly pathType: string | null
  readonly backend: ServiceBackend | null
  /** `spec.rules[0].http.paths[1]`; of a rule without paths `spec.rules[0]` */
  readonly field: string
}

export interface Part {
  readonly written: WrittenRule
  readonly causes: readonly Cause[]
  readonly served: boolean | null
}

export function rulesIn(ingress: Ingress): WrittenRule[] {
  const { namespace } = refOf(ingress)
  return (ingress.spec?.rules ?? []).flatMap(({ host, http }, i): WrittenRule[] => {
    const paths = http?.paths ?? []
    const field = `spec.rules[${i}]`
    if (paths.length === 0) return [{ host: host || null, path: null, pathType: null, backend: null, field }]
    return paths.map(({ path, pathType, backend }, j) => ({
      host: host || null,
      path: path || '/',
      pathType: pathType ?? 'ImplementationSpecific',
      backend: serviceBackend(namespace, backend),
      field: `${field}.http.paths[${j}]`,
    }))
  })
}

/** What the causes alone come to. */
export function servedBy(causes: readonly Cause[]): boolean | null {
  return servedTogether(causes.map(({ blocks }) => (blocks === null ? null : !blocks)))
}

export function ruleJson({ host, path, pathType, backend }: WrittenRule): WhyRule {
  return {
    host,
    path,
    pathType,
    backend: backend && `${backend.service}${backend.port === null ? '' : `:${backend.port}`}`,
  }
}

export interface RuleFacts {
  readonly model: Model
  readonly facts: RoutingFacts
  readonly hosts: Hosts
  readonly reaches: Reaches
  readonly authServices: AuthServices
}
