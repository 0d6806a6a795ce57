/** A rule that looks at what implementations make of Gateways and their routes. */
import type { Finding } from '../../../domain/findings/finding.js'
import type { Gap } from '../../../domain/gap.js'
import type { Declared, LintFacts } from '../../../domain/lint/rule.js'
import type { OpenGateways } from '../../gateways/open.js'

export interface GatewayRule extends Declared {
  /** @param cut is told what was not tried, where there is too much of it */
  readonly find: (opened: OpenGateways, facts: LintFacts, cut: (gap: Gap) => void) => readonly Finding[]
}
