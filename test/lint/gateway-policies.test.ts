/** Rules of lint about BackendTLSPolicies: what they aim at, and which of two counts. */
import { service } from '../support/objects.js'
import { table } from '../support/why/lint-table.js'
import { edge, envoy, http, plain, traefik } from './gateway-words.js'

const secure = (port: object, metadata: object = {}) => ({
  Service: [{ ...service('dash', { ports: [port] }), metadata: { namespace: 'default', name: 'dash', ...metadata } }],
})

const toDash = (port = 443) => http({ backendRefs: [{ name: 'dash', port }] })

const policy = (name: string, more: object = {}, target: object = {}) => ({
  metadata: { namespace: 'default', name, ...more },
  spec: {
    targetRefs: [{ group: '', kind: 'Service', name: 'dash', ...target }],
    validation: { hostname: 'dash.test', wellKnownCACertificates: 'System' },
  },
})

table(
  ['backend-https-plain'],
  [
    [
      'a port 443',
      { ...edge(plain, envoy), ...secure({ port: 443 }), ...toDash() },
      [/^warning r: Service default\/dash port 443, and no BackendTLSPolicy asks for TLS: it gets clear text$/],
    ],
    [
      'of an implementation that nobody knows',
      { ...edge(plain), ...secure({ port: 443 }), ...toDash() },
      [/^info r: .*if the implementation has no way of its own/],
    ],
    [
      'a port that says so',
      { ...edge(plain, envoy), ...secure({ port: 8443, appProtocol: 'https' }), ...toDash(8443) },
      [/says "https" of port 8443/],
    ],
    [
      'a policy asks for TLS',
      { ...edge(plain, envoy), ...secure({ port: 443 }), ...toDash(), BackendTLSPolicy: [policy('p')] },
      [],
    ],
    ['one that speaks TLS by the port', { ...edge(plain, traefik), ...secure({ port: 443 }), ...toDash() }, []],
    [
      'told by an annotation',
      {
        ...edge(plain, envoy),
        ...secure({ port: 443 }, { annotations: { 'example.com/protocol': 'tls' } }),
        ...toDash(),
      },
      [],
    ],
  ],
)

const older = { creationTimestamp: '2026-01-01T00:00:00Z' }

table(
  ['policy-conflict'],
  [
    [
      'of one Service',
      { BackendTLSPolicy: [policy('new'), policy('old', older)] },
      [
        /^warning new: Service default\/dash: BackendTLSPolicy default\/old is for it, too, and older: this one does nothing/,
      ],
    ],
    [
      'of two ports',
      { BackendTLSPolicy: [policy('a', {}, { sectionName: 'x' }), policy('b', {}, { sectionName: 'y' })] },
      [],
    ],
    ['the port before the whole', { BackendTLSPolicy: [policy('a', {}, { sectionName: 'x' }), policy('b')] }, []],
  ],
)
