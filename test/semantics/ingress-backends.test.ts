/** By the specification: what stands behind a rule, and who lost a request to it. */
import { describe, expect, it } from 'vitest'
import { project } from '../../src/domain/objects/project.js'
import type { Answer } from '../../src/domain/requests/trace.js'
import { sentenceOf } from '../../src/findings/catalogue.js'
import { ingress, pod, service, slice } from '../support/objects.js'
import { ask, healthy, inventory, planned, request, ruleOf, winner } from './ingresses.js'

const lost = ({ losers }: Answer) => losers.map(({ source, path, code }) => `${source.name} ${path} ${code}`)

describe('backends', () => {
  const web = ingress('web', { rules: [ruleOf('x', ['Prefix', '/', 'a'])] })
  const at = (services: readonly object[], slices: readonly object[]) =>
    planned(inventory([web], services, slices)).answer(request('x', '/'), true)

  it.each<[string, readonly object[], readonly object[], string, string]>([
    ['no Service', [], [], 'unavailable', 'no such Service'],
    [
      'no port',
      [service('a', { ports: [{ port: 81 }] })],
      [],
      'unavailable',
      'the Service has no such port: did you mean 81?',
    ],
    ['no endpoints', [service('a')], [], 'unavailable', 'no endpoints'],
    [
      'none ready',
      [service('a')],
      [slice('a', { service: 'a', ports: [{ port: 80 }], endpoints: [pod('p', '10.0.0.1', { ready: false })] })],
      'unavailable',
      '0 of 1 endpoint ready',
    ],
    [
      'a name outside',
      [service('a', { type: 'ExternalName', externalName: 'x.example.org' })],
      [],
      'served',
      'leads out of the cluster, to x.example.org',
    ],
  ])('%s', (_name, services, slices, verdict, detail) => {
    const answer = at(services, slices)
    expect([answer.verdict, answer.upstreamUri]).toEqual([verdict, verdict === 'served' ? '/' : null])
    expect(answer.hops.find(({ kind }) => kind === 'service')?.detail).toBe(detail)
  })

  it('whoever asks for the answer alone gets no more', () => {
    const plan = planned(healthy([web], ['a']))
    expect(['x', 'y'].map((host) => plan.answer(request(host, '/'), false))).toMatchObject([
      { verdict: 'served', hops: [], losers: [] },
      { verdict: 'not-found', hops: [], losers: [] },
    ])
  })

  it('https without a TLS entry is said to have the certificate of the controller', () => {
    const { hops } = planned(healthy([web], ['a'])).answer(request('x', '/', { scheme: 'https' }), true)
    expect(hops.find(({ kind }) => kind === 'tls')?.subject).toBe('no TLS entry')
  })

  it('a resource is up to the controller', () => {
    const rules = [
      { http: { paths: [{ path: '/', pathType: 'Prefix', backend: { resource: { kind: 'Bucket', name: 'x' } } }] } },
    ]
    const { verdict, hops } = planned(inventory([ingress('r', { rules })], [], [])).answer(request('x', '/'), true)
    expect([verdict, hops.at(-1)?.subject]).toEqual(['unknown', 'Bucket/x'])
  })

  it('says that ImplementationSpecific is taken as Prefix, and which Secret is named', () => {
    const own = ingress('web', {
      rules: [ruleOf('x', ['ImplementationSpecific', '/', 'a'])],
      tls: [{ hosts: ['x'], secretName: 's' }],
    })
    const { hops } = planned(healthy([own], ['a'])).answer(request('x', '/', { scheme: 'https' }), true)
    expect(hops.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'note rules',
      'tls s',
      'ingress default/web',
      'note ImplementationSpecific',
      'service default/a:80',
      'endpoint 10.0.0.1:80',
    ])
  })
})

