/** Canaries, default backends, missing endpoints and redirects, as a real controller was seen to handle them. */
import { describe, expect, it } from 'vitest'
import { ingress, line, plan, request, tracer, type WorldWords } from '../../../support/worlds/ingress-world.js'

type Asked = readonly [url: string, sent?: Record<string, string>]

const told = (words: WorldWords, asked: readonly Asked[]) => {
  const { answer } = tracer(words)
  return asked.map(([url, sent = {}]) => line(answer(request(url, { sent }), false)))
}

const main = ingress('default/main', { rules: { 'a.test': ['/ Prefix main:80', '/x Prefix main:80'] } })
const canary = (
  more: Record<string, string>,
  rules: Record<string, readonly string[]> = { 'a.test': ['/ Prefix try:80'] },
) => ingress('default/canary', { rules, annotations: { canary: 'true', ...more }, age: 5 })

describe('canaries', () => {
  it('take by header, cookie and weight, in that order', () => {
    const words = {
      ingresses: [main, canary({ 'canary-by-header': 'X-Try', 'canary-by-cookie': 'try', 'canary-weight': '30' })],
    }
    expect(
      told(words, [
        ['http://a.test/', { 'x-try': 'always', cookie: 'try=never' }],
        ['http://a.test/', { 'x-try': 'never', cookie: 'try=always' }],
        ['http://a.test/', { cookie: 'a=b; try=always' }],
        ['http://a.test/', { 'x-try': 'sometimes', cookie: 'try=never' }],
        ['http://a.test/'],
      ]),
    ).toEqual([
      'default/try:80 as / by default/main',
      'default/main:80 as / by default/main',
      'default/try:80 as / by default/main',
      'default/main:80 as / by default/main',
      'default/main:80 as / by default/main 70% default-main-80 30% default-try-80',
    ])
  })

  it('take a header by its value before its pattern', () => {
    const byValue = canary({ 'canary-by-header': 'X-Try', 'canary-by-header-value': 'blue' })
    const byPattern = canary({ 'canary-by-header': 'X-Try', 'canary-by-header-pattern': '^b.*e$' })
    const asked: Asked[] = [
      ['http://a.test/', { 'x-try': 'blue' }],
      ['http://a.test/', { 'x-try': 'always' }],
    ]
    expect(told({ ingresses: [main, byValue] }, asked)).toEqual([
      'default/try:80 as / by default/main',
      'default/main:80 as / by default/main',
    ])
    expect(told({ ingresses: [main, byPattern] }, [['http://a.test/', { 'x-try': 'bande' }]])).toEqual([
      'default/try:80 as / by default/main',
    ])
  })

  it('belong to the upstream: other paths and hosts that use it are shared, too', () => {
    const other = ingress('default/other', { rules: { 'b.test': ['/ Prefix main:80'] } })
    const words = { ingresses: [main, other, canary({ 'canary-weight': '100' })] }
    expect(told(words, [['http://a.test/x'], ['http://b.test/']])).toEqual([
      'default/try:80 as /x by default/main',
      'default/try:80 as / by default/other',
    ])
  })

  it('without primary are gone, and keep later ordinary paths to their Service from a location', () => {
    const lost = canary({ 'canary-weight': '100' }, { 'a.test': ['/nowhere Prefix try:80'] })
    const later = ingress('default/later', { rules: { 'c.test': ['/ Prefix web:80', '/try Prefix try:80'] }, age: 9 })
    expect(told({ ingresses: [main, lost, later] }, [['http://a.test/'], ['http://c.test/try']])).toEqual([
      'default/main:80 as / by default/main',
      'default/web:80 as /try by default/later',
    ])
  })

  it('of an upstream that an ordinary Ingress made first add locations, and never match', () => {
    const first = ingress('default/first', { rules: { 'b.test': ['/ Prefix try:80'] }, age: -5 })
    const words = { ingresses: [first, main, canary({ 'canary-weight': '100' }, { 'z.test': ['/own Prefix try:80'] })] }
    // Its host has no server, so the path lands in that of all others.
    expect(told(words, [['http://unknown.test/own'], ['http://b.test/']])).toEqual([
      'default/try:80 as /own by default/canary',
      'default/try:80 as / by default/first',
    ])
  })

  it('count by the first alternative alone, and not at all where that has no endpoint', () => {
    const second = ingress('default/second', {
      rules: { 'a.test': ['/ Prefix second:80'] },
      annotations: { canary: 'true', 'canary-weight': '100' },
      age: 9,
    })
    const words = { ingresses: [main, canary({ 'canary-weight': '0' }), second] }
    expect(told(words, [['http://a.test/']])).toEqual(['default/main:80 as / by default/main'])
    expect(told({ ...words, empty: ['default/try'] }, [['http://a.test/']])).toEqual([
      'default/main:80 as / by default/main',
    ])
  })
})

