/** Which HTTPProxy has a host, and which is no valid one. */
import { describe, expect, it } from 'vitest'
import { sentenceOf } from '../../../src/findings/catalogue.js'
import { pem } from '../../support/cluster/tls-files.js'
import { ingress, rule } from '../../support/objects.js'
import { silent } from '../../support/why/sources.js'
import { request } from '../../support/worlds/ingress-world.js'
import { asked, at, proxy, root, to, why, world } from './proxies.js'

describe('a host', () => {
  it('that two roots name is served by none', async () => {
    const twin = (name: string) => proxy(name, { virtualhost: { fqdn: 'a.test' }, routes: [to('web')] })
    const own = world([twin('one'), twin('two')])
    expect(asked(own.plan, 'http://a.test/')).toBe('unavailable')
    const [found] = own.model.faults.of({ kind: 'HTTPProxy', namespace: 'default', name: 'one' })
    expect(found && sentenceOf(found.found)).toContain('is that of default/two, too: none of them has it')
  })

  const secret = {
    metadata: { namespace: 'certs', name: 'tls' },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': btoa(pem('server')) },
  }
  const secure = (routes: readonly object[]) => root(routes, {}, { tls: { secretName: 'certs/tls' } })
  const permitted = [
    {
      metadata: { namespace: 'certs', name: 'd' },
      spec: { delegations: [{ secretName: 'tls', targetNamespaces: ['default'] }] },
    },
  ]

  it('with TLS sends requests without it there, unless a route permits them', () => {
    const routes = [to('web'), at('/open', 'api', { permitInsecure: true })]
    const { plan } = world([secure(routes)], { secrets: [secret] }, permitted)
    expect(asked(plan, 'http://a.test/x?y')).toBe('301 https://a.test/x?y')
    expect(asked(plan, 'http://a.test/open')).toContain('default/api')
    expect(asked(plan, 'https://a.test/x')).toContain('default/web')
    expect(plan.certificateFor('a.test')?.secret?.namespace).toBe('certs')
  })

  it('with TLS and without a route that is left refuses handshakes', () => {
    const tls = [{ hosts: ['a.test'], secretName: 'tls' }]
    const own = { ...secret, metadata: { namespace: 'default', name: 'tls' } }
    const asking = ingress('web', { rules: [rule('a.test', '/', 'missing')], tls })
    const { plan } = world([], { secrets: [own], ingresses: [asking] })
    expect(plan.certificateFor('a.test')).toMatchObject({ certificate: null, isRefused: true })
  })

  it.each([
    ['does not permit it', [secret], [], 'of another namespace, which no TLSCertificateDelegation permits'],
    ['does not exist', [], permitted, 'which does not exist'],
  ])('whose Secret %s is served not at all, by http neither', async (_, secrets, delegations, words) => {
    const own = world([secure([to('web')])], { secrets }, delegations)
    expect([asked(own.plan, 'http://a.test/'), asked(own.plan, 'https://a.test/')]).toEqual([
      'unavailable',
      'unavailable',
    ])
    const rows = await own.plan.why(silent, () => true)
    expect(rows.flatMap(({ causes }) => causes.map(sentenceOf))[0]).toContain(words)
  })

  it('whose TLS is passed through shows no certificate of its own', () => {
    const tcpproxy = { services: [{ name: 'web', port: 80 }] }
    const own = proxy('root', { virtualhost: { fqdn: 'a.test', tls: { passthrough: true } }, tcpproxy })
    const { plan } = world([own])
    expect(plan.certificateFor('a.test')?.isPassedThrough).toBe(true)
    expect(plan.upstreams.map(({ name }) => name)).toEqual(['default/web/80/da39a3ee5e'])
    const connection = { ...request('https://a.test/'), stream: 'tcp' as const }
    for (const one of [connection, request('https://a.test/')])
      expect(plan.answer(one, false)).toMatchObject({
        verdict: 'served',
        backend: { service: 'web' },
        upstreamUri: null,
      })
    expect(plan.answer({ ...connection, sni: 'b.test' }, false)).toMatchObject({ verdict: 'unavailable', status: null })
  })
})

describe('an object', () => {
  it('of another class, or outside of the namespaces for roots, is none of its own', () => {
    const other = {
      ...root([to('web')]),
      metadata: { namespace: 'default', name: 'root', annotations: { 'kubernetes.io/ingress.class': 'x' } },
    }
    expect(world([other]).plan.customRoutes).toEqual([])
    const own = world([root([to('web')])], { flags: ['--root-namespaces=edge'] })
    expect(own.plan.customRoutes?.map(({ fate }) => fate?.is)).toEqual(['dropped'])
  })

  it('whose status says otherwise than the objects is told', async () => {
    const own = world([{ ...root([to('web')]), status: { currentStatus: 'invalid' } }])
    expect(await why(own)).toEqual(['root: true status-differs', 'root a.test/: true '])
  })

  it('that counts as invalid for what is served all the same is told', async () => {
    const tcpproxy = { services: [{ name: 'web', port: 80 }] }
    const tls = { passthrough: true, enableFallbackCertificate: true }
    expect(await why(world([root([at('/', 'web', { permitInsecure: true })], { tcpproxy }, { tls })]))).toEqual([
      'root: true asked-in-vain',
      'root a.test/: true ',
    ])
    const secret = {
      metadata: { namespace: 'default', name: 'tls' },
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': btoa(pem('server')) },
    }
    const open = root(
      [{ ...to('web'), jwtVerificationPolicy: { require: 'accounts' } }],
      {},
      { tls: { secretName: 'tls' } },
    )
    expect(await why(world([open], { secrets: [secret] }))).toEqual([
      'root: true provider-missing',
      'root a.test/: true ',
    ])
  })
})

const global = (more = '') => `globalExtAuth:\n  extensionService: auth/auth\n${more}`
const ofRule = at('/', 'web', { authPolicy: { disabled: false } })

it.each<[what: string, config: string | undefined, proxies: readonly object[], asked: boolean]>([
  ['no file says so', undefined, [root([at('/')])], false],
  ['the file says so', global(), [root([at('/')])], true],
  ['a route is left out', global(), [root([at('/', 'web', { authPolicy: { disabled: true } })])], false],
  ['a host is left out', global(), [root([at('/')], {}, { authorization: { authPolicy: { disabled: true } } })], false],
  ['all are left out', global('  authPolicy:\n    disabled: true\n'), [root([at('/')])], false],
  ['a route is taken in again', global('  authPolicy:\n    disabled: true\n'), [root([ofRule])], true],
])('a service is asked before all backends: %s', (_what, config, proxies, isAsked) => {
  const { plan } = world(proxies, config === undefined ? {} : { config })
  const { verdict } = plan.answer(request('http://a.test/'), false)
  expect(verdict).toBe(isAsked ? 'unknown' : 'served')
})
