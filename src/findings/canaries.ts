/** What becomes of canaries: Ingresses that share the traffic of another one. */
import type { CanaryFacts } from '../domain/findings/facts.js'
import { nameOf } from '../domain/objects/ref.js'
import type { Pages } from './page.js'
import { controllerDocs, controllerSource, ingress } from './words.js'

const link = `${controllerDocs}/user-guide/nginx-configuration/annotations/#canary`
const merging = `${controllerSource}/internal/ingress/controller/controller.go`
const own = 'Give the canary a Service of its own, which no ordinary rule names.'
const alone = 'Create an Ingress without canary: "true" for the same host, path and path type, or remove the canary.'
const stable = { namespace: 'shop', name: 'stable' }
const annotation = 'nginx.ingress.kubernetes.io/canary: "true"'

export const canaryPages: Pages<CanaryFacts> = {
  'canary-no-host': {
    title: 'No ordinary Ingress has the host of the canary',
    sentence: ({ host }) =>
      `no Ingress but canaries asks for ${host === null ? 'every host' : `host ${host}`}, so there is nothing to share`,
    fix: () => alone,
    explanation:
      'A canary makes no host and no location: it gets a share of what an ordinary Ingress gets. Without one there is nothing to share, and nobody is served.',
    example: `${annotation}\n# and no other Ingress for its host`,
    sample: { host: 'shop.example.com' },
    link,
  },
  'canary-no-primary': {
    title: 'No ordinary Ingress has the host, path and path type of the canary',
    sentence: ({ host, path, pathType }) =>
      path === null
        ? 'no ordinary Ingress answers for every host, so there is nothing that the default backend of the canary could share'
        : `no ordinary Ingress asks for ${host ?? 'every host'}${path} as ${pathType}: the canary's upstream is deleted`,
    fix: ({ path }) => (path === null ? 'Remove the default backend, or give the canary rules.' : alone),
    explanation:
      'A canary is matched with an ordinary location of the same host, path and path type. ImplementationSpecific counts as Prefix; a path with a slash more is another path.',
    example: `${annotation}\n...\npath: /cart/   # the ordinary Ingress has /cart`,
    sample: { host: 'shop.example.com', path: '/cart/', pathType: 'Prefix' },
    link: merging,
  },
  'canary-as-location': {
    title: 'The canary has become an ordinary location',
    sentence: ({ upstream, creator }) =>
      `its upstream ${upstream} was made by ${ingress(creator)} as an ordinary one, so this rule becomes a location of its own, and its canary policy does not count`,
    fix: () => own,
    explanation:
      'Whether an upstream is a canary is decided by the first Ingress that names its Service and port. Where that is an ordinary one, the rule of the canary is an ordinary rule, too: it gets all requests of its path.',
    example: `${annotation}\n# its Service is also the backend of an older, ordinary Ingress`,
    sample: { upstream: 'shop-web-80', creator: stable },
    link: merging,
  },
  'canary-is-primary': {
    title: 'The canary has the Service of an ordinary rule, so it gets nothing as a canary',
    sentence: ({ upstream, creator }) =>
      `its upstream ${upstream} was made by ${ingress(creator)} as an ordinary one, so its canary policy does not count: as a canary it gets no request`,
    fix: () => own,
    explanation:
      'Whether an upstream is a canary is decided by the first Ingress that names its Service and port. A Service that an ordinary rule names cannot be tried out beside itself.',
    example: `${annotation}\n# both Ingresses have the backend web:80`,
    sample: { upstream: 'shop-web-80', creator: stable },
    link: merging,
  },
  'canary-not-first': {
    title: 'Another canary of the same upstream comes first',
    sentence: ({ primary, before, creator }) =>
      `only the first canary of an upstream counts, and upstream ${primary} has ${before}${creator === null ? '' : ` of Ingress ${nameOf(creator)}`} before it`,
    fix: () => 'Remove one of the two canaries, or give their rules backends of their own.',
    explanation:
      'The balancer looks at the first alternative of an upstream and at no other. Canaries are listed by the age of their Ingresses; a second one stays without requests.',
    example: `${annotation}   # in two Ingresses for the same path`,
    sample: { primary: 'shop-web-80', before: 'shop-next-80', creator: { namespace: 'shop', name: 'next' } },
    link,
  },
  'canary-policy-of-other': {
    title: 'The policy of another canary with the same Service counts',
    sentence: ({ upstream, creator }) =>
      `the policy belongs to the upstream, and upstream ${upstream} has that of ${ingress(creator)}: headers, cookie and weight of this one do not count`,
    fix: () => 'Give each canary a Service of its own.',
    explanation:
      'Weight, header and cookie are kept with the upstream, that is with Service and port. Of several canaries with one Service the oldest decides for all.',
    example: `nginx.ingress.kubernetes.io/canary-weight: "50"   # an older canary with the same Service has 10`,
    sample: { upstream: 'shop-next-80', creator: { namespace: 'shop', name: 'next' } },
    link,
  },
  'canary-weight-0': {
    title: 'The canary has weight 0 and no header or cookie',
    sentence: () => 'the canary has weight 0 and no header or cookie: no request reaches it',
    explanation: 'A canary without a policy is switched off. That is a usual state before and after a trial.',
    example: `${annotation}\nnginx.ingress.kubernetes.io/canary-weight: "0"`,
    sample: {},
    link,
  },
  'canary-backend': {
    title: 'The Service of the rule is that of a canary',
    sentence: ({ canary }) =>
      `its Service and port are the backend of ${canary === null ? 'a canary' : `the canary Ingress ${nameOf(canary)}`}, so it gets no location; the path falls to / of its host`,
    fix: () => own,
    explanation:
      'Whether an upstream is a canary is decided by the first Ingress that names its Service and port. An ordinary rule with the Service of an older canary is taken for a part of it, and becomes no location.',
    example:
      '# the oldest Ingress for Service next has canary: "true"\nbackend: {service: {name: next, port: {number: 80}}}',
    sample: { canary: { namespace: 'shop', name: 'next' } },
    link: merging,
  },
}
