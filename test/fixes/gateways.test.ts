/** What is found of Gateways and routes: each finding in a small cluster, and its fix done as its words say. */
import { describe, expect, it } from 'vitest'
import type { FindingCode } from '../../src/domain/findings/facts.js'
import { fixOf, sentenceOf } from '../../src/findings/catalogue.js'
import {
  controllerName,
  type GatewayObjects,
  gateway,
  gatewayObjects,
  http,
  route,
  sliceOf,
  toldOf,
} from '../support/worlds/gateway-objects.js'

interface Case {
  readonly code: FindingCode
  readonly before: GatewayObjects
  /** part of its sentence */
  readonly says: string
  /** part of the words of the fix, which `after` does; null: it has none */
  readonly fix: string | null
  readonly after: GatewayObjects
  /** is something served before */
  readonly served?: true
}

const condition = (type: string, status: string, reason: string, more: object = {}) => ({
  ...{ type, status, reason, message: '', observedGeneration: 1, lastTransitionTime: '2026-05-01T00:00:01Z' },
  ...more,
})
const fine = [condition('Accepted', 'True', 'Accepted'), condition('Programmed', 'True', 'Programmed')]
const untouched = condition('Accepted', 'Unknown', 'Pending', { lastTransitionTime: '1970-01-01T00:00:00Z' })
const parentRef = { namespace: 'infra', name: 'web' }
const said = (conditions: readonly object[]) => ({ status: { parents: [{ parentRef, controllerName, conditions }] } })
const taken = said([condition('Accepted', 'True', 'Accepted')])
const watched = gateway([http], { status: { conditions: fine } })
const backend = (name: string, weight: number, more: object = {}) => ({ name, port: 80, weight, ...more })
const shared = (...backendRefs: readonly object[]) => [route('web', { rules: [{ backendRefs }] })]
const service = (name: string, more: object = {}, namespace = 'shop') => ({
  metadata: { namespace, name },
  spec: { clusterIP: '10.0.0.1', ports: [{ port: 80, targetPort: 8080 }], ...more },
})
const both = {
  Service: [service('web'), service('next')],
  EndpointSlice: [sliceOf('shop', 'web'), sliceOf('shop', 'next')],
}
const foreign = { Service: [service('cart', {}, 'team')], EndpointSlice: [sliceOf('team', 'cart')] }
const toTeam = shared(backend('cart', 1, { namespace: 'team' }))
const grant = (from: string) => ({
  metadata: { namespace: 'team', name: 'shop-to-cart' },
  spec: {
    from: [{ group: 'gateway.networking.k8s.io', kind: from, namespace: 'shop' }],
    to: [{ group: '', kind: 'Service', name: 'cart' }],
  },
})
const on = (section: string) => ({ parentRefs: [{ ...parentRef, sectionName: section }] })
const contourClass = [{ metadata: { name: 'main' }, spec: { controllerName: 'projectcontour.io/gateway-controller' } }]
const frozenClass = [
  { metadata: { name: 'main' }, spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' } },
]
const wild = { ...http, name: 'wild', hostname: '*.test' }

const cases: readonly Case[] = [
  {
    code: 'gateway-unclaimed',
    before: { GatewayClass: [{ metadata: { name: 'maim' }, spec: { controllerName } }] },
    says: 'there is no GatewayClass main',
    fix: 'gatewayClassName: maim',
    after: {
      GatewayClass: [{ metadata: { name: 'maim' }, spec: { controllerName } }],
      Gateway: [gateway([http], {}, { gatewayClassName: 'maim' })],
    },
  },
  {
    code: 'gateway-unclaimed',
    before: { Gateway: [gateway([http], { status: { conditions: [untouched] } })] },
    says: `its class main belongs to ${controllerName}`,
    fix: 'Install the controller',
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
  },
  {
    code: 'gateway-condition',
    before: {
      Gateway: [gateway([http], { status: { conditions: [condition('Programmed', 'False', 'AddressNotAssigned')] } })],
      HTTPRoute: [route('web', {}, taken)],
    },
    says: 'no address was given to it',
    fix: 'something must give out addresses',
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
    served: true,
  },
  {
    code: 'status-behind',
    before: { Gateway: [watched], HTTPRoute: [route('web', {}, taken, { generation: 2 })] },
    says: 'has read change 1 of 2',
    fix: 'Look at the log of the controller',
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
    served: true,
  },
  {
    code: 'route-unclaimed',
    before: { Gateway: [watched] },
    says: 'has written nothing into the status',
    fix: null,
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
    served: true,
  },
  {
    code: 'attachment-differs',
    before: {
      Gateway: [watched],
      HTTPRoute: [route('web', {}, said([condition('Accepted', 'False', 'NotAllowedByListeners')]))],
    },
    says: 'the route hangs on it by the objects',
    fix: null,
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
    served: true,
  },
  {
    code: 'route-detached',
    before: { HTTPRoute: [route('web', { parentRefs: [{ name: 'web' }] })] },
    says: 'there is none of that name',
    fix: 'Write namespace: infra in the parentRef',
    after: {},
  },
  {
    code: 'route-detached',
    before: { HTTPRoute: [route('web', on('htpp'))] },
    says: 'it has no listener for sectionName htpp, it has http',
    fix: 'sectionName: http in place of htpp',
    after: { HTTPRoute: [route('web', on('http'))] },
  },
  {
    code: 'route-detached',
    before: { Gateway: [gateway([{ ...http, allowedRoutes: { namespaces: { from: 'Same' } } }])] },
    says: 'no listener takes routes of namespace shop',
    fix: 'from: All',
    after: {},
  },
  {
    code: 'route-detached',
    before: {
      Gateway: [gateway([{ ...http, allowedRoutes: { ...http.allowedRoutes, kinds: [{ kind: 'GRPCRoute' }] } }])],
    },
    says: 'no listener takes HTTPRoutes',
    fix: 'Name the kind in allowedRoutes.kinds',
    after: {},
  },
  {
    code: 'route-detached',
    before: { Gateway: [gateway([{ ...http, hostname: '*.example' }])] },
    says: 'hostname a.test goes with no hostname of a listener, it has http (*.example)',
    fix: 'Give the route a hostname that the listener covers',
    after: {
      Gateway: [gateway([{ ...http, hostname: '*.example' }])],
      HTTPRoute: [route('web', { hostnames: ['a.example'] })],
    },
  },
  {
    code: 'route-detached',
    before: {
      GatewayClass: contourClass,
      Gateway: [gateway([{ ...http, port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'no-such' }] } }])],
    },
    says: 'the listeners that would take it take no requests',
    fix: 'See what is said of the listener',
    after: { GatewayClass: contourClass },
  },
  {
    code: 'hostname-unserved',
    before: { Gateway: [gateway([wild])], HTTPRoute: [route('web', { hostnames: ['a.test', 'a.example'] })] },
    says: 'hostname a.example goes with none of its listeners (wild (*.test))',
    fix: 'Remove a.example from the route',
    after: { Gateway: [gateway([wild])] },
    served: true,
  },
  {
    code: 'match-taken',
    before: { HTTPRoute: [route('web'), route('copy', {}, {}, { creationTimestamp: '2026-05-02T00:00:00Z' })] },
    says: 'HTTPRoute shop/web asks for the same and is older',
    fix: 'Change host or match',
    after: { HTTPRoute: [route('web'), route('copy', { hostnames: ['copy.test'] })] },
    served: true,
  },
  {
    code: 'share-fails',
    before: { HTTPRoute: shared(backend('web', 90), backend('next', 10)) },
    says: 'Service shop/next does not exist: 10 % of the requests get 500',
    fix: 'Create Service shop/next',
    after: { HTTPRoute: shared(backend('web', 90), backend('next', 10)), ...both },
    served: true,
  },
  {
    code: 'share-fails',
    before: { HTTPRoute: shared(backend('web', 1, { port: 81 })) },
    says: 'Service shop/web has no port 81',
    fix: 'Write port: 80',
    after: {},
  },
  {
    code: 'share-fails',
    before: { EndpointSlice: [] },
    says: 'has no endpoints: all of the requests get 503',
    fix: 'Look at the pods that Service shop/web selects',
    after: {},
  },
  {
    code: 'share-fails',
    before: { Service: [service('web', { type: 'ExternalName', externalName: 'b.test' })] },
    says: 'is of type ExternalName',
    fix: 'Name a Service with endpoints',
    after: {},
  },
  {
    code: 'share-fails',
    before: { HTTPRoute: shared(backend('web', 1, { group: 'example.com', kind: 'Bucket' })) },
    says: 'Bucket shop/web is of a kind that is not known',
    fix: 'Name a Service',
    after: {},
  },
  {
    code: 'grant-missing',
    before: { HTTPRoute: toTeam, ...foreign, ReferenceGrant: [grant('GRPCRoute')] },
    says: 'no ReferenceGrant there permits HTTPRoutes of shop to refer to it: all of the requests get 500',
    fix: 'from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}], to: [{group: "", kind: Service, name: cart}]',
    after: { HTTPRoute: toTeam, ...foreign, ReferenceGrant: [grant('GRPCRoute'), grant('HTTPRoute')] },
  },
  {
    code: 'listener-out',
    before: {
      Gateway: [gateway([http, { name: 'raw', port: 80, protocol: 'TCP' }, { ...http, name: 'b', port: 81 }])],
    },
    says: 'listener raw: another listener has its port with a protocol that does not go with it (http)',
    fix: 'Give one of the two another port',
    after: { Gateway: [gateway([http, { name: 'raw', port: 82, protocol: 'TCP' }, { ...http, name: 'b', port: 81 }])] },
    served: true,
  },
  {
    code: 'port-frozen',
    before: { GatewayClass: frozenClass, Gateway: [gateway([http, wild])] },
    says: 'port 80: a.test comes from http and wild at once',
    fix: 'sectionName: http',
    after: { GatewayClass: frozenClass, Gateway: [gateway([http, wild])], HTTPRoute: [route('web', on('http'))] },
  },
  {
    code: 'listener-idle',
    before: { Gateway: [gateway([http, { ...http, name: 'b', port: 81 }])], HTTPRoute: [route('web', on('http'))] },
    says: 'listener b has no route',
    fix: null,
    after: { HTTPRoute: [route('web', on('http'))] },
    served: true,
  },
]

describe.each(cases)('$code: $says', ({ code, before, says, fix, after, served }) => {
  it('is found, in words that fit its facts', async () => {
    const { findings, rows } = await toldOf(gatewayObjects(before))
    const found = findings.filter((one) => one.code === code)
    expect(found.map(sentenceOf).join('\n')).toContain(says)
    if (fix === null) expect(found.map(fixOf)).toEqual(found.map(() => null))
    else expect(found.map(fixOf).join('\n')).toContain(fix)
    for (const one of found) expect(`${sentenceOf(one)} ${fixOf(one)}`).not.toMatch(/undefined|\[object|NaN/)
    const isServed = rows.some((row) => row.rule !== null && row.served === true)
    expect(isServed).toBe(served ?? false)
  })

  it('is cured', async () => {
    const { findings, rows } = await toldOf(gatewayObjects(after))
    expect(findings.filter((one) => one.code === code)).toEqual([])
    expect(rows.filter(({ rule }) => rule !== null).every((row) => row.served === true)).toBe(true)
  })
})

it('a cluster where all is well has no finding', async () => {
  expect((await toldOf(gatewayObjects())).findings).toEqual([])
})
