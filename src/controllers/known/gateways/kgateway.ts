/** kgateway, Gloo Gateway before, which takes no Ingress: https://github.com/kgateway-dev/kgateway */
import type { Family } from '../../shared/named/family.js'

export const kgateway: Family = {
  id: 'kgateway',
  title: 'kgateway',
  releases: {
    flaws: ['CVE-2025-64323 2.0.0 2.0.5', 'GHSA-5pmx-7r6r-wfqq 2.0.0 2.0.5'],
  },
  runs: ({ path }) => /(?:^|\/)(?:kgateway|solo-io\/gloo)$/.test(path),
  claims: () => [],
}
