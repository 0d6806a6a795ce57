/** Property: nothing hangs on the order in which objects are listed; only age and names decide. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { contourGatewayDialect } from '../../../src/controllers/shared/gateways/contour.js'
import { envoyGatewayDialect } from '../../../src/controllers/shared/gateways/envoy-gateway.js'
import { traefikGatewayDialect } from '../../../src/controllers/shared/gateways/traefik.js'
import type { TraceRequest } from '../../../src/domain/requests/trace.js'
import { gatewayPlan } from '../../support/worlds/gateway-world.js'

const dialects = [null, contourGatewayDialect, envoyGatewayDialect, traefikGatewayDialect] as const
const hosts = ['shop.example.com', 'a.shop.example.com', 'example.org']
const hostnames = ['shop.example.com', '*.example.com', '*.shop.example.com']
const paths = ['/', '/cart', '/cart/pay']

const match = fc.record({
  path: fc.record({
    type: fc.constantFrom('Exact', 'PathPrefix', 'RegularExpression'),
    value: fc.constantFrom(...paths),
  }),
  method: fc.constantFrom(undefined, 'GET', 'POST'),
  headers: fc.constantFrom([], [{ name: 'x-a', value: '1' }]),
})
const rule = fc.record({
  matches: fc.array(match, { maxLength: 2 }),
  backendRefs: fc.array(
    fc.record({
      name: fc.constantFrom('web', 'api', 'gone'),
      port: fc.constant(80),
      weight: fc.integer({ min: 0, max: 2 }),
    }),
    { maxLength: 2 },
  ),
})
const route = fc.record({
  hostnames: fc.uniqueArray(fc.constantFrom(...hostnames), { maxLength: 2 }),
  section: fc.constantFrom(undefined, 'any', 'shop'),
  parent: fc.constantFrom('main', 'other'),
  day: fc.integer({ min: 1, max: 3 }),
  rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
})

const meta = (name: string, day: number) => ({
  namespace: 'shop',
  name,
  creationTimestamp: `2026-01-0${day}T00:00:00Z`,
})
const service = (name: string) => ({ metadata: meta(name, 1), spec: { ports: [{ port: 80 }] } })
const gateway = (name: string) => ({
  metadata: meta(name, 1),
  spec: {
    gatewayClassName: 'any',
    listeners: [
      { name: 'any', port: 80, protocol: 'HTTP' },
      { name: 'shop', port: 80, protocol: 'HTTP', hostname: '*.example.com' },
    ],
  },
})

function requests(): TraceRequest[] {
  return ['main', 'other'].flatMap((name) =>
    hosts.flatMap((host) =>
      ['/', '/cart', '/cart/pay', '/carts'].map((target) => ({
        ...({ scheme: 'http', method: 'GET', clientAddress: null, httpVersion: '1.1', sni: null } as const),
        ...{ host, target, headers: new Map([['x-a', '1']]), port: 80, gateway: { namespace: 'shop', name } },
      })),
    ),
  )
}

it('answers the same, whatever the order of the objects', () => {
  fc.assert(
    fc.property(
      fc.array(route, { maxLength: 6 }),
      fc.constantFrom(...dialects),
      fc.integer(),
      (routes, dialect, turn) => {
        const objects = routes.map(({ hostnames: own, section, parent, day, rules }, i) => ({
          metadata: meta(`r${i}`, day),
          spec: { parentRefs: [{ name: parent, sectionName: section }], hostnames: own, rules },
        }))
        const at = objects.length === 0 ? 0 : Math.abs(turn) % objects.length
        const turned = [...objects.slice(at), ...objects.slice(0, at)].reverse()
        const plan = (HTTPRoute: readonly unknown[], Gateway: readonly unknown[]) =>
          gatewayPlan(
            {
              GatewayClass: [
                { metadata: { name: 'any' }, spec: { controllerName: dialect?.controllerNames[0] ?? 'none' } },
              ],
              ...{ HTTPRoute, Gateway, Service: [service('web'), service('api')] },
            },
            dialect,
            ['EndpointSlice'],
          )
        const one = plan(objects, [gateway('main'), gateway('other')])
        const other = plan(turned, [gateway('other'), gateway('main')])
        for (const request of requests()) expect(other.answer(request, true)).toEqual(one.answer(request, true))
      },
    ),
    { numRuns: 20 },
  )
})
