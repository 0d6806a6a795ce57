/** What was seen of each finding, gathered from several places. */
import { maskText } from '../../../domain/mask-text.js'
import { bySeverity, type Cause } from '../../../domain/why.js'
import type { Finding } from './finding.js'

/** More lines of one kind say nothing new. */
const most = 4

export class Notebook {
  readonly #notes = new Map<Finding, Set<string>>()

  note(finding: Finding, evidence: string): void {
    const known = this.#notes.get(finding) ?? new Set(finding.evidence)
    if (known.size < most) known.add(maskText(evidence))
    this.#notes.set(finding, known)
  }

  /** What was seen is no inference any more. */
  causes(findings: readonly Finding[]): Cause[] {
    return [...new Set(findings)]
      .map((finding): Cause => {
        const { code, severity, message, field, since, fix, inferred } = finding
        const evidence = [...(this.#notes.get(finding) ?? finding.evidence)]
        return { code, severity, message, field, since, evidence, inferred: inferred && evidence.length === 0, fix }
      })
      .sort(bySeverity)
  }
}
