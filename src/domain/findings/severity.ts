/** How bad each finding is: it decides the order and the exit code. */
import type { FindingCode, FindingFacts, Told } from './facts.js'
import type { Severity } from './severity-by-code.js'
import { type ByFacts, severityByCode } from './severity-by-code.js'

export const severities: readonly Severity[] = ['error', 'warning', 'info']

/** Is something served without the protection that was asked for: no other error is as urgent. */
export function isUnprotected({ facts }: Told): boolean {
  return 'effect' in facts && facts.effect === 'fail-open'
}

export function severityOf({ code, facts }: Told): Severity {
  const found = (severityByCode[code] ?? 'info') as Severity | ByFacts<FindingFacts[FindingCode]>
  return typeof found === 'string' ? found : found.of(facts)
}

/** All that findings of a code can have. */
export function severitiesOf(code: FindingCode): readonly Severity[] {
  const found = severityByCode[code] ?? 'info'
  return typeof found === 'string' ? [found] : found.any
}
