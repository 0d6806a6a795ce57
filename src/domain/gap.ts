/** What could not be seen, and why. */

/** `invalid`: it is not what it should be; `limited`: there is more of it than is looked at */
export type GapReason =
  | 'forbidden'
  | 'not-found'
  | 'unreachable'
  | 'not-captured'
  | 'unsupported'
  | 'invalid'
  | 'limited'

/** Something that we could not, or may not, see. Never the same as "none". */
export interface Gap {
  readonly kind: string
  /** null: the whole cluster, or a kind without namespaces */
  readonly namespace: string | null
  readonly reason: GapReason
  /** one sentence for a person, in the words of whoever refused where there are any */
  readonly message: string
}

/** One object that was named and is not there. */
export interface MissingObject extends Gap {
  readonly name: string
  /** names like it that are there, best first */
  readonly near: readonly string[]
}

export function isMissingObject(gap: Gap): gap is MissingObject {
  return 'near' in gap
}

/** The files of a source say nothing of it: no fault of theirs, since nobody keeps pods in Git. */
export interface NotCaptured extends Gap {
  readonly source: string
  /** what it does not hold, in words: `Secrets`, `answers of a replica` */
  readonly lacks: string
  /** what it does hold, by kind: `Ingresses`, `Services` */
  readonly holds: readonly string[]
}

export function isNotCaptured(gap: Gap): gap is NotCaptured {
  return 'lacks' in gap
}

/** Nobody was seen whose rules count, so others take their place. */
export interface Assumed extends Gap {
  /** in words: `judged as …` */
  readonly judged: string
}

export function isAssumption(gap: Gap): gap is Assumed {
  return 'judged' in gap
}
