/**
 * The words of the Kubernetes documentation, as if they were a controller: nobody runs it, and it takes whatever nobody
 * owns. Annotations count for nothing.
 */

import type { Dialect } from '../../domain/controllers/dialect.js'
import { ruleHosts, tlsSecrets } from '../../domain/objects/ingress-hosts.js'
import { nearHosts } from '../../domain/routes/near-hosts.js'
import { countEndpoints } from '../../domain/routes/resolve-routes.js'
import { planIngresses } from '../../semantics/ingress/plan.js'
import { bySpecification } from '../shared/gateways/specification.js'
import { outOfReach, reachOf, unsupported } from '../shared/reach.js'

const title = 'the Kubernetes documentation'

export const specification = {
  id: 'spec',
  title,
  reads: { rules: true, inside: false },
  classFlag: null,
  assumption: 'judged by the rules of the Kubernetes documentation',
  recognise: () => null,
  usual: () => ({
    dialect: 'spec',
    traits: {
      className: null,
      controllerClass: null,
      watches: { namespace: null, labels: null, withoutClass: true },
      ports: { http: 80, https: 443 },
      publishService: null,
      lease: null,
      configMap: null,
      configMaps: [],
      webhook: null,
    },
    settings: {},
    release: { image: '', version: null, origin: 'upstream' },
  }),
  suggests: () => true,
  owns: () => true,
  ownership: () => null,
  hasClass: () => false,
  hostNames: (_controller, ingress) => ruleHosts(ingress),
  needs: (_controller, ingresses, hosts) => {
    const near = hosts === null ? ingresses : nearHosts(ingresses, hosts, ruleHosts)
    return { configMaps: [], secrets: near.flatMap(tlsSecrets) }
  },
  counting: (_controller, { inventory }) => {
    const count = countEndpoints(inventory)
    return () => count
  },
  plan: (_controller, facts) => planIngresses(facts),
  observe: (pods, replica) => ({ ...unsupported(replica, title), ...reachOf(pods, replica) }),
  replay: (saved, replica) => ({ ...unsupported(replica, title), ...outOfReach(replica, saved) }),
  texts: [],
  // Of Gateways, too, whoever is not known is read by it.
  gateway: bySpecification(),
} satisfies Dialect
