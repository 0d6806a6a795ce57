/** Fixes of Services, their ports and endpoints, and of canaries. */
import type { EndpointSlice, Service } from '../../src/domain/objects/objects.js'
import { type Cure, proveCures } from '../support/why/cures.js'
import { ingress } from '../support/worlds/ingress-world.js'

type Annotations = Readonly<Record<string, string>>
type Ports = NonNullable<Service['spec']>['ports']

const at = (name: string, paths: readonly string[], annotations: Annotations = {}, age = 0, host = 'a.test') =>
  ingress(`shop/${name}`, { rules: { [host]: paths }, annotations, age })
const service = (name: string, ports: Ports): Service => ({
  kind: 'Service',
  metadata: { namespace: 'shop', name },
  spec: { clusterIP: '10.96.0.1', ports },
})
const external = (externalName: string, ports: Ports = []): Service => ({
  kind: 'Service',
  metadata: { namespace: 'shop', name: 'web' },
  spec: { type: 'ExternalName', externalName, ports },
})
const slice = (name: string, ready: boolean, port: number | null = 8080): EndpointSlice => ({
  kind: 'EndpointSlice',
  metadata: { namespace: 'shop', name, labels: { 'kubernetes.io/service-name': 'web' } },
  addressType: 'IPv4',
  endpoints: [{ addresses: ['10.1.0.1'], conditions: { ready } }],
  ports: port === null ? [] : [{ name: 'http', port, protocol: 'TCP' }],
})
const web = ['/ Prefix web:80']
const next = ['/ Prefix next:80']
const canary = { canary: 'true', 'canary-weight': '10' }
const shared = 'shop/web:80 as /x by shop/a 90% shop-web-80 10% shop-next-80'
const [first, second] = [
  { name: 'admin', port: 81, targetPort: 80 },
  { name: 'http', port: 80, targetPort: 8080 },
]
const resource = (() => {
  const one = at('a', web)
  const bucket = { apiGroup: 'k8s.example.com', kind: 'StorageBucket', name: 'static' }
  const paths = [{ path: '/', pathType: 'Prefix', backend: { resource: bucket } }]
  return { ...one, spec: { ...one.spec, rules: [{ host: 'a.test', http: { paths } }] } }
})()

