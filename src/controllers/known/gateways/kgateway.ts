/** kgateway, Gloo Gateway before, which takes no Ingress: https://github.com/kgateway-dev/kgateway */
import { byVirtualHost } from '../../shared/gateways/specification.js'
import type { Family } from '../../shared/named/family.js'
import { isOfGateway } from '../../shared/named/settings.js'
import { vulnerableBy } from '../../shared/named/vulnerable.js'

export const kgateway: Family = {
  id: 'kgateway',
  title: 'kgateway',
  releases: {
    flaws: ['CVE-2025-64323 2.0.0 2.0.5', 'GHSA-5pmx-7r6r-wfqq 2.0.0 2.0.5'],
  },
  runs: ({ path }) => /(?:^|\/)(?:kgateway|solo-io\/gloo)$/.test(path),
  proxies: ({ path }, pod) => /(?:^|\/)(?:gloo-)?envoy-wrapper$/.test(path) && isOfGateway(pod),
  numbered: /(?:^|\/)(?:kgateway|gloo)$/,
  claims: () => [],
  // The last one is of releases before 2.2: agentgateway has a controller of its own since.
  gateway: byVirtualHost('kgateway', 'kgateway.dev/kgateway', 'solo.io/gloo-gateway', 'kgateway.dev/agentgateway'),
  // https://github.com/kgateway-dev/kgateway/security/advisories
  rules: [
    vulnerableBy({
      'CVE-2025-64323': () => 'every pod that reaches its xDS port is told the configuration of all proxies',
      'GHSA-5pmx-7r6r-wfqq': () => 'whoever may write a TrafficPolicy may write a transformation, which reads files',
    }),
  ],
}
