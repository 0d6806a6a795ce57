/** One rule of an Ingress with everything that was found about it. */

import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { servedTogether, type WhyRule } from '../../../domain/why/why.js'
import type { AuthServices } from '../answer/access/auth-services.js'
import type { Reaches } from '../answer/reach.js'
import type { Asked, Model } from '../model/types.js'
import type { Cause } from './cause.js'
import type { Hosts } from './hosts.js'

/** A rule without paths, which asks for nothing. */
interface EmptyRule {
  readonly host: string | null
  readonly path: null
  readonly pathType: null
  readonly backend: null
  /** `spec.rules[0]` */
  readonly field: string
}

/** A rule as it stands in the Ingress. */
export type WrittenRule = Asked | EmptyRule

export interface Part {
  readonly written: WrittenRule
  readonly causes: readonly Cause[]
  readonly served: boolean | null
}

/** @param asked all of its paths */
export function rulesIn({ spec }: Ingress, asked: readonly Asked[]): readonly WrittenRule[] {
  const rules = spec?.rules ?? []
  if (rules.every(({ http }) => http?.paths?.length)) return asked
  let next = 0
  return rules.flatMap(({ host, http }, i): readonly WrittenRule[] => {
    const count = http?.paths?.length ?? 0
    if (count === 0)
      return [{ host: host || null, path: null, pathType: null, backend: null, field: `spec.rules[${i}]` }]
    next += count
    return asked.slice(next - count, next)
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
