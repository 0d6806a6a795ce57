/** Which port of a Service a backend means, and which of its endpoints have it. */
import { describe, expect, it } from 'vitest'
import { pod, service, slice } from '../support/objects.js'
import { brief, endpointsOf, web } from './endpoint-routes.js'

const named = service('web', {
  ports: [
    { name: 'http', port: 80, targetPort: 'http' },
    { name: 'metrics', port: 9090 },
  ],
})

describe('ports', () => {
  const slices = [
    slice('s1', { ports: [{ name: 'http', port: 8080 }], endpoints: [pod('p1', '10.0.0.1')] }),
    slice('s2', {
      ports: [
        { name: 'http', port: 8081 },
        { name: 'metrics', port: 9090 },
      ],
      endpoints: [pod('p2', '10.0.0.2')],
    }),
  ]

  it('lets a named port differ between slices', async () => {
    expect(brief(await endpointsOf({ Service: [named], EndpointSlice: slices }, { name: 'http' })).at).toEqual([
      '10.0.0.1:8080',
      '10.0.0.2:8081',
    ])
  })

  it('finds the slice port through the name of the Service port, by number as well', async () => {
    expect(brief(await endpointsOf({ Service: [named], EndpointSlice: slices }, { number: 9090 })).at).toEqual([
      '10.0.0.2:9090',
    ])
  })

  it('does not carry HTTP over UDP', async () => {
    const both = service('web', {
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP' },
        { name: 'dns-tcp', port: 5353 },
      ],
    })
    expect(await endpointsOf({ Service: [both] }, { number: 53 })).toMatchObject({
      state: 'no-port',
      nearestPort: 5353,
    })
  })

  it('takes the TCP one of two ports with the same number', async () => {
    const both = service('web', {
      ports: [
        { name: 'udp', port: 80, protocol: 'UDP' },
        { name: 'http', port: 80, protocol: 'TCP' },
      ],
    })
    expect(brief(await endpointsOf({ Service: [both], EndpointSlice: slices })).at).toEqual([
      '10.0.0.1:8080',
      '10.0.0.2:8081',
    ])
  })

  it('reads a slice port without number as the targetPort', async () => {
    const open = [slice('s', { ports: [{ name: '' }], endpoints: [pod('p', '10.0.0.1')] })]
    const target = service('web', { ports: [{ port: 80, targetPort: 8443 }] })
    expect(brief(await endpointsOf({ Service: [target], EndpointSlice: open })).at).toEqual(['10.0.0.1:8443'])
  })

  it.each([
    ['a name that is nearly right', { name: 'htp' }, 'http'],
    ['a number that is the targetPort', { number: 8080 }, 80],
    ['a name that is the targetPort', { name: 'web-port' }, 'metrics'],
    ['the nearest number', { number: 9091 }, 9090],
    ['nothing near a strange name', { name: 'zzzzzz' }, null],
    ['nothing where the backend names no port', {}, null],
  ])('suggests: %s', async (_name, port, nearestPort) => {
    const ports = [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'metrics', port: 9090, targetPort: 'web-port' },
    ]
    expect(await endpointsOf({ Service: [service('web', { ports })] }, port)).toMatchObject({
      state: 'no-port',
      ready: 0,
      total: 0,
      nearestPort,
    })
  })

  it('suggests the only port there is', async () => {
    expect(await endpointsOf({ Service: [web] }, { number: 12345 })).toMatchObject({
      state: 'no-port',
      nearestPort: 80,
    })
  })
})
