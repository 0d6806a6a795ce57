/** The rules that look at what implementations make of Gateways, in the order in which they are asked. */
import { backendHttpsPlain } from './backend-https-plain.js'
import { featureUnsupported } from './feature-unsupported.js'
import { grants } from './grants.js'
import { listenerOverlap } from './listener-overlap.js'
import { pathOutranksHost } from './path-outranks-host.js'
import { redirectToListenerPort } from './redirect-to-listener-port.js'
import type { GatewayRule } from './rule.js'
import { weightsZero } from './weights-zero.js'

export const gatewayRules: readonly GatewayRule[] = [
  weightsZero,
  listenerOverlap,
  featureUnsupported,
  backendHttpsPlain,
  redirectToListenerPort,
  pathOutranksHost,
  grants,
]
