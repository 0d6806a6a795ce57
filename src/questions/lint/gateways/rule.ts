/** A rule that looks at what implementations make of Gateways and their routes. */
import type { Finding } from '../../../domain/findings/finding.js'
import type { Declared, LintFacts } from '../../../domain/lint/rule.js'
import type { OpenGateways } from '../../gateways/open.js'

export interface GatewayRule extends Declared {
  readonly find: (opened: OpenGateways, facts: LintFacts) => readonly Finding[]
}
