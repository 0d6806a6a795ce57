/** A finding: what was found, of which object, how sure it is, and where it was seen. Its words are the catalogue's. */
import { uniqueBy } from '../groups.js'
import { type Ref, refKey } from '../objects/ref.js'
import type { ClassFacts } from './class-facts.js'
import type { FindingCode, FindingFacts, Told } from './facts.js'
import type { Severity } from './severity.js'
import { severityOf } from './severity-by-code.js'

/** What is known of a finding beside its code and facts. */
export interface Circumstances {
  /** where it stands in the object: `spec.rules[0].http.paths[1].backend.service.port`; null: not in it */
  readonly field: string | null
  /** the release that brought the rule; null: it was always so */
  readonly since: string | null
  /** where it was seen, one sentence each: `line 12 of the configuration of replica …`, `log of replica …`, `Event …` */
  readonly evidence: readonly string[]
  /** true: concluded from the objects and the source, seen nowhere */
  readonly inferred: boolean
}

export type Finding<C extends FindingCode = FindingCode> = Told<C> &
  Circumstances & { readonly source: Ref; readonly severity: Severity }

/** Whose an Ingress is, or why it is nobody's. */
export type OwnerFinding = Finding<keyof ClassFacts>

/** Code and facts together; the compiler checks that the facts are those of the code. */
export function told<C extends FindingCode>(code: C, facts: FindingFacts[C]): Told<C> {
  return { code, facts } as Told<C>
}

/** Of an object as a whole, concluded from it, seen nowhere yet; what is otherwise is said. */
export function finding(
  found: Told<keyof ClassFacts>,
  source: Ref,
  circumstances?: Partial<Circumstances>,
): OwnerFinding
export function finding(found: Told, source: Ref, circumstances?: Partial<Circumstances>): Finding
export function finding(found: Told, source: Ref, circumstances: Partial<Circumstances> = {}): Finding {
  const { field = null, since = null, evidence = [], inferred = false } = circumstances
  return { ...found, source, severity: severityOf(found), field, since, evidence, inferred }
}

/** Tells a finding from the others of its object: the same one of two rules is one. */
export function findingKey({ code, field, facts }: Finding): string {
  return JSON.stringify([code, field, facts])
}

/** Of any objects, each once. */
export function uniqueFindings(findings: readonly Finding[]): Finding[] {
  return uniqueBy(findings, (one) => `${refKey(one.source)} ${findingKey(one)}`)
}
