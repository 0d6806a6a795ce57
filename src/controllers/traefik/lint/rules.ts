/** What can be wrong with such a controller as a whole. */
import { isAssumed } from '../../../domain/controllers/controller.js'
import { finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import { namedBy } from '../../../domain/objects/ref.js'
import { vulnerableBy } from '../../shared/named/vulnerable.js'
import type { TraefikController } from '../workload/settings.js'
import { ownWays, routeWays } from './ways.js'

/** https://doc.traefik.io/traefik/reference/install-configuration/api-dashboard/ (insecure) */
const apiInsecure: ControllerRule = {
  codes: ['api-insecure'],
  needs: [],
  find: ({ controller, dialect: { title } }) => {
    const { apiInsecure: isOpen, apiPort } = (controller as TraefikController).settings
    if (!isOpen || isAssumed(controller)) return []
    return [finding(told('api-insecure', { title, flag: '--api.insecure', port: apiPort }), namedBy(controller))]
  },
}

export const rules: readonly ControllerRule[] = [
  vulnerableBy(ownWays),
  vulnerableBy(routeWays, ['GatewayClass']),
  apiInsecure,
]
