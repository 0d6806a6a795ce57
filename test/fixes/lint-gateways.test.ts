/** Fixes of what `lint` alone tells of Gateways and their routes: each is done as its words say. */
import { edge, envoy, http, plain, route, traefik } from '../lint/gateway-words.js'
import { pem, type ServerCertificate } from '../support/cluster/tls-files.js'
import { pod, service, slice } from '../support/objects.js'
import { proveLintCures } from '../support/why/lint-table.js'

const toWeb = { backendRefs: [{ name: 'web', port: 80 }] }
const under = (value: string) => ({ matches: [{ path: { type: 'PathPrefix', value } }], ...toWeb })
const redirect = (more: object) => ({ type: 'RequestRedirect', requestRedirect: more })
const many = <T>(count: number, one: T) => Array.from({ length: count }, () => one)
const on = (...rules: readonly object[]) => ({ ...edge(plain, envoy), ...http(...rules) })
const headers = (...names: readonly string[]) => ({ headers: names.map((name, i) => ({ name, value: `v${i}` })) })
const secret = (name: string, file: ServerCertificate) => ({
  metadata: { namespace: 'default', name },
  type: 'kubernetes.io/tls',
  data: { 'tls.crt': btoa(pem(file)), 'tls.key': btoa('-') },
})
const tls = (name: string, hostname: string, certificate: string) => ({
  ...{ name, port: 443, protocol: 'HTTPS', hostname },
  tls: { certificateRefs: [{ name: certificate }] },
})
const secrets = { Secret: [secret('wide', 'server'), secret('shop', 'expired')] }
const odd = [{ name: 'web', port: 8080, protocol: 'HTTP' }]
const moved = (more: object) => ({
  ...edge(odd, envoy),
  ...http({ filters: [redirect({ hostname: 'new.test', ...more })] }),
})
const named = (name: string, hostname: string, ...rules: readonly object[]) =>
  route(name, rules, { hostnames: [hostname] })
const dash = { Service: [service('dash', { ports: [{ port: 443 }] })] }
const toDash = http({ backendRefs: [{ name: 'dash', port: 443 }] })
const policy = (name: string, metadata: object = {}, target = 'dash') => ({
  metadata: { namespace: 'default', name, ...metadata },
  spec: {
    targetRefs: [{ group: '', kind: 'Service', name: target }],
    validation: { hostname: 'dash.test', wellKnownCACertificates: 'System' },
  },
})
const sealed = {
  Service: [service('dash', { ports: [{ name: 'secure', port: 8443 }] })],
  ...http({ backendRefs: [{ name: 'dash', port: 8443 }] }),
}
const ofPort = (sectionName: string) => {
  const { metadata, spec } = policy('p')
  return { metadata, spec: { ...spec, targetRefs: [{ group: '', kind: 'Service', name: 'dash', sectionName }] } }
}
const older = { creationTimestamp: '2026-01-01T00:00:00Z' }
const routesOf = (namespace: string) => ({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace })
const grant = (from: readonly object[], target: object = {}) => ({
  metadata: { namespace: 'back', name: 'g' },
  spec: { from, to: [{ group: '', kind: 'Service', ...target }] },
})
const across = {
  ...http({ backendRefs: [{ name: 'api', namespace: 'back', port: 80 }] }),
  Service: [service('web'), { ...service('api'), metadata: { namespace: 'back', name: 'api' } }],
  EndpointSlice: ['default', 'back'].map((namespace, i) => {
    const { metadata, ...rest } = slice(`s-${i}`, {
      service: i === 0 ? 'web' : 'api',
      endpoints: [pod('p', '10.0.0.1')],
    })
    return { ...rest, metadata: { ...metadata, namespace } }
  }),
}
const able = { supportedFeatures: ['HTTPRoute'] }
const posts = { matches: [{ method: 'POST' }], ...toWeb }

