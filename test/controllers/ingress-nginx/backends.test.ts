/** The controller's own list, and the names in it. */
import { describe, expect, it } from 'vitest'
import { itemsIn, portFor } from '../../../src/controllers/ingress-nginx/model/upstreams/endpoints.js'
import { parseBackends, upstreamNames, upstreamsIn } from '../../../src/controllers/ingress-nginx/observe/backends.js'
import { project } from '../../../src/domain/objects/project.js'
import { ingress, rule, service, slice } from '../../support/objects.js'

describe('the body', () => {
  it.each<[string, string, unknown]>([
    ['is empty before the first sync', '', null],
    ['or holds a line break', '\n', null],
    ['may be null', 'null', []],
    ['is an array', '[{"name":"a"}]', [{ name: 'a' }]],
    ['may hold what is no backend', '[null, 1, {}, {"name":"a","endpoints":null}]', [{ name: 'a', endpoints: null }]],
  ])('%s', (_name, body, expected) => {
    expect(parseBackends(body)).toEqual(expected)
  })

  it.each(['{"a":1}', 'Nginx returned code 404', '[{"name":'])('%s is refused', (body) => {
    expect(() => parseBackends(body)).toThrow(SyntaxError)
  })
})

describe('names', () => {
  const asks = (namespace: string, name: string, backend: string, port: number | string, created: string) =>
    project('Ingress', {
      ...ingress(name, {
        rules: [rule('h', '/', backend, typeof port === 'number' ? { number: port } : { name: port })],
      }),
      metadata: { name, namespace, creationTimestamp: created },
    })

  it('are computed, and never split: of two Services with one name the older Ingress counts', () => {
    const names = upstreamNames([
      asks('team-a-b', 'young', 'c', 80, '2026-01-02T00:00:00Z'),
      asks('team-a', 'old', 'b-c', 80, '2026-01-01T00:00:00Z'),
    ])
    expect(names).toEqual(new Map([['team-a-b-c-80', { kind: 'Service', namespace: 'team-a', name: 'b-c' }]]))
  })

  it('within one second the higher name counts as older', () => {
    const at = '2026-01-01T00:00:00Z'
    const names = upstreamNames([asks('a', 'x', 'b-c', 80, at), asks('a-b', 'x', 'c', 80, at)])
    // The slash stands above the dash: `a/x` is the higher one.
    expect(names.get('a-b-c-80')).toEqual({ kind: 'Service', namespace: 'a', name: 'b-c' })
  })

  it('take the port as it is written', () => {
    const names = upstreamNames([asks('a', 'x', 'web', 'http', ''), asks('a', 'y', 'web', 80, '')])
    expect([...names.keys()].sort()).toEqual(['a-web-80', 'a-web-http'])
  })
})

describe('an upstream', () => {
  const names = new Map([['a-web-80', { kind: 'Service', namespace: 'a', name: 'web' }]])

  it('has what the controller says of it', () => {
    const canary = { name: 'a-canary-80', noServer: true }
    const main = {
      name: 'a-web-80',
      port: 80,
      endpoints: [{ address: '10.0.0.1', port: '8080' }],
      sessionAffinityConfig: { name: 'cookie' },
      'load-balance': 'ewma',
      alternativeBackends: ['a-canary-80'],
    }
    const [ofMain, ofCanary] = upstreamsIn([main, canary], names)
    expect(ofMain).toEqual({
      name: 'a-web-80',
      service: { kind: 'Service', namespace: 'a', name: 'web' },
      port: 80,
      endpoints: [{ address: '10.0.0.1', port: '8080' }],
      loadBalancing: 'ewma',
      affinity: 'cookie',
      canaryOf: [],
      source: 'live',
    })
    expect(ofCanary).toMatchObject({
      endpoints: [],
      port: null,
      canaryOf: ['a-web-80'],
    })
  })
})

describe('endpoints that the controller should use', () => {
  const address = (ip: string, conditions: object = {}) => ({ addresses: [ip], conditions })
  const of = (spec: object, slices: readonly object[], wanted: number | string) => {
    const own = project('Service', service('web', spec))
    const port = portFor(own, wanted)
    const items = port
      ? itemsIn(
          own,
          slices.map((one) => project('EndpointSlice', one)),
          port,
          'TCP',
        )
      : []
    return items.flatMap((one) => (one.ready ? `${one.address}:${one.port}` : []))
  }

  it.each<[string, object, object[], number | string, string[]]>([
    [
      'those that are ready, in every slice',
      { ports: [{ port: 80, targetPort: 8080 }] },
      [
        slice('web-1', {
          endpoints: [address('10.0.0.1'), address('10.0.0.2', { ready: false })],
          ports: [{ port: 8080 }],
        }),
        slice('web-2', { endpoints: [address('10.0.0.3')], ports: [{ port: 9090 }] }),
      ],
      80,
      ['10.0.0.1:8080', '10.0.0.3:9090'],
    ],
    [
      'none of a slice whose name is not of its Service',
      { ports: [{ port: 80 }] },
      [slice('other-1', { endpoints: [address('10.0.0.1')], ports: [{ port: 8080 }] })],
      80,
      [],
    ],
    [
      'by the target port, where it stands first',
      {
        ports: [
          { name: 'a', port: 80, targetPort: 8080 },
          { name: 'b', port: 8080, targetPort: 9090 },
        ],
      },
      [
        slice('web-1', {
          endpoints: [address('10.0.0.1')],
          ports: [
            { name: 'a', port: 8080 },
            { name: 'b', port: 9090 },
          ],
        }),
      ],
      8080,
      ['10.0.0.1:8080'],
    ],
    ['of a port that nobody has', { ports: [{ port: 80 }] }, [slice('web-1', {})], 81, []],
    [
      'of a slice without ports, by the number of the Service',
      { ports: [{ port: 80, targetPort: 8080 }] },
      [slice('web-1', { endpoints: [address('10.0.0.1')], ports: [] })],
      80,
      ['10.0.0.1:8080'],
    ],
  ])('%s', (_name, spec, slices, wanted, expected) => {
    expect(of(spec, slices, wanted)).toEqual(expected)
  })
})
