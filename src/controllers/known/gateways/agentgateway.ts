/** agentgateway, which takes no Ingress: https://github.com/agentgateway/agentgateway */
import { bySpecification } from '../../shared/gateways/specification.js'
import type { Family } from '../../shared/named/family.js'
import { isOfGateway } from '../../shared/named/settings.js'

export const agentgateway: Family = {
  id: 'agentgateway',
  title: 'agentgateway',
  runs: ({ path }) => /(?:^|[./])agentgateway(?:\.dev)?\/controller$/.test(path),
  proxies: ({ path }, pod) => /(?:^|\/)agentgateway$/.test(path) && isOfGateway(pod),
  claims: () => [],
  gateway: bySpecification('agentgateway.dev/agentgateway'),
}
