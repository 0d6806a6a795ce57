/** What is said of one Ingress: is it served, rule by rule, and what stands in the way. */
import type { ControllerRef } from '../controllers/controller.js'
import type { Finding } from '../findings/finding.js'
import { isUnprotected, severities } from '../findings/severity.js'
import type { Ref } from '../objects/ref.js'

export interface WhyRule {
  /** null: all hosts */
  readonly host: string | null
  /** null: the rule has no paths */
  readonly path: string | null
  readonly pathType: string | null
  /** `NAME:PORT`; null: no Service */
  readonly backend: string | null
}

export interface WhyRow {
  readonly source: Ref
  /** null: no controller takes it */
  readonly controller: ControllerRef | null
  /** null: the Ingress as a whole, with its default backend where it has one */
  readonly rule: WhyRule | null
  /** null: cannot be told from here */
  readonly served: boolean | null
  /** why not, where no cause says it */
  readonly doubt?: string
  /** worst first */
  readonly causes: readonly Finding[]
}

/** What is served without its protection comes before all others that are as bad. */
export function bySeverity(a: Finding, b: Finding): number {
  const worse = severities.indexOf(a.severity) - severities.indexOf(b.severity)
  return worse || Number(isUnprotected(b)) - Number(isUnprotected(a))
}

/** Is there anything that somebody should look at: a rule may be not served and that is meant, as a canary of weight 0 is. */
export function isFinding({ served, causes }: WhyRow): boolean {
  return (served === false && causes.length === 0) || causes.some(({ severity }) => severity !== 'info')
}

/** Of several parts: one that is not served decides, then one that is not known. */
export function servedTogether(parts: readonly (boolean | null)[]): boolean | null {
  return parts.includes(false) ? false : parts.includes(null) ? null : true
}

/** Of an Ingress as a whole: one part that is served decides, then one that is not known. */
export function servedInPart(parts: readonly (boolean | null)[]): boolean | null {
  return parts.includes(true) ? true : parts.includes(null) ? null : false
}