describe('without endpoints', () => {
  const words = { ingresses: [main], empty: ['default/main'] }
  it('it is 503, whatever the reason', () => {
    expect(told(words, [['http://a.test/']])).toEqual(['503'])
    expect(told({ ...words, empty: [], missing: ['default/main'] }, [['http://a.test/']])).toEqual(['503'])
    const port = ingress('default/port', { rules: { 'b.test': ['/ Prefix main:81', '/t Prefix main:8080'] } })
    // A targetPort is taken for a port.
    expect(told({ ingresses: [port] }, [['http://b.test/'], ['http://b.test/t']])).toEqual([
      '503',
      'default/main:8080 as /t by default/port',
    ])
  })

  it('the default-backend annotation answers, if it has one', () => {
    const own = ingress('default/own', {
      rules: { 'a.test': ['/ Prefix main:80', '/down Prefix down:80'] },
      annotations: { 'default-backend': 'errors' },
    })
    const errors = {
      kind: 'Service' as const,
      metadata: { namespace: 'default', name: 'errors' },
      spec: { ports: [{ port: 80, targetPort: 8080 }] },
    }
    const around = { ingresses: [own], empty: ['default/down'], services: [errors] }
    expect(told(around, [['http://a.test/down'], ['http://a.test/']])).toEqual([
      'default/errors:80 as /down by default/own',
      'default/main:80 as / by default/own',
    ])
  })

  it('an ExternalName is good for a DNS name and a port', () => {
    const external = (name: string, externalName: string, ports?: readonly { readonly port: number }[]) => ({
      kind: 'Service' as const,
      metadata: { namespace: 'default', name },
      spec: { type: 'ExternalName', externalName, ports: ports ?? null },
    })
    const own = ingress('default/own', {
      rules: { 'a.test': ['/dns Prefix dns:80', '/ip Prefix ip:80', '/local Prefix local:80', '/name Prefix dns:web'] },
    })
    const inside = ingress('default/in', {
      rules: { 'a.test': ['/in Prefix in:80', '/gone Prefix gone:80', '/twin Prefix twin:80'] },
    })
    const services = [
      external('dns', 'x.example'),
      external('ip', '10.0.0.9'),
      external('local', 'localhost'),
      external('in', 'dns.default.svc.cluster.local'),
      external('gone', 'web.nowhere.svc'),
      // Perhaps that of another cluster.
      external('twin', 'web.nowhere.svc.other.example'),
    ]
    const asked: Asked[] = ['dns', 'ip', 'local', 'name', 'in', 'gone', 'twin'].map((path) => [`http://a.test/${path}`])
    expect(told({ ingresses: [own, inside], services }, asked)).toEqual([
      'default/dns:80 as /dns by default/own',
      '503',
      '503',
      '502',
      'default/in:80 as /in by default/in',
      '503',
      'default/twin:80 as /twin by default/in',
    ])
    const state = (port: number | string) =>
      plan({ ingresses: [own], services }).endpointsOf({ namespace: 'default', service: 'dns', port }, null).state
    expect([state(80), state('web')]).toEqual(['external-name', 'no-port'])
  })
})

describe('default backends', () => {
  it('answer for what no rule of the host matches, and without rules for every unknown host', () => {
    const own = ingress('default/own', { rules: { 'a.test': ['/x Prefix x:80'] }, default: 'own:80' })
    const all = ingress('default/all', { default: 'all:80', age: 1 })
    const late = ingress('default/late', { default: 'late:80', age: 2 })
    expect(
      told({ ingresses: [own, all, late] }, [['http://a.test/y'], ['http://b.test/y'], ['http://a.test/x']]),
    ).toEqual([
      'default/own:80 as /y by default/own',
      'default/all:80 as /y by default/all',
      'default/x:80 as /x by default/own',
    ])
  })

  it('of the controller answer 404, but for its own pages on unknown hosts', () => {
    expect(
      told({ ingresses: [main] }, [['http://b.test/'], ['http://b.test/healthz-x'], ['http://a.test/healthz']]),
    ).toEqual(['404', '200', 'default/main:80 as /healthz by default/main'])
  })
})

it('two Services whose upstreams have one name share the one that was there first', () => {
  const a = ingress('team-a/one', { rules: { 'a.test': ['/ Prefix b-c:80'] } })
  const b = ingress('team-a-b/two', { rules: { 'b.test': ['/ Prefix c:80'] }, age: 1 })
  expect(told({ ingresses: [a, b] }, [['http://a.test/'], ['http://b.test/']])).toEqual([
    'team-a/b-c:80 as / by team-a/one',
    'team-a/b-c:80 as / by team-a-b/two',
  ])
})

