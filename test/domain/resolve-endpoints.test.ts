/** The endpoint rules of the API, one case each. */
import { describe, expect, it } from 'vitest'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import { brief, endpointsIn, endpointsOf, routesOf, web } from './endpoint-routes.js'

describe('union and de-duplication', () => {
  it('joins all slices of a Service', async () => {
    const slices = [
      slice('s1', { endpoints: [pod('p1', '10.0.0.1')] }),
      slice('s2', { endpoints: [pod('p2', '10.0.0.2')] }),
    ]
    expect(brief(await endpointsOf({ Service: [web], EndpointSlice: slices }))).toEqual({
      state: 'ok',
      counts: '2/2',
      at: ['10.0.0.1:8080', '10.0.0.2:8080'],
    })
  })

  it('counts a pod that stands in two slices once, ready where either says so', async () => {
    const slices = [
      slice('s1', { endpoints: [pod('p1', '10.0.0.1', { ready: false })] }),
      slice('s2', { endpoints: [pod('p1', '10.0.0.1', { ready: true })] }),
    ]
    expect(brief(await endpointsOf({ Service: [web], EndpointSlice: slices })).counts).toBe('1/1')
  })

  it('counts a dual-stack pod once, by the address of the first family of the Service', async () => {
    const slices = [
      slice('six', { addressType: 'IPv6', endpoints: [pod('p1', 'fd00::1')] }),
      slice('four', { endpoints: [pod('p1', '10.0.0.1')] }),
    ]
    expect(brief(await endpointsOf({ Service: [web], EndpointSlice: slices })).at).toEqual(['10.0.0.1:8080'])
    const six = service('web', { clusterIP: 'fd00::80', ports: [{ port: 80 }] })
    expect(brief(await endpointsOf({ Service: [six], EndpointSlice: slices })).at).toEqual(['fd00::1:8080'])
  })

  it('counts one family only of endpoints without pods: across families they cannot be told apart', async () => {
    const slices = [
      slice('four', { endpoints: [{ addresses: ['10.0.0.1'] }, { addresses: ['10.0.0.2'] }] }),
      slice('six', { addressType: 'IPv6', endpoints: [{ addresses: ['fd00::1'] }, { addresses: ['fd00::2'] }] }),
    ]
    expect(brief(await endpointsOf({ Service: [web], EndpointSlice: slices })).counts).toBe('2/2')
  })

  it('takes an address without a pod for the pod that has it', async () => {
    const slices = [
      slice('own', { endpoints: [pod('p1', '10.0.0.1')] }),
      slice('hand', { endpoints: [{ addresses: ['10.0.0.1'] }] }),
    ]
    expect(brief(await endpointsOf({ Service: [web], EndpointSlice: slices })).counts).toBe('1/1')
  })

  it('leaves out slices of other Services and other namespaces', async () => {
    const elsewhere = {
      ...slice('s1', { endpoints: [pod('p1', '10.0.0.1')] }),
      metadata: { namespace: 'other', name: 's1', labels: { 'kubernetes.io/service-name': 'web' } },
    }
    const slices = [elsewhere, slice('s2', { service: 'web2', endpoints: [pod('p2', '10.0.0.2')] })]
    expect(brief(await endpointsOf({ Service: [web], EndpointSlice: slices })).state).toBe('no-slices')
  })

  it('uses the first address of an endpoint only', async () => {
    const slices = [slice('s1', { endpoints: [{ addresses: ['10.0.0.1', '10.0.0.9'] }] })]
    expect(brief(await endpointsOf({ Service: [web], EndpointSlice: slices })).at).toEqual(['10.0.0.1:8080'])
  })
})

