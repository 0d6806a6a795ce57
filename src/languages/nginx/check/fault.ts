/** What nginx says as it refuses a configuration, without the place: the words after `[emerg]`. */

export interface Fault {
  readonly text: string
  /** in the text that was given, counted from 1 */
  readonly line: number
}

/** A check of one directive: null where nginx has nothing to say against it. */
export type FaultText = string | null
