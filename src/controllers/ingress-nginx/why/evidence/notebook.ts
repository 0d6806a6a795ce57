/** What was seen of each finding, gathered from several places. */

import type { Told } from '../../../../domain/findings/facts.js'
import type { Finding } from '../../../../domain/findings/finding.js'
import { finding } from '../../../../domain/findings/finding.js'
import { maskText } from '../../../../domain/masking/text.js'
import type { Ref } from '../../../../domain/objects/ref.js'
import { bySeverity } from '../../../../domain/why/why.js'
import type { Cause } from '../cause.js'

/** More lines of one kind say nothing new. */
const most = 4

export class Notebook {
  readonly #notes = new Map<Cause, Set<string>>()

  note(cause: Cause, evidence: string): void {
    const known = this.#notes.get(cause) ?? new Set(cause.evidence)
    if (known.size < most) known.add(maskText(evidence))
    this.#notes.set(cause, known)
  }

  /** What was seen is no inference any more. @param source the Ingress that they are told of */
  findings(causes: readonly Cause[], source: Ref): Finding[] {
    if (causes.length === 0) return []
    return [...new Set(causes)]
      .map((cause) => {
        const { code, facts, field, since } = cause
        const evidence = [...(this.#notes.get(cause) ?? cause.evidence)]
        const seen = { field, since, evidence, inferred: cause.inferred && evidence.length === 0 }
        return finding({ code, facts } as Told, source, seen)
      })
      .sort(bySeverity)
  }
}
