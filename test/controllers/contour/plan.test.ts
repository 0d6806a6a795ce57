/** What Contour makes of Ingresses: each row is a cluster in little. */
import { describe, expect, it } from 'vitest'
import { contour } from '../../../src/controllers/contour/index.js'
import { locate } from '../../../src/controllers/shared/locate.js'
import type { Plan } from '../../../src/domain/controllers/plan.js'
import { projectCustom } from '../../../src/domain/objects/custom.js'
import { inventoryOf } from '../../../src/domain/objects/inventory.js'
import type { Kind } from '../../../src/domain/objects/objects.js'
import { project } from '../../../src/domain/objects/project.js'
import type { Listing } from '../../../src/domain/ports.js'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { silent } from '../../support/why/sources.js'
import { line, request } from '../../support/worlds/ingress-world.js'

const workload = (name: string, containers: readonly object[]) => ({
  metadata: {
    namespace: 'projectcontour',
    name: `${name}-1`,
    ownerReferences: [{ kind: 'DaemonSet', name, controller: true }],
  },
  spec: { containers },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
})
const image = 'ghcr.io/projectcontour/contour:v1.33.6'
const steering = workload('contour', [{ name: 'contour', image, command: ['contour'], args: ['serve', '--incluster'] }])
const proxy = workload('envoy', [
  { name: 'shutdown-manager', image, command: ['/bin/contour'], args: ['envoy', 'shutdown-manager'] },
  { name: 'envoy', image: 'docker.io/envoyproxy/envoy:distroless-v1.38.3', command: ['envoy'], args: ['-c', '/x'] },
])
const found = (...pods: readonly object[]) =>
  contour.joined(
    locate(
      pods.map((one) => project('Pod', one)),
      [contour],
    ),
  )

function planOf(ingresses: readonly object[], proxies: readonly object[] = []): Plan {
  const listing = <K extends Kind>(kind: K, items: readonly object[]): Listing<K> => ({
    items: items.map((one) => project(kind, one)),
    coverage: 'all',
    gaps: [],
  })
  const [controller] = found(steering, proxy)
  if (controller === undefined) throw new Error('it is not recognised')
  const named = service('named', { ports: [{ name: 'http', port: 8080, targetPort: 80 }] })
  const other = service('other', { type: 'ExternalName', externalName: 'example.invalid' })
  const inventory = inventoryOf({
    ingresses: listing('Ingress', ingresses),
    classes: listing('IngressClass', []),
    services: listing('Service', [service('web'), service('app'), named, other]),
    slices: listing('EndpointSlice', [
      slice('web-1', { ports: [{ name: '', port: 80, protocol: 'TCP' }], endpoints: [pod('web-a', '10.0.0.1')] }),
      slice('app-1', {
        service: 'app',
        ports: [{ name: '', port: 80, protocol: 'TCP' }],
        endpoints: [pod('app-a', '10.0.0.2')],
      }),
    ]),
  })
  return contour.plan(controller, {
    inventory,
    ingresses: inventory.ingresses,
    configMapOf: () => undefined,
    secretOf: () => null,
    customOf: (kind) => ({ kind, items: proxies.map((one) => projectCustom(kind, one)), coverage: 'all', gaps: [] }),
    now: 0,
  })
}

const answer = (plan: Plan, url: string) => line(plan.answer(request(url), true))

describe('pods', () => {
  it('that steer and the Envoys that they steer are one controller, whose replicas are the Envoys', () => {
    const [controller, ...others] = found(steering, proxy)
    expect([controller?.name, controller?.release.version, controller?.replicas.map(({ name }) => name)]).toEqual([
      'contour',
      '1.33.6',
      ['envoy-1'],
    ])
    expect(others).toEqual([])
  })

  it('of Envoys that nobody steers are a controller of their own', () => {
    expect(found(proxy).map(({ name, kind }) => `${kind} ${name}`)).toEqual(['DaemonSet envoy'])
  })
})