describe('conditions', () => {
  it.each([
    ['absent', undefined, { ready: true, serving: true, terminating: false }],
    ['null', { ready: null, serving: null, terminating: null }, { ready: true, serving: true, terminating: false }],
    ['ready', { ready: true, serving: true, terminating: false }, { ready: true, serving: true, terminating: false }],
    ['not ready', { ready: false, serving: false }, { ready: false, serving: false, terminating: false }],
    [
      'terminating but serving',
      { ready: false, serving: true, terminating: true },
      { ready: false, serving: true, terminating: true },
    ],
    [
      'terminating, of a Service that publishes not-ready addresses',
      { ready: true, serving: false, terminating: true },
      { ready: true, serving: false, terminating: true },
    ],
  ])('%s', async (_name, conditions, expected) => {
    const { items } = await endpointsOf({
      Service: [web],
      EndpointSlice: [slice('s', { endpoints: [pod('p', '10.0.0.1', conditions)] })],
    })
    expect(items[0]).toMatchObject(expected)
  })

  it('says none-ready where endpoints exist and none is ready', async () => {
    const slices = [slice('s', { endpoints: [pod('p', '10.0.0.1', { ready: false })] })]
    expect(brief(await endpointsOf({ Service: [web], EndpointSlice: slices }))).toMatchObject({
      state: 'none-ready',
      counts: '0/1',
    })
  })

  it.each([
    ['no slice', []],
    ['a slice without endpoints', [slice('s', { endpoints: [] })]],
    ['a slice whose endpoints are null', [slice('s', { endpoints: null })]],
    ['an endpoint without address', [slice('s', { endpoints: [{ addresses: [] }] })]],
    ['a slice without ports', [slice('s', { ports: null, endpoints: [pod('p', '10.0.0.1')] })]],
  ])('says no-slices for %s', async (_name, slices) => {
    expect(brief(await endpointsOf({ Service: [web], EndpointSlice: slices }))).toEqual({
      state: 'no-slices',
      counts: '0/0',
      at: [],
    })
  })
})

describe('Services of other kinds', () => {
  it('headless: endpoints as for any other', async () => {
    const headless = service('web', { clusterIP: 'None', ports: [{ port: 80 }] })
    expect(
      brief(
        await endpointsOf({ Service: [headless], EndpointSlice: [slice('s', { endpoints: [pod('p', '10.0.0.1')] })] }),
      ).counts,
    ).toBe('1/1')
  })

  it('ExternalName: its name, no endpoints', async () => {
    const external = service('web', { type: 'ExternalName', externalName: 'db.example.com.', ports: [] })
    expect(await endpointsOf({ Service: [external] })).toMatchObject({
      state: 'external-name',
      externalName: 'db.example.com.',
      ready: 0,
      total: 0,
    })
  })

  it('without selector: slices made by hand, whatever their names', async () => {
    const hand = service('web', { selector: null, ports: [{ port: 80 }] })
    expect(
      brief(
        await endpointsOf({
          Service: [hand],
          EndpointSlice: [slice('my-own', { endpoints: [{ addresses: ['192.0.2.1'] }] })],
        }),
      ).at,
    ).toEqual(['192.0.2.1:8080'])
  })
})

describe('three different truths', () => {
  it('a Service that is not there', async () => {
    expect(await endpointsOf({ Service: [] })).toMatchObject({ state: 'no-service', ready: 0, total: 0 })
  })

  it('a Service that we may not see', async () => {
    const [route] = await routesOf({
      objects: { Ingress: [ingress('a', { rules: [rule('h', '/', 'web')] })] },
      forbidden: ['Service'],
    })
    expect(endpointsIn(route)).toMatchObject({ state: 'unknown', ready: null, total: null })
  })

  it('slices that we may not see, with Endpoints to fall back on', async () => {
    const Endpoints = [
      {
        metadata: { namespace: 'default', name: 'web' },
        subsets: [
          { addresses: [{ ip: '10.0.0.1' }], notReadyAddresses: [{ ip: '10.0.0.2' }], ports: [{ port: 8080 }] },
        ],
      },
    ]
    const objects = { Ingress: [ingress('a', { rules: [rule('h', '/', 'web')] })], Service: [web], Endpoints }
    const [route] = await routesOf({ objects, forbidden: ['EndpointSlice'] })
    expect(brief(endpointsIn(route))).toMatchObject({ state: 'ok', counts: '1/2' })
  })

  it('neither slices nor Endpoints: unknown, never none; but a missing port is still told', async () => {
    const objects = {
      Ingress: [ingress('a', { rules: [rule('h', '/', 'web'), rule('h', '/x', 'web', { number: 1 })] })],
      Service: [web],
    }
    const routes = await routesOf({ objects, forbidden: ['EndpointSlice', 'Endpoints'] })
    expect(routes.map((route) => endpointsIn(route).state)).toEqual(['unknown', 'no-port'])
  })
})