proveLintCures([
  {
    code: 'match-header-twice',
    fix: 'as one entry of headers',
    before: on({ matches: [headers('x-a', 'x-a')], ...toWeb }),
    after: on({ matches: [headers('x-a')], ...toWeb }),
  },
  {
    code: 'match-header-twice',
    fix: 'or give each a match of its own',
    before: on({ matches: [headers('x-a', 'x-a')], ...toWeb }),
    after: on({ matches: [headers('x-a'), headers('x-b')], ...toWeb }),
  },
  {
    code: 'too-many',
    fix: 'into another route of the same hostnames and parents',
    before: on(...many(17, toWeb)),
    after: { ...edge(plain, envoy), HTTPRoute: [route('r', many(16, toWeb)), route('s', [under('/s')])] },
  },
  {
    code: 'listener-overlap',
    fix: 'Give both the same certificates',
    before: { ...edge([tls('all', '*.test', 'wide'), tls('shop', 'kubernetes.test', 'shop')], envoy), ...secrets },
    after: { ...edge([tls('all', '*.test', 'wide'), tls('shop', 'kubernetes.test', 'wide')], envoy), ...secrets },
  },
  {
    code: 'feature-unsupported',
    fix: 'Do without it',
    before: { ...edge(plain, envoy, able), ...http(posts) },
    after: { ...edge(plain, envoy, able), ...http(toWeb) },
  },
  {
    code: 'feature-unsupported',
    fix: 'or hang the route on a Gateway of a class that has it',
    before: { ...edge(plain, envoy, able), ...http(posts) },
    after: {
      ...edge(plain, envoy, { supportedFeatures: ['HTTPRoute', 'HTTPRouteMethodMatching'] }),
      ...http(posts),
    },
  },
  {
    code: 'backend-https-plain',
    fix: 'Write a BackendTLSPolicy for Service default/dash',
    before: { ...edge(plain, envoy), ...dash, ...toDash },
    after: { ...edge(plain, envoy), ...dash, ...toDash, BackendTLSPolicy: [policy('p')] },
  },
  {
    code: 'backend-https-plain',
    fix: 'or name its port for clear text',
    before: { ...edge(plain, envoy), ...dash, ...toDash },
    after: {
      ...edge(plain, envoy),
      Service: [service('dash', { ports: [{ port: 80 }] })],
      ...http({ backendRefs: [{ name: 'dash', port: 80 }] }),
    },
  },
  {
    code: 'backend-https-plain',
    fix: 'Let sectionName of BackendTLSPolicy default/p be the name of a port, secure',
    before: { ...edge(plain, envoy), ...sealed, BackendTLSPolicy: [ofPort('8443')] },
    after: { ...edge(plain, envoy), ...sealed, BackendTLSPolicy: [ofPort('secure')] },
  },
  {
    code: 'redirect-to-listener-port',
    fix: 'Say in the redirect what clients use',
    before: moved({}),
    after: moved({ port: 80 }),
  },
  { code: 'redirect-to-listener-port', fix: 'or a scheme', before: moved({}), after: moved({ scheme: 'https' }) },
  {
    code: 'path-outranks-host',
    fix: 'Give this route hostnames of its own',
    before: {
      ...edge(plain, traefik),
      HTTPRoute: [route('api', [under('/api')]), named('shop', 'shop.test', under('/'))],
    },
    after: {
      ...edge(plain, traefik),
      HTTPRoute: [named('api', 'api.test', under('/api')), named('shop', 'shop.test', under('/'))],
    },
  },
  {
    code: 'path-outranks-host',
    fix: 'or HTTPRoute default/shop that path, too',
    before: {
      ...edge(plain, traefik),
      HTTPRoute: [route('api', [under('/api')]), named('shop', 'shop.test', under('/'))],
    },
    after: {
      ...edge(plain, traefik),
      HTTPRoute: [route('api', [under('/api')]), named('shop', 'shop.test', under('/api'), under('/'))],
    },
  },
  {
    code: 'policy-conflict',
    fix: 'Merge both into one',
    before: { ...dash, BackendTLSPolicy: [policy('new'), policy('old', older)] },
    after: { ...dash, BackendTLSPolicy: [policy('old', older)] },
  },
  {
    code: 'policy-conflict',
    fix: 'or remove the target here',
    before: { ...dash, BackendTLSPolicy: [policy('new'), policy('old', older)] },
    after: {
      Service: [...dash.Service, service('web')],
      BackendTLSPolicy: [policy('new', {}, 'web'), policy('old', older)],
    },
  },
  {
    code: 'grant-useless',
    fix: 'Remove it',
    before: { ...edge(plain, envoy), ReferenceGrant: [grant([routesOf('default')])] },
    after: edge(plain, envoy),
  },
  {
    code: 'grant-useless',
    fix: 'or correct the kinds and namespaces of from and the names of to',
    before: { ...edge(plain, envoy), ...across, ReferenceGrant: [grant([routesOf('default')], { name: 'web' })] },
    after: { ...edge(plain, envoy), ...across, ReferenceGrant: [grant([routesOf('default')], { name: 'api' })] },
  },
  {
    code: 'grant-wide',
    fix: 'Name the objects in to',
    before: { ...edge(plain, envoy), ...across, ReferenceGrant: [grant([routesOf('default'), routesOf('blog')])] },
    after: {
      ...edge(plain, envoy),
      ...across,
      ReferenceGrant: [grant([routesOf('default'), routesOf('blog')], { name: 'api' })],
    },
  },
])
