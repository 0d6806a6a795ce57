/** kgateway, Gloo Gateway before, which takes no Ingress: https://github.com/kgateway-dev/kgateway */
import { bySpecification } from '../../shared/gateways/specification.js'
import type { Family } from '../../shared/named/family.js'
import { vulnerableBy } from '../../shared/named/vulnerable.js'

export const kgateway: Family = {
  id: 'kgateway',
  title: 'kgateway',
  releases: {
    flaws: ['CVE-2025-64323 2.0.0 2.0.5', 'GHSA-5pmx-7r6r-wfqq 2.0.0 2.0.5'],
  },
  runs: ({ path }) => /(?:^|\/)(?:kgateway|solo-io\/gloo)$/.test(path),
  claims: () => [],
  gateway: bySpecification('kgateway.dev/kgateway', 'solo.io/gloo-gateway'),
  // https://github.com/kgateway-dev/kgateway/security/advisories
  rules: [
    vulnerableBy({
      'CVE-2025-64323': () => 'every pod that reaches its xDS port is told the configuration of all proxies',
      'GHSA-5pmx-7r6r-wfqq': () => 'whoever may write a TrafficPolicy may write a transformation, which reads files',
    }),
  ],
}