describe('losers', () => {
  const older = { metadata: { creationTimestamp: '2020-01-01T00:00:00Z' } }

  it('are told apart, the nearest miss first', () => {
    const ingresses = [
      ingress('short', { rules: [ruleOf('x', ['Prefix', '/', 'a'])] }),
      ingress('win', { rules: [ruleOf('x', ['Prefix', '/foo', 'a'])] }, older),
      ingress('young', { rules: [ruleOf('x', ['Prefix', '/foo/', 'b'])] }),
      ingress('case', { rules: [ruleOf('x', ['Prefix', '/FOO', 'b'])] }),
      ingress('exact', { rules: [ruleOf('x', ['Exact', '/foo', 'b'])] }),
      ingress('part', { rules: [ruleOf('x', ['Prefix', '/fo', 'b'])] }),
      ingress('else', { rules: [ruleOf('x', ['Prefix', '/else', 'b'])] }),
      ingress('all', { rules: [ruleOf(null, ['Prefix', '/foo', 'b'])] }),
      ingress('default', { defaultBackend: { service: { name: 'd', port: { number: 80 } } } }),
    ]
    const answer = ask(ingresses, 'x', '/foo/bar')
    expect(winner(answer)).toBe('a')
    expect(lost(answer)).toEqual([
      'young /foo/ duplicate',
      'short / shorter-path',
      'all /foo less-specific-host',
      'case /FOO path-case',
      'exact /foo exact-only',
      'part /fo other-element',
      'default null default-backend',
    ])
  })

  it.each([
    ['Exact', '/FOO', '/foo', 'path-case'],
    ['Exact', '/foo', '/foo/x', 'exact-only'],
    ['Exact', '/foo', '/foobar', 'other-path'],
    ['Prefix', '/foo', '/foobar', 'other-element'],
    ['Prefix', '/else', '/foo', 'other-path'],
  ])('%s %s, where nobody has %s: %s', (pathType, path, target, code) => {
    const answer = ask([ingress('web', { rules: [ruleOf('x', [pathType, path, 'a'])] })], 'x', target)
    expect([winner(answer), lost(answer)]).toEqual([null, [`web ${path} ${code}`]])
  })

  it.each([
    ['/', false],
    ['/x', true],
  ])('a second default backend, where a rule asks for %s: another has its place %s', (path, isTaken) => {
    const fallback = (name: string) => ({ defaultBackend: { service: { name, port: { number: 80 } } } })
    const rules = [ruleOf('x', ['Prefix', path, 'a'])]
    const answer = ask(
      [ingress('a', { rules }), ingress('b', fallback('b'), older), ingress('c', fallback('c'))],
      'x',
      '/',
    )
    const { source, facts } = answer.losers.at(-1) ?? {}
    expect([winner(answer), source?.name, facts]).toEqual([isTaken ? 'b' : 'a', 'c', { isTaken }])
  })

  it('an Exact that comes first is told as such', () => {
    const own = ingress('web', { rules: [ruleOf('x', ['Prefix', '/foo', 'a'], ['Exact', '/foo', 'b'])] })
    expect(ask([own], 'x', '/foo').losers.map(sentenceOf)).toEqual([
      'Exact /foo of Ingress default/web comes before a Prefix',
    ])
  })

  it('a twin with www, and a host mistyped, are named where nothing matched', () => {
    const www = ingress('www', { rules: [ruleOf('www.shop.example.com', ['Prefix', '/', 'a'])] })
    const typed = ingress('typed', { rules: [ruleOf('shopp.example.com', ['Prefix', '/x', 'a'])] })
    expect(ask([www, typed], 'shop.example.com', '/x').losers.map(sentenceOf)).toEqual([
      'no rule names host shop.example.com; this rule has such a path on www.shop.example.com',
      'no rule names host shop.example.com; this rule has such a path on shopp.example.com',
    ])
  })

  it('an Ingress of another class, or of none, is named with it', () => {
    const ours = project('Ingress', ingress('ours', { rules: [ruleOf('x', ['Prefix', '/', 'a'])] }))
    const theirs = ingress('theirs', { ingressClassName: 'other', rules: [ruleOf('x', ['Exact', '/foo', 'b'])] })
    const bare = ingress('bare', { rules: [ruleOf('x', ['Prefix', '/foo', 'b'])] })
    const all = healthy([ingress('ours', { rules: [ruleOf('x', ['Prefix', '/', 'a'])] }), theirs, bare], ['a', 'b'])
    const answer = planned(all, [ours]).answer(request('x', '/foo'), true)
    expect(winner(answer)).toBe('a')
    expect(answer.losers.map((one) => `${one.code}: ${sentenceOf(one)}`)).toEqual([
      "other-class: its class other is not this controller's, or its namespace is not watched",
      'other-class: it names no class, and this controller takes only Ingresses that do',
    ])
  })
})
