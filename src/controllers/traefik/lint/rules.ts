/** What can be wrong with such a controller as a whole. */
import { isAssumed } from '../../../domain/controllers/controller.js'
import { frontService } from '../../../domain/controllers/front-service.js'
import { finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import { namedBy, nameOf, refOf } from '../../../domain/objects/ref.js'
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

/** Where a balancer maps 443 to it, nobody gets in by the port of the entry point itself. */
const redirectPort: ControllerRule = {
  codes: ['redirect-to-listener-port'],
  needs: ['Service'],
  find: ({ controller }, { all }) => {
    const { namespace, settings } = controller as TraefikController
    const front = frontService(
      controller,
      all('Service').filter(({ metadata }) => metadata.namespace === namespace),
    )
    const ports = front?.spec?.ports?.map(({ port }) => port) ?? []
    if (front === undefined) return []
    return settings.entryPoints.flatMap(({ redirect }) => {
      if (redirect === null || ports.includes(redirect.port)) return []
      const from = ports.find((one) => one === (redirect.scheme === 'https' ? 443 : 80)) ?? null
      const facts = { listener: redirect.to, port: redirect.port, service: nameOf(refOf(front)), from }
      return [finding(told('redirect-to-listener-port', facts), namedBy(controller))]
    })
  },
}

export const rules: readonly ControllerRule[] = [
  vulnerableBy(ownWays),
  vulnerableBy(routeWays, ['GatewayClass']),
  apiInsecure,
  redirectPort,
]
