/** A Gateway of each implementation, and routes on it, in few words. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { specificationProfile } from '../../../src/controllers/shared/gateways/specification.js'
import type { GatewayDialect } from '../../../src/domain/gateway/profile.js'
import type { TraceRequest } from '../../../src/domain/requests/trace.js'
import { gatewayPlan, type WireObjects } from '../../support/worlds/gateway-world.js'

export const specification: GatewayDialect = { controllerNames: ['example.com/own'], profile: specificationProfile }
export const meta = (name: string, day = 1) => ({
  ...{ namespace: 'shop', name, generation: 1 },
  creationTimestamp: `2026-01-0${day}T00:00:00Z`,
})
export const certificate = readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'tls', 'ca.pem'), 'utf8')
export const web = { name: 'http', port: 80, protocol: 'HTTP' }
export const slice = (name: string, ready: boolean) => ({
  metadata: { ...meta(name), labels: { 'kubernetes.io/service-name': name } },
  addressType: 'IPv4',
  ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
  endpoints: ready ? [{ addresses: ['10.0.0.1'], conditions: { ready: true } }] : [],
})

export function planOf({ controllerNames, ...dialect }: GatewayDialect, objects: WireObjects, gateway: object = {}) {
  const { spec, ...more } = { spec: {}, ...gateway }
  return gatewayPlan(
    {
      GatewayClass: [{ metadata: { name: 'own' }, spec: { controllerName: controllerNames[0] } }],
      Gateway: [{ metadata: meta('main'), spec: { gatewayClassName: 'own', listeners: [web], ...spec }, ...more }],
      Service: ['web', 'empty'].map((name) => ({
        metadata: meta(name),
        spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
      })),
      EndpointSlice: [slice('web', true), slice('empty', false)],
      ...objects,
    },
    { controllerNames, ...dialect },
  )
}

export const asked: TraceRequest = {
  ...{ scheme: 'http', method: 'GET', host: 'a.example.com', target: '/', headers: new Map(), clientAddress: null },
  ...{ httpVersion: '1.1', sni: null, port: 80, gateway: { namespace: 'shop', name: 'main' } },
}
/** `NAME:WEIGHT`; one without weight has 1 */
export const refs = (text: string) =>
  text.split(' ').map((one) => {
    const [name, weight = '1'] = one.split(':')
    return { name, port: 80, weight: Number(weight) }
  })
export const routeOf = (name: string, backends: string, more: object = {}, day = 1) => ({
  metadata: meta(name, day),
  spec: { parentRefs: [{ name: 'main' }], rules: [{ backendRefs: refs(backends) }], ...more },
})