const services: readonly Cure[] = [
  {
    code: 'none-ready',
    fix: 'Make its pods ready',
    before: { ingresses: [at('a', web)], slices: [slice('web-x1', false)] },
    after: { ingresses: [at('a', web)], slices: [slice('web-x1', true)] },
  },
  {
    code: 'slices-hidden',
    fix: 'Rename the EndpointSlice so that its name begins with "web-"',
    before: { ingresses: [at('a', web)], slices: [slice('other', true)] },
    after: { ingresses: [at('a', web)], slices: [slice('web-other', true)] },
  },
  {
    code: 'no-target-port',
    fix: 'or correct targetPort in the Service',
    before: {
      ingresses: [at('a', web)],
      services: [service('web', [{ name: 'http', port: 80, targetPort: 'wbe' }])],
      slices: [slice('web-x1', true, null)],
    },
    after: { ingresses: [at('a', web)], services: [service('web', [{ name: 'http', port: 80, targetPort: 'web' }])] },
  },
  {
    code: 'external-name',
    fix: 'Point the ExternalName to a DNS name that resolves',
    before: { ingresses: [at('a', web)], services: [external('10.0.0.7')] },
    after: { ingresses: [at('a', web)], services: [external('db.example.com')] },
  },
  {
    code: 'external-name',
    fix: 'or use a Service with endpoints',
    before: { ingresses: [at('a', web)], services: [external('10.0.0.7')] },
    after: { ingresses: [at('a', web)] },
  },
  {
    code: 'external-name',
    fix: 'or start the controller without --disable-svc-external-name',
    before: {
      ingresses: [at('a', web)],
      services: [external('db.example.com')],
      flags: ['--disable-svc-external-name'],
    },
    after: { ingresses: [at('a', web)], services: [external('db.example.com')] },
  },
  {
    code: 'external-port',
    fix: 'Name the port by its number',
    before: { ingresses: [at('a', ['/ Prefix web:https'])], services: [external('db.example.com')] },
    after: { ingresses: [at('a', ['/ Prefix web:443'])], services: [external('db.example.com')] },
    served: 'shop/web:443 as /x by shop/a',
    next: 'plain-to-tls',
  },
  {
    code: 'external-port',
    fix: 'or give the Service a port of that name',
    before: { ingresses: [at('a', ['/ Prefix web:https'])], services: [external('db.example.com')] },
    after: {
      ingresses: [at('a', ['/ Prefix web:https'])],
      services: [external('db.example.com', [{ name: 'https', port: 443 }])],
    },
    served: 'shop/web:https as /x by shop/a',
    next: 'plain-to-tls',
  },
  {
    code: 'port-by-target',
    fix: 'Write port number 80',
    before: {
      ingresses: [at('a', ['/ Prefix web:8080'])],
      services: [service('web', [{ name: 'http', port: 80, targetPort: 8080 }])],
    },
    after: { ingresses: [at('a', web)], services: [service('web', [{ name: 'http', port: 80, targetPort: 8080 }])] },
  },
  {
    code: 'port-ambiguous',
    fix: 'Put port 80 before port 81 (admin) in the Service',
    before: { ingresses: [at('a', web)], services: [service('web', [first, second])] },
    after: { ingresses: [at('a', web)], services: [service('web', [second, first])] },
  },
  {
    code: 'port-ambiguous',
    fix: 'or let no two ports share the number',
    before: { ingresses: [at('a', web)], services: [service('web', [first, second])] },
    after: { ingresses: [at('a', web)], services: [service('web', [{ ...first, targetPort: 9090 }, second])] },
  },
  {
    code: 'upstream-collision',
    fix: 'or name its port otherwise (by name instead of number)',
    before: {
      ingresses: [
        ingress('shop-eu/b', { rules: { 'b.test': ['/ Prefix web:80'] } }),
        at('a', ['/ Prefix eu-web:80'], {}, 1),
      ],
    },
    after: {
      ingresses: [
        ingress('shop-eu/b', { rules: { 'b.test': ['/ Prefix web:80'] } }),
        at('a', ['/ Prefix eu-web:http'], {}, 1),
      ],
    },
    served: 'shop/eu-web:http as /x by shop/a',
  },
  {
    code: 'service-upstream-of-other',
    fix: 'Set service-upstream alike in both Ingresses',
    before: {
      ingresses: [at('b', web, {}, 0, 'b.test'), at('a', web, { 'service-upstream': 'true' }, 1)],
    },
    after: {
      ingresses: [
        at('b', web, { 'service-upstream': 'true' }, 0, 'b.test'),
        at('a', web, { 'service-upstream': 'true' }, 1),
      ],
    },
  },
  ...[
    { code: 'errors-without-pages' as const, flags: [] },
    { code: 'default-backend-empty' as const, flags: ['--default-backend-service=shop/all'] },
  ].map(({ code, flags }): Cure => {
    const pages = ['sorry', 'all'].map((name) => service(name, [{ name: 'http', port: 80, targetPort: 8080 }]))
    const ingresses = [at('a', web, { 'custom-http-errors': '404', 'default-backend': 'sorry' })]
    return {
      code,
      fix: 'Let Service shop/sorry have a ready endpoint',
      before: { ingresses, services: pages, empty: ['shop/sorry'], flags },
      after: { ingresses, services: pages, flags },
    }
  }),
  {
    code: 'default-backend-empty',
    fix: 'Let Service shop/sorry have a ready endpoint',
    before: {
      ingresses: [at('a', web, { 'default-backend': 'sorry' })],
      services: [service('sorry', [{ name: 'http', port: 80, targetPort: 8080 }])],
      empty: ['shop/web', 'shop/sorry'],
    },
    after: {
      ingresses: [at('a', web, { 'default-backend': 'sorry' })],
      services: [service('sorry', [{ name: 'http', port: 80, targetPort: 8080 }])],
      empty: ['shop/web'],
    },
    served: 'shop/sorry:80 as /x by shop/a',
  },
  {
    code: 'resource-backend',
    fix: 'Name a Service as the backend',
    before: { ingresses: [resource] },
    after: { ingresses: [at('a', web)] },
  },
]

