/** kgateway, Gloo Gateway before, which takes no Ingress: https://github.com/kgateway-dev/kgateway */
import type { Family } from '../../shared/named/family.js'

export const kgateway: Family = {
  id: 'kgateway',
  title: 'kgateway',
  runs: ({ path }) => /(?:^|\/)(?:kgateway|solo-io\/gloo)$/.test(path),
  claims: () => [],
}
