/** What is said of one Ingress: is it served, rule by rule, and what stands in the way. */
import type { ControllerRef } from './controllers/controller.js'
import type { Ref } from './objects/ref.js'

/** `info` is for those who wonder; it is no finding. */
export type Severity = 'error' | 'warning' | 'info'

export interface Cause {
  /** stable, for programs */
  readonly code: string
  readonly severity: Severity
  /** one sentence: what is wrong, by which rule, and what comes of it */
  readonly message: string
  /** where it stands in the Ingress: `spec.rules[0].http.paths[1].backend.service.port`; null: not in the Ingress */
  readonly field: string | null
  /** the release that brought the rule; null: it was always so */
  readonly since: string | null
  /** where it was seen, one sentence each: `nginx.conf line 12 of replica …`, `log of replica …`, `Event …` */
  readonly evidence: readonly string[]
  /** true: concluded from the objects and the source, seen nowhere */
  readonly inferred: boolean
  /** the smallest change that cures it, as a sentence; null: there is nothing to cure */
  readonly fix: string | null
}

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
  /** worst first */
  readonly causes: readonly Cause[]
}

export const severities: readonly Severity[] = ['error', 'warning', 'info']

export function bySeverity(a: Cause, b: Cause): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity)
}

/** Is there anything that somebody should look at. */
export function isFinding({ served, causes }: WhyRow): boolean {
  return served === false || causes.some(({ severity }) => severity !== 'info')
}

/** Of several parts: one that is not served decides, then one that is not known. */
export function servedTogether(parts: readonly (boolean | null)[]): boolean | null {
  return parts.includes(false) ? false : parts.includes(null) ? null : true
}

/** Of an Ingress as a whole: one part that is served decides, then one that is not known. */
export function servedInPart(parts: readonly (boolean | null)[]): boolean | null {
  return parts.includes(true) ? true : parts.includes(null) ? null : false
}

/** A cause that was concluded, without evidence yet. */
export function concluded(
  code: string,
  severity: Severity,
  message: string,
  more: { readonly field?: string | null; readonly fix?: string | null; readonly evidence?: readonly string[] } = {},
): Cause {
  const { field = null, fix = null, evidence = [] } = more
  return { code, severity, message, field, since: null, evidence, inferred: false, fix }
}