const canaries: readonly Cure[] = [
  {
    code: 'canary-no-host',
    fix: 'Create an Ingress without canary: "true" for the same host, path and path type',
    before: { ingresses: [at('b', web, {}, 0, 'b.test'), at('c', next, canary, 1)] },
    after: { ingresses: [at('a', web), at('c', next, canary, 1)] },
    served: shared,
  },
  {
    code: 'canary-no-primary',
    fix: 'Create an Ingress without canary: "true" for the same host, path and path type',
    before: { ingresses: [at('a', ['/x/ Exact web:80']), at('c', ['/x Exact next:80'], canary, 1)] },
    after: { ingresses: [at('a', ['/x Exact web:80']), at('c', ['/x Exact next:80'], canary, 1)] },
    served: shared,
  },
  {
    code: 'canary-no-primary',
    fix: 'or remove the canary',
    before: { ingresses: [at('a', web), at('c', ['/c Prefix next:80'], canary, 1)] },
    after: { ingresses: [at('a', web)] },
  },
  {
    code: 'canary-as-location',
    fix: 'Give the canary a Service of its own',
    before: {
      ingresses: [at('b', next, {}, 0, 'b.test'), at('a', ['/a Prefix web:80'], {}, 1), at('c', next, canary, 2)],
    },
    after: {
      ingresses: [at('b', ['/ Prefix old:80'], {}, 0, 'b.test'), at('a', web, {}, 1), at('c', next, canary, 2)],
    },
    served: shared,
  },
  {
    code: 'canary-is-primary',
    fix: 'Give the canary a Service of its own',
    before: { ingresses: [at('a', web), at('c', web, canary, 1)] },
    after: { ingresses: [at('a', web), at('c', next, canary, 1)] },
    served: shared,
  },
  {
    code: 'canary-not-first',
    fix: 'Remove one of the two canaries',
    before: { ingresses: [at('a', web), at('c', ['/ Prefix old:80'], canary, 1), at('d', next, canary, 2)] },
    after: { ingresses: [at('a', web), at('d', next, canary, 2)] },
    served: shared,
  },
  {
    code: 'canary-policy-of-other',
    fix: 'Give each canary a Service of its own',
    before: {
      ingresses: [
        at('a', web),
        at('b', ['/ Prefix old:80'], {}, 0, 'b.test'),
        at('c', next, canary, 1),
        at('d', next, { canary: 'true', 'canary-weight': '50' }, 2, 'b.test'),
      ],
    },
    after: {
      ingresses: [
        at('a', web),
        at('b', ['/ Prefix old:80'], {}, 0, 'b.test'),
        at('c', next, canary, 1),
        at('d', ['/ Prefix own:80'], { canary: 'true', 'canary-weight': '50' }, 2, 'b.test'),
      ],
    },
    url: 'http://b.test/x',
    served: 'shop/old:80 as /x by shop/b 50% shop-old-80 50% shop-own-80',
  },
  {
    code: 'canary-backend',
    fix: 'Give the canary a Service of its own',
    before: { ingresses: [at('c', web, canary), at('a', web, {}, 1)] },
    after: { ingresses: [at('c', next, canary), at('a', web, {}, 1)] },
    served: shared,
  },
  {
    code: 'canary-not-enabled',
    fix: 'Write canary: "true"',
    before: { ingresses: [at('a', web), at('c', ['/c Prefix next:80'], { 'canary-weight': '10' }, 1)] },
    after: { ingresses: [at('a', web), at('c', next, canary, 1)] },
    served: shared,
  },
  {
    code: 'canary-not-enabled',
    fix: 'or remove the canary-* annotations',
    before: { ingresses: [at('a', web, { 'canary-weight': '10' })] },
    after: { ingresses: [at('a', web)] },
  },
  {
    code: 'canary-without-paths',
    fix: 'Give each rule of the canary its http paths',
    before: {
      ingresses: [at('a', web), ingress('shop/c', { rules: { 'a.test': null }, annotations: canary, age: 1 })],
    },
    after: { ingresses: [at('a', web), at('c', next, canary, 1)] },
    served: shared,
  },
]

proveCures([...services, ...canaries])
