/** A finding as the model has it, before evidence is looked for: how it shows itself, and whether it keeps a rule from being served. */
import type { FindingCode, FindingFacts, Told } from '../../../domain/findings/facts.js'
import { type Circumstances, told } from '../../../domain/findings/finding.js'

export type Cause = Told &
  Circumstances & {
    /** does it keep a rule from being served; null: perhaps */
    readonly blocks: boolean | null
    /** words by which a log line or an Event that names the Ingress speaks of this finding */
    readonly signs: readonly string[]
    /** words that need no Ingress beside them */
    readonly marks: readonly string[]
    readonly shows: Trace | null
  }

/**
 * What a replica shows where a finding is true: the location is not there, it denies, its server refuses everybody, it
 * asks nobody who the client is, its upstream has no endpoint, or none that could be reached.
 */
type Trace = 'absent' | 'denied' | 'refused' | 'unguarded' | 'empty' | 'unusable'

type More = Partial<Omit<Cause, 'code' | 'facts' | 'blocks'>>

/** Not served because of it. */
export function blocking<C extends FindingCode>(code: C, facts: FindingFacts[C], more?: More): Cause {
  return causeOf(told(code, facts) as Told, true, more)
}

/** Whether it is served because of it cannot be told from the objects. */
export function doubtful<C extends FindingCode>(code: C, facts: FindingFacts[C], more?: More): Cause {
  return causeOf(told(code, facts) as Told, null, more)
}

/** Served, but. */
export function remark<C extends FindingCode>(code: C, facts: FindingFacts[C], more?: More): Cause {
  return causeOf(told(code, facts) as Told, false, more)
}

/** One after another: of most rules there are none, and nothing is copied. */
export function together(...all: readonly (readonly Cause[])[]): readonly Cause[] {
  let found: readonly Cause[] = []
  for (const causes of all) if (causes.length > 0) found = found.length === 0 ? causes : [...found, ...causes]
  return found
}

export function causeOf(found: Told, blocks: boolean | null, more: More = {}): Cause {
  const plain = { field: null, since: null, evidence: [], inferred: false, signs: [], marks: [], shows: null }
  return { ...plain, ...found, ...more, blocks }
}
