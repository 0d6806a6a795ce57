/** Of a host or an Ingress as a whole: rules without paths, and default backends. */
import type { WholeFacts } from '../domain/findings/facts.js'
import type { Pages } from './page.js'
import { controllerSource, docs, ingress } from './words.js'

const ofDefault = `${docs}/concepts/services-networking/ingress/#default-backend`
const older = { namespace: 'shop', name: 'older' }

export const wholePages: Pages<WholeFacts> = {
  'no-paths': {
    title: 'A host has no paths, and no default backend',
    sentence: ({ isMaster }) =>
      isMaster
        ? 'no minion gives its host a path: it answers 404'
        : 'its host has no paths, and no default backend: it answers 404',
    fix: ({ isMaster }) =>
      isMaster
        ? 'Create an Ingress of the host with nginx.org/mergeable-ingress-type: minion.'
        : 'Give the host paths (http.paths of the rule, routes of a VirtualServer), or the Ingress a default backend.',
    explanation:
      'A rule without http paths, or a VirtualServer without routes, makes its host known and nothing else. The default backend of the Ingress answers for it; where there is none, the controller answers 404.',
    example: 'rules:\n  - host: shop.example.com',
    sample: {},
    link: ofDefault,
  },
  'nothing-asked': {
    title: 'The Ingress has neither rules nor a default backend',
    sentence: () => 'it has neither rules nor a default backend',
    fix: () => 'Give it rules, or a default backend.',
    explanation: 'The API server refuses such an Ingress; a file may hold one nevertheless.',
    example: 'kind: Ingress\nspec: {ingressClassName: nginx}',
    sample: {},
    link: `${docs}/concepts/services-networking/ingress/#the-ingress-resource`,
  },
  'catch-all-taken': {
    title: 'Another Ingress answers for all hosts already',
    sentence: ({ owner }) =>
      `${ingress(owner)} answers for all hosts already, and comes first: this default backend is ignored`,
    fix: () => 'Remove one of the two default backends, or give this one a host.',
    explanation:
      'There is one place for what no host and no path takes. The oldest Ingress that has a default backend without rules fills it, and all others are ignored.',
    example: 'spec:\n  defaultBackend: {service: {name: fallback, port: {number: 80}}}   # in two Ingresses',
    sample: { owner: older },
    link: ofDefault,
  },
  'default-backend-unused': {
    title: 'The default backend of another Ingress of the host counts',
    sentence: ({ host, first }) =>
      `host ${host} was named by ${ingress(first)} first, so the default backend of this one does not count there`,
    fix: ({ host }) => `Add path / for ${host}.`,
    explanation:
      'A default backend beside rules answers for what the rules of its hosts leave open. Of several Ingresses of a host the one that named the host first decides, whether it has a default backend or not.',
    example:
      'spec:\n  defaultBackend: {...}\n  rules: [{host: shop.example.com, ...}]   # an older Ingress has the host, too',
    sample: { host: 'shop.example.com', first: older },
    link: `${controllerSource}/internal/ingress/controller/controller.go`,
  },
}
