/** How a backend of a route is spoken to: told where an implementation is known, and nothing is claimed that the objects do not say. */
import { expect, it } from 'vitest'
import { contourGatewayDialect } from '../../../src/controllers/shared/gateways/contour.js'
import { envoyGatewayDialect } from '../../../src/controllers/shared/gateways/envoy-gateway.js'
import { specificationProfile } from '../../../src/controllers/shared/gateways/specification.js'
import { traefikGatewayDialect } from '../../../src/controllers/shared/gateways/traefik.js'
import type { GatewayDialect } from '../../../src/domain/gateway/profile.js'
import { plainGet } from '../../../src/domain/requests/trace.js'
import { gatewayPlan } from '../../support/worlds/gateway-world.js'

const metadata = (name: string) => ({ namespace: 'shop', name, generation: 1 })
const sets = (host: string) => ({ type: 'URLRewrite', urlRewrite: { hostname: host } })

interface Words {
  readonly appProtocol?: string
  readonly portName?: string
  readonly filters?: readonly object[]
  readonly hasTlsPolicy?: boolean
}

function lastHop({ controllerNames, ...dialect }: GatewayDialect, words: Words) {
  const { appProtocol, portName = 'main', filters = [], hasTlsPolicy } = words
  const slice = {
    metadata: { ...metadata('web-1'), labels: { 'kubernetes.io/service-name': 'web' } },
    addressType: 'IPv4',
    ports: [{ name: portName, port: 8080, protocol: 'TCP' }],
    endpoints: [{ addresses: ['10.1.0.1'], conditions: { ready: true } }],
  }
  const policy = {
    metadata: metadata('tls'),
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: 'web' }],
      validation: { hostname: 'web.test', wellKnownCACertificates: 'System' },
    },
  }
  const objects = {
    GatewayClass: [{ metadata: { name: 'own' }, spec: { controllerName: controllerNames[0] ?? 'example.com/any' } }],
    Gateway: [
      {
        metadata: metadata('main'),
        spec: { gatewayClassName: 'own', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
      },
    ],
    HTTPRoute: [
      {
        metadata: metadata('web'),
        spec: { parentRefs: [{ name: 'main' }], rules: [{ filters, backendRefs: [{ name: 'web', port: 80 }] }] },
      },
    ],
    Service: [
      { metadata: metadata('web'), spec: { ports: [{ name: portName, port: 80, targetPort: 8080, appProtocol }] } },
    ],
    EndpointSlice: [slice],
    ...(hasTlsPolicy ? { BackendTLSPolicy: [policy] } : {}),
  }
  const request = { ...plainGet('http', 'a.test', '/'), gateway: { namespace: 'shop', name: 'main' } }
  const answer = gatewayPlan(objects, { controllerNames, ...dialect }, []).answer(request, true)
  const { verdict, lastHop: found, hops } = answer
  expect(verdict).toBe('served')
  const sealed = hops.find(({ kind, detail }) => kind === 'tls' && detail.startsWith('is asked in TLS'))
  if (sealed !== undefined) return sealed.detail
  return found && [found.protocol, found.reached, found.port, ...found.hosts].join(' ')
}

it.each<[what: string, dialect: GatewayDialect, words: Words, told: string | undefined]>([
  ['by default', envoyGatewayDialect, {}, 'HTTP pods 8080 a.test'],
  ['by default', contourGatewayDialect, {}, 'HTTP pods 8080 a.test'],
  ['where another host is written', envoyGatewayDialect, { filters: [sets('b.test')] }, 'HTTP pods 8080 b.test'],
  ['in HTTP/2 without TLS', contourGatewayDialect, { appProtocol: 'kubernetes.io/h2c' }, 'HTTP pods 8080 a.test'],
  ['where the port asks for TLS', envoyGatewayDialect, { appProtocol: 'https' }, undefined],
  ['where a policy asks for TLS', envoyGatewayDialect, { hasTlsPolicy: true }, undefined],
  ['where the port may decide', traefikGatewayDialect, {}, 'HTTP pods 8080 a.test'],
  [
    'where the name of the port decides',
    traefikGatewayDialect,
    { portName: 'https-main' },
    'is asked in TLS, for its port has number 443, or a name that begins with https',
  ],
  [
    'where the port asks for TLS',
    traefikGatewayDialect,
    { appProtocol: 'https' },
    'is asked in TLS, for its port has appProtocol https',
  ],
  [
    'where the name of the port means nothing',
    contourGatewayDialect,
    { portName: 'https-main' },
    'HTTP pods 8080 a.test',
  ],
  ['where nobody is known', { ...envoyGatewayDialect, profile: specificationProfile }, {}, undefined],
])('%s, %o: %s', (_, dialect, words, told) => {
  expect(lastHop(dialect, words)).toBe(told)
})
