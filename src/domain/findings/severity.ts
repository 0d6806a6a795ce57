/** How bad a finding is: it decides the order and the exit code. */
import type { Told } from './facts.js'

/** `info` is for those who wonder; it is no finding. */
export type Severity = 'error' | 'warning' | 'info'

/** `any`: all that findings of the code can have */
export type ByFacts<F> = { readonly any: readonly Severity[]; readonly of: (facts: F) => Severity }

export const severities: readonly Severity[] = ['error', 'warning', 'info']

export const errorOrWarning: readonly Severity[] = ['error', 'warning']
export const warningOrInfo: readonly Severity[] = ['warning', 'info']

export const bySeen: ByFacts<{ readonly isSeen: boolean }> = {
  any: warningOrInfo,
  of: ({ isSeen }) => (isSeen ? 'warning' : 'info'),
}

/** Is something served without the protection that was asked for: no other error is as urgent. */
export function isUnprotected({ facts }: Told): boolean {
  return 'effect' in facts && facts.effect === 'fail-open'
}
