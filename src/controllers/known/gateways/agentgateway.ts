/** agentgateway, which takes no Ingress: https://github.com/agentgateway/agentgateway */
import { bySpecification } from '../../shared/gateways/specification.js'
import type { Family } from '../../shared/named/family.js'

export const agentgateway: Family = {
  id: 'agentgateway',
  title: 'agentgateway',
  // What its chart installs; the proxies that it starts are called agentgateway.
  runs: ({ path }) => /(?:^|[./])agentgateway(?:\.dev)?\/controller$/.test(path),
  claims: () => [],
  gateway: bySpecification('agentgateway.dev/agentgateway'),
}