describe('a host', () => {
  const plan = planOf([
    ingress('a', { rules: [rule('a.test', '/x/', 'web'), rule('*.w.test', '/', 'web')] }),
    ingress('any', {
      rules: [rule(undefined, '/y', 'web')],
      defaultBackend: { service: { name: 'app', port: { number: 80 } } },
    }),
  ])

  it.each([
    ['http://a.test/x', 'default/web:80 as /x by default/a'],
    ['http://a.test/x/y', 'default/web:80 as /x/y by default/a'],
    ['http://a.test/xy', '404'],
    ['http://a.test/y', '404'],
    ['http://unknown.test/y', 'default/web:80 as /y by default/any'],
    ['http://unknown.test/', 'default/app:80 as / by default/any'],
    ['http://one.w.test/', 'default/web:80 as / by default/a'],
    ['http://two.one.w.test/', '404'],
    ['http://a.test//x', 'default/web:80 as /x by default/a'],
    ['https://a.test/x', 'unavailable'],
  ])('%s: %s', (url, expected) => {
    expect(answer(plan, url)).toBe(expected)
  })
})

describe('a rule', () => {
  it('whose Service or port is not there becomes no route, so that its host is unknown', async () => {
    const bad = [rule('a.test', '/', 'gone'), rule('b.test', '/', 'web', { number: 81 }), rule('c.test', '/', 'other')]
    const plan = planOf([
      ingress('bad', { rules: bad }),
      ingress('any', { defaultBackend: { service: { name: 'app', port: { number: 80 } } } }),
    ])
    for (const host of ['a', 'b', 'c'])
      expect(answer(plan, `http://${host}.test/`)).toBe('default/app:80 as / by default/any')
    const rows = await plan.why(silent, () => true)
    const told = rows.map(({ rule, served, causes }) => `${rule?.host} ${served} ${causes.map(({ code }) => code)}`)
    expect(told).toEqual([
      'undefined true ',
      'a.test false no-service',
      'b.test false no-port',
      'c.test false external-name',
    ])
  })

  it('that two Ingresses ask for has no certain winner, and both are named', async () => {
    const plan = planOf([
      ingress('a', { rules: [rule('a.test', '/', 'web')] }),
      ingress('b', { rules: [rule('a.test', '/', 'app')] }),
    ])
    const { source, split } = plan.answer(request('http://a.test/'), true)
    expect([source, split.map(({ endpoints }) => endpoints)]).toEqual([null, [['10.0.0.1:80'], ['10.0.0.2:80']]])
    expect(plan.routes.map(({ fate }) => fate.is)).toEqual(['undefined-winner', 'undefined-winner'])
    expect((await plan.why(silent, () => true)).flatMap(({ causes }) => causes.map(({ code }) => code))).toEqual([
      'undefined-winner',
      'undefined-winner',
    ])
  })

  it('with a port by name has a cluster by its number', () => {
    const plan = planOf([ingress('a', { rules: [rule('a.test', '/', 'named', { name: 'http' })] })])
    expect(plan.upstreams.map(({ name }) => name)).toEqual(['default/named/8080/da39a3ee5e'])
  })

  it('of a host that an HTTPProxy has is not told', () => {
    const proxies = [
      {
        metadata: { namespace: 'shop', name: 'own' },
        spec: { virtualhost: { fqdn: 'a.test' } },
        status: { currentStatus: 'valid' },
      },
    ]
    expect(answer(planOf([ingress('a', { rules: [rule('a.test', '/', 'web')] })], proxies), 'http://a.test/')).toBe(
      'unknown',
    )
  })

  it('that is sent to TLS is sent there, and the name of another handshake is misdirected', () => {
    const tls = [{ hosts: ['a.test'], secretName: 'a' }]
    const forced = { metadata: { annotations: { 'ingress.kubernetes.io/force-ssl-redirect': 'true' } } }
    const plan = planOf([ingress('a', { rules: [rule('a.test', '/', 'web')], tls }, forced)])
    expect(answer(plan, 'http://a.test/x?y')).toBe('301 https://a.test/x?y')
    expect(answer(plan, 'https://a.test/x')).toBe('default/web:80 as /x by default/a')
    expect(line(plan.answer(request('https://b.test/', { sni: 'a.test' }), true))).toBe('421')
  })
})
