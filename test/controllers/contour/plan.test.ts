/** What Contour makes of Ingresses: each row is a cluster in little. */
import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../src/domain/controllers/plan.js'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { silent } from '../../support/why/sources.js'
import { contoursIn, contourWorld, proxy, steering } from '../../support/worlds/contour-world.js'
import { line, request } from '../../support/worlds/ingress-world.js'

const ports = [{ name: '', port: 80, protocol: 'TCP' }]

function planOf(ingresses: readonly object[], proxies: readonly object[] = []): Plan {
  const named = service('named', { ports: [{ name: 'http', port: 8080, targetPort: 80 }] })
  const other = service('other', { type: 'ExternalName', externalName: 'example.invalid' })
  const { plan } = contourWorld({
    ...{ ingresses, services: [service('web'), service('app'), named, other], custom: { HTTPProxy: proxies } },
    slices: [
      slice('web-1', { ports, endpoints: [pod('web-a', '10.0.0.1')] }),
      slice('app-1', { service: 'app', ports, endpoints: [pod('app-a', '10.0.0.2')] }),
    ],
  })
  return plan
}

const answer = (plan: Plan, url: string) => line(plan.answer(request(url), true))

describe('pods', () => {
  it('that steer and the Envoys that they steer are one controller, whose replicas are the Envoys', () => {
    const [controller, ...others] = contoursIn(steering(), proxy)
    expect([controller?.name, controller?.release.version, controller?.replicas.map(({ name }) => name)]).toEqual([
      'contour',
      '1.33.6',
      ['envoy-1'],
    ])
    expect(others).toEqual([])
  })

  it('of Envoys that nobody steers are a controller of their own', () => {
    expect(contoursIn(proxy).map(({ name, kind }) => `${kind} ${name}`)).toEqual(['DaemonSet envoy'])
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

  it('that an HTTPProxy asks for alike is lost to it, and all others of its host are served beside it', async () => {
    const spec = { virtualhost: { fqdn: 'a.test' }, routes: [{ services: [{ name: 'app', port: 80 }] }] }
    const own = { metadata: { namespace: 'default', name: 'own' }, spec }
    const root = {
      path: '/',
      pathType: 'ImplementationSpecific',
      backend: { service: { name: 'web', port: { number: 80 } } },
    }
    const rules = [{ host: 'a.test', http: { paths: [root] } }, rule('a.test', '/x', 'web')]
    const plan = planOf([ingress('a', { rules })], [own])
    expect(answer(plan, 'http://a.test/')).toBe('default/app:80 as / by default/own')
    expect(answer(plan, 'http://a.test/x')).toBe('default/web:80 as /x by default/a')
    expect(plan.routes.map(({ fate }) => fate.is)).toEqual(['lost', 'served'])
    const rows = await plan.why(silent, ({ kind }) => kind === 'Ingress')
    expect(rows.map(({ served, causes }) => `${served} ${causes.map(({ code }) => code)}`)).toEqual([
      'false match-taken',
      'true ',
    ])
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
