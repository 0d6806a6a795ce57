/** The rules that look at what implementations make of Gateways, in the order in which they are asked. */
import type { Finding } from '../../../domain/findings/finding.js'
import type { Declared, LintFacts } from '../../../domain/lint/rule.js'
import type { OpenGateways } from '../../gateways/open.js'
import { backendHttpsPlain } from './backend-https-plain.js'
import { featureUnsupported } from './feature-unsupported.js'
import { grants } from './grants.js'
import { listenerOverlap } from './listener-overlap.js'
import { pathOutranksHost } from './path-outranks-host.js'
import { redirectToListenerPort } from './redirect-to-listener-port.js'
import { weightsZero } from './weights-zero.js'

export interface GatewayRule extends Declared {
  readonly find: (opened: OpenGateways, facts: LintFacts) => readonly Finding[]
}

export const gatewayRules: readonly GatewayRule[] = [
  weightsZero,
  listenerOverlap,
  featureUnsupported,
  backendHttpsPlain,
  redirectToListenerPort,
  pathOutranksHost,
  grants,
]
