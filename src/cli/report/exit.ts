/** The exit codes: the only place where their numbers stand. */
export const exitCode = {
  clean: 0,
  findings: 1,
  /** could not answer: usage, no cluster, no permission, ambiguous */
  unanswered: 2,
  /** 128 + the signal's number, as shells have it */
  interrupted: 130,
} as const
