/** Fixes of services, secrets, paths and gates: each is done as its words say, and then the finding is gone and the rule is served. */
import type { Secret, Service } from '../../src/domain/objects/objects.js'
import { type Cure, proveCures } from '../support/why/cures.js'
import { ingress } from '../support/worlds/ingress-world.js'

const at = (annotations: Record<string, string> = {}, paths = ['/ Prefix web:80'], more = {}) =>
  ingress('shop/a', { rules: { 'a.test': paths }, annotations, ...more })
const secret = (name: string, data: Record<string, string>): Secret => ({
  kind: 'Secret',
  metadata: { namespace: 'shop', name },
  data,
})
const service = (ports: NonNullable<Service['spec']>['ports']): Service => ({
  kind: 'Service',
  metadata: { namespace: 'shop', name: 'web' },
  spec: { clusterIP: '10.96.0.1', ports },
})
const basic = { 'auth-type': 'basic', 'auth-secret': 'users' }
const tls = { 'auth-tls-secret': 'shop/ca' }
const snippet = { 'configuration-snippet': 'more_set_headers "A: b";' }
const served = 'shop/web:80 as /x by shop/a'

const cures: readonly Cure[] = [
  {
    code: 'no-service',
    fix: 'Create Service web in namespace shop',
    before: { ingresses: [at()], missing: ['shop/web'] },
    after: { ingresses: [at()] },
  },
  {
    code: 'no-port',
    fix: '8080',
    before: { ingresses: [at()], services: [service([{ name: 'http', port: 8080, targetPort: 8080 }])] },
    after: {
      ingresses: [at({}, ['/ Prefix web:8080'])],
      services: [service([{ name: 'http', port: 8080, targetPort: 8080 }])],
    },
    served: 'shop/web:8080 as /x by shop/a',
  },
  {
    code: 'no-endpoints',
    fix: 'selector of Service shop/web',
    before: { ingresses: [at()], empty: ['shop/web'] },
    after: { ingresses: [at()] },
  },
  {
    code: 'secret-missing',
    fix: 'Create Secret',
    before: { ingresses: [at(basic)] },
    after: { ingresses: [at(basic)], secrets: [secret('users', { auth: 'eDp5' })] },
    served: `${served} or 401`,
  },
  {
    code: 'secret-missing',
    fix: 'Create Secret',
    before: { ingresses: [at(tls)] },
    after: { ingresses: [at(tls)], secrets: [secret('ca', { 'ca.crt': 'eA==' })] },
    next: 'no-effect',
  },
  {
    code: 'secret-incomplete',
    fix: 'under the key ca.crt',
    before: { ingresses: [at(tls)], secrets: [secret('ca', { other: 'eA==' })] },
    after: { ingresses: [at(tls)], secrets: [secret('ca', { other: 'eA==', 'ca.crt': 'eA==' })] },
    next: 'no-effect',
  },
  {
    code: 'tls-secret-missing',
    fix: 'Write secretName: shown, the bare name',
    before: { ingresses: [at({}, undefined, { tls: [{ hosts: ['a.test'], secretName: 'shop/shown' }] })] },
    after: {
      ingresses: [at({}, undefined, { tls: [{ hosts: ['a.test'], secretName: 'shown' }] })],
      secrets: [secret('shown', { 'tls.crt': 'eA==' })],
    },
    url: 'https://a.test/x',
    next: 'tls-invalid',
  },
  {
    code: 'annotation-risk',
    fix: 'annotations-risk-level: "Critical"',
    before: { ingresses: [at(snippet)], configMap: { 'allow-snippet-annotations': 'true' } },
    after: {
      ingresses: [at(snippet)],
      configMap: { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' },
    },
  },
  {
    code: 'annotation-risk',
    fix: 'Remove configuration-snippet',
    before: { ingresses: [at(snippet)] },
    after: { ingresses: [at()] },
  },
  {
    code: 'never-matches',
    fix: 'Move the rule to a host of its own',
    before: {
      ingresses: [
        at({}, ['/x Exact web:80']),
        ingress('shop/b', {
          rules: { 'a.test': ['/[a-z]{1,9} ImplementationSpecific b:80'] },
          annotations: { 'use-regex': 'true' },
        }),
      ],
    },
    after: {
      ingresses: [
        ingress('shop/a', { rules: { 'own.test': ['/x Exact web:80'] } }),
        ingress('shop/b', {
          rules: { 'a.test': ['/[a-z]{1,9} ImplementationSpecific b:80'] },
          annotations: { 'use-regex': 'true' },
        }),
      ],
    },
    url: 'http://own.test/x',
  },
  {
    code: 'annotation-invalid',
    fix: 'Write cors-allow-origin: "https://b.test,https://c.test".',
    before: { ingresses: [at({ 'enable-cors': 'true', 'cors-allow-origin': 'https://b.test c.test' })] },
    after: { ingresses: [at({ 'enable-cors': 'true', 'cors-allow-origin': 'https://b.test,https://c.test' })] },
  },
  ...['http://api.example.com', 'api.example.com:8080', 'https://api.example.com/v1'].map((target): Cure => {
    const to = (externalName: string): Service => ({
      kind: 'Service',
      metadata: { namespace: 'shop', name: 'web' },
      spec: { type: 'ExternalName', externalName },
    })
    return {
      code: 'external-name',
      fix: 'Write externalName: api.example.com;',
      before: { ingresses: [at()], services: [to(target)] },
      after: { ingresses: [at()], services: [to('api.example.com')] },
    }
  }),
]

proveCures(cures)