describe('redirects', () => {
  const tls = [{ hosts: ['a.test'], secretName: 'missing' }]
  it('go to https where any Ingress of the host asks for TLS, even where its Secret is missing', () => {
    const own = ingress('default/own', { rules: { 'a.test': ['/ Prefix web:80'] }, tls })
    const plain = ingress('default/plain', { rules: { 'a.test': ['/p Prefix web:80'], 'b.test': ['/ Prefix web:80'] } })
    const words = { ingresses: [own, plain] }
    expect(
      told(words, [
        ['http://A.test:80/p/?x=/'],
        ['http://b.test/'],
        ['https://a.test/p'],
        ['http://a.test/.well-known/acme-challenge/x'],
      ]),
    ).toEqual([
      '308 https://A.test/p/?x=',
      'default/web:80 as / by default/plain',
      'default/web:80 as /p by default/plain',
      '308 https://a.test/.well-known/acme-challenge/x',
    ])
  })

  it('of annotations come before that; without a rule of their own they count for the rest of the host, too', () => {
    const own = ingress('default/own', {
      rules: { 'a.test': ['/old Prefix web:80'] },
      tls,
      annotations: { 'permanent-redirect': 'https://new.test/x', 'permanent-redirect-code': '308' },
    })
    const root = ingress('default/root', {
      rules: { 'b.test': ['/app Prefix web:80'] },
      annotations: { 'app-root': '/app' },
    })
    expect(
      told({ ingresses: [own, root] }, [
        ['http://a.test/old'],
        ['http://a.test/other'],
        ['http://b.test/'],
        ['http://b.test/app/x'],
      ]),
    ).toEqual([
      '308 https://new.test/x',
      '308 https://new.test/x',
      '302 http://b.test/app',
      'default/web:80 as /app/x by default/root',
    ])
  })

  it('between www names carry the port, and drop a bare slash', () => {
    const own = ingress('default/own', {
      rules: { 'a.test': ['/ Prefix web:80'] },
      annotations: { 'from-to-www-redirect': 'true' },
    })
    expect(
      told({ ingresses: [own] }, [['http://www.a.test/'], ['https://www.a.test/x?y=1'], ['http://a.test/']]),
    ).toEqual(['308 http://a.test:80', '308 https://a.test:443/x?y=1', 'default/web:80 as / by default/own'])
  })

  it('are off below paths of their own that ACME uses, and keep slashes where that is asked for', () => {
    const acme = ingress('default/acme', {
      rules: { 'a.test': ['/.well-known/acme-challenge/x Exact solver:80'] },
      tls,
    })
    const keep = ingress('default/keep', {
      rules: { 'b.test': ['/ Prefix web:80'] },
      annotations: { 'force-ssl-redirect': 'true', 'preserve-trailing-slash': 'true' },
    })
    expect(
      told({ ingresses: [acme, keep] }, [['http://a.test/.well-known/acme-challenge/x'], ['http://b.test/x/']]),
    ).toEqual(['default/solver:80 as /.well-known/acme-challenge/x by default/acme', '308 https://b.test/x/'])
  })
})

describe('what nginx refuses', () => {
  const twice = ingress('default/twice', { rules: { 'a.test': ['/foo Prefix web:80', '/foo/ Prefix web:80'] } })
  const www = ingress('default/www', {
    rules: { '*.a.test': ['/ Prefix web:80'] },
    annotations: { 'from-to-www-redirect': 'true' },
  })
  const blank = ingress('default/blank', { rules: { 'b.test': ['/semi;colon ImplementationSpecific web:80'] } })
  const notes = (words: WorldWords) =>
    tracer(words)
      .answer(request('http://c.test/'), true)
      .hops.filter(({ subject }) => subject === 'nginx refuses it')
      .map(({ detail }) => detail)

  it('is told with every request, and with the Ingress that brings it about', () => {
    expect(notes({ ingresses: [twice] })).toEqual([
      expect.stringMatching(
        /Prefix \/foo\/ and Prefix \/foo on a\.test both become location "\/foo\/".*default\/twice/,
      ),
    ])
    expect(notes({ ingresses: [www] })).toEqual([expect.stringContaining('www.*.a.test')])
  })

  it('was more while paths stood without quotes', () => {
    expect(notes({ ingresses: [blank] })).toEqual([])
    expect(notes({ ingresses: [blank], version: '1.13.6' })).toEqual([expect.stringContaining('"/semi;colon"')])
  })
})
