/** A cause as the model finds it, before evidence is looked for. */
import type { Cause } from '../../../domain/why.js'

export interface Finding extends Cause {
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

type More = Partial<Pick<Finding, 'field' | 'since' | 'fix' | 'inferred' | 'signs' | 'marks' | 'shows' | 'evidence'>>

/** Not served because of it. */
export function blocking(code: string, message: string, more: More = {}): Finding {
  return { ...plain(code, message, more), severity: 'error', blocks: true }
}

/** Whether it is served because of it cannot be told from the objects. */
export function doubtful(code: string, severity: Finding['severity'], message: string, more: More = {}): Finding {
  return { ...plain(code, message, more), severity, blocks: null }
}

/** Served, but. */
export function remark(code: string, severity: Finding['severity'], message: string, more: More = {}): Finding {
  return { ...plain(code, message, more), severity, blocks: false }
}

function plain(code: string, message: string, more: More): Omit<Finding, 'severity' | 'blocks'> {
  return {
    code,
    message,
    field: null,
    since: null,
    evidence: [],
    inferred: false,
    fix: null,
    signs: [],
    marks: [],
    shows: null,
    ...more,
  }
}
