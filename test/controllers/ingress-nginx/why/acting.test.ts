/** Annotations and paths that act otherwise than they read: not at all, further, or on something else. */
import { describe, expect, it } from 'vitest'
import type { Secret, Service, ServicePort } from '../../../../src/domain/objects/objects.js'
import { pem } from '../../../support/cluster/tls-files.js'
import { told } from '../../../support/why/told.js'
import { ingress, line, request, tracer } from '../../../support/worlds/ingress-world.js'
import { type Annotations, canary, main, of, said } from './annotated.js'

describe('acts further', () => {
  it.each<[annotations: Annotations, paths: readonly string[], others: readonly string[], spreads: boolean]>([
    [{ 'permanent-redirect': 'https://b.test/' }, ['/old Exact web:80'], [], true],
    [{ 'temporal-redirect': 'https://b.test/' }, ['/old Prefix web:80'], [], true],
    [{ 'permanent-redirect': 'https://b.test/' }, ['/ Prefix web:80'], [], false],
    [{ 'permanent-redirect': 'https://b.test/' }, ['/old Exact web:80'], ['/ Prefix web:80'], false],
    [{}, ['/old Exact web:80'], [], false],
  ])('as a redirect: %j on %j beside %j: %s', async (annotations, paths, others, spreads) => {
    const ingresses = [
      of('old', annotations, paths),
      ...(others.length > 0 ? [of('rest', {}, others, 'a.test', 1)] : []),
    ]
    const found = await said({ ingresses }, 'redirect-spreads')
    expect(found).toEqual(spreads ? ['old redirect-spreads'] : [])
    const other = line(tracer({ ingresses }).answer(request('http://a.test/new'), false))
    expect(other.startsWith('30')).toBe(spreads || paths[0] === '/ Prefix web:80')
  })

  it.each<[target: string, named: readonly string[], isEndless: boolean]>([
    ['https://b.test/', [], false],
    ['https://b.test/', ['b.test'], false],
    ['https://b.test$request_uri', [], false],
    ['/new', [], true],
  ])('of all hosts to %s, where %j is named: comes to no end: %s', async (target, named, isEndless) => {
    const ingresses = [
      of('a', { 'permanent-redirect': target }, ['/ Prefix web:80'], ''),
      ...named.map((host) => of(host, {}, ['/ Prefix web:80'], host, 1)),
    ]
    expect((await said({ ingresses }, 'redirect-endless')).includes('a redirect-endless')).toBe(isEndless)
  })

  it.each<[target: string, other: string | null, isEndless: boolean]>([
    ['a.test', null, true],
    ['a.test/new', null, true],
    ['/new', null, true],
    ['https://a.test/', null, true],
    ['https://b.test/', 'https://a.test/', true],
    ['https://b.test/', 'https://c.test/', false],
    ['https://c.test/', null, false],
  ])('as a redirect to %s, beside one to %s: comes to no end: %s', async (target, other, isEndless) => {
    const to = (url: string) => ({ 'permanent-redirect': url })
    const beside = other === null ? [] : [of('b', to(other), ['/ Prefix web:80'], 'b.test', 1)]
    const ingresses = [of('a', to(target), ['/ Prefix web:80']), ...beside]
    expect((await said({ ingresses }, 'redirect-endless')).includes('a redirect-endless')).toBe(isEndless)
    let asked: string | null = 'http://a.test/x'
    const way: string[] = []
    for (let step = 0; step < 6 && asked !== null; step++) {
      way.push(asked)
      const { location } = tracer({ ingresses }).answer(request(asked), false)
      asked = location === null ? null : new URL(location, asked).href
    }
    expect(asked !== null).toBe(isEndless)
  })

  it.each<[what: string, other: Parameters<typeof of>, spreads: boolean]>([
    ['on another host', ['other', {}, ['/ Prefix web:80'], 'b.test', 2], true],
    ['on another path', ['other', {}, ['/x Prefix web:80'], 'a.test', 2], true],
    ['on nothing else', ['other', {}, ['/ Prefix else:80'], 'b.test', 2], false],
  ])('as a canary, %s', async (_, other, spreads) => {
    const found = await said({ ingresses: [main(), canary({}), of(...other)] }, 'canary-spreads')
    expect(found).toEqual(spreads ? ['canary canary-spreads'] : [])
  })

  it.each<[paths: readonly string[], turned: boolean]>([
    [['/ Prefix web:80'], false],
    [['/foo Exact web:80'], true],
    [['/foo Prefix web:80'], true],
  ])('as patterns of a sibling, on %j: %s', async (paths, turned) => {
    const ingresses = [
      of('regex', { 'use-regex': 'true' }, ['/[a-z]+/x ImplementationSpecific web:80']),
      of('plain', {}, paths, 'a.test', 1),
    ]
    expect(await said({ ingresses }, 'regex-mode')).toEqual(turned ? ['plain regex-mode'] : [])
  })

  it.each<
    [paths: readonly string[], elsewhere: boolean, more?: Annotations, others?: readonly ReturnType<typeof of>[]]
  >([
    [['/services/std Prefix web:80'], true],
    [['/ Prefix web:80'], false],
    [['/x Prefix web:80', '/ Prefix web:80'], false],
    [['/services Prefix web:80'], false],
    [['/services Exact web:80'], false],
    [['/(.*) ImplementationSpecific web:80'], true],
    [['/(.*) ImplementationSpecific web:80'], false, { 'use-regex': 'true' }],
    [['/services(/|$)(.*) ImplementationSpecific web:80'], false, { 'rewrite-target': '/$2' }],
    [['/services Prefix web:80'], true, {}, [of('home', {}, ['/ Prefix home:80'], 'a.test', 1)]],
    [['/services Prefix web:80'], false, {}, [of('home', {}, ['/ Prefix home:80'], 'b.test', 1)]],
  ])('as app-root on %j: %s', async (paths, elsewhere, more = {}, others = []) => {
    const ingresses = [of('root', { 'app-root': '/services', ...more }, paths), ...others]
    const found = await said({ ingresses }, 'app-root-elsewhere')
    expect(found).toEqual(elsewhere ? ['root app-root-elsewhere'] : [])
  })
})

describe('a port for TLS that is spoken to without TLS', () => {
  it.each<[port: ServicePort, annotations: Annotations, codes: string]>([
    [{ port: 443 }, {}, 'yes plain-to-tls'],
    [{ port: 443, name: 'https', targetPort: 8443 }, {}, 'yes plain-to-tls'],
    [{ port: 9000, name: 'https' }, {}, 'yes plain-to-tls'],
    [{ port: 9000, appProtocol: 'https' }, {}, 'yes plain-to-tls'],
    [{ port: 443, targetPort: 'https-web' }, {}, 'yes plain-to-tls'],
    [{ port: 443 }, { 'backend-protocol': 'HTTPS' }, 'yes'],
    // Whoever wrote it has decided.
    [{ port: 443 }, { 'backend-protocol': 'GRPC' }, 'yes'],
    [{ port: 443 }, { 'backend-protocol': 'HTTP' }, 'yes'],
    // TLS ends before the Service, or nowhere.
    [{ port: 443, name: 'https', targetPort: 8080 }, {}, 'yes'],
    [{ port: 443, targetPort: 'http' }, {}, 'yes'],
    [{ port: 9000, name: 'http' }, {}, 'yes'],
    [{ port: 80 }, {}, 'yes'],
  ])('%j with %j: %s', async (port, annotations, codes) => {
    const services: Service[] = [
      { kind: 'Service', metadata: { namespace: 'shop', name: 'tls' }, spec: { ports: [port] } },
    ]
    const all = await told({
      ingresses: [of('a', annotations, [`/ Prefix tls:${port.port}`])],
      services,
      version: '1.11.8',
    })
    expect(all['shop/a a.test/']).toBe(codes)
  })
})

describe('a port without TLS that is spoken to over TLS', () => {
  const https = { 'backend-protocol': 'HTTPS' }
  it.each<[port: ServicePort, annotations: Annotations, codes: string]>([
    [{ port: 80, name: 'http' }, https, 'yes tls-to-plain'],
    [{ port: 80, name: 'http', targetPort: 3000 }, { 'backend-protocol': 'GRPCS' }, 'yes tls-to-plain'],
    [{ port: 9000, appProtocol: 'http' }, https, 'yes tls-to-plain'],
    [{ port: 80, name: 'http' }, { 'ssl-passthrough': 'true' }, 'yes tls-to-plain'],
    [{ port: 80, name: 'http' }, {}, 'yes'],
    // What it leads to may well speak TLS.
    [{ port: 80, name: 'http', targetPort: 8443 }, https, 'yes'],
    [{ port: 80, name: 'http', targetPort: 'https' }, https, 'yes'],
    [{ port: 9000, name: 'http' }, https, 'yes'],
    [{ port: 80 }, https, 'yes'],
    [{ port: 443, name: 'http' }, https, 'yes'],
    [{ port: 443, name: 'https' }, { 'ssl-passthrough': 'true' }, 'yes'],
  ])('%j with %j: %s', async (port, annotations, codes) => {
    const services: Service[] = [
      {
        kind: 'Service',
        metadata: { namespace: 'shop', name: 'plain' },
        spec: { clusterIP: '10.96.0.7', ports: [port] },
      },
    ]
    const all = await told({
      ingresses: [of('a', annotations, [`/ Prefix plain:${port.port}`])],
      services,
      version: '1.11.8',
      flags: ['--enable-ssl-passthrough'],
    })
    expect(all['shop/a a.test/']).toBe(codes)
  })
})

describe('the other name that is redirected', () => {
  const www = (host: string, tls: boolean) =>
    ingress('shop/a', {
      rules: { [host]: ['/ Prefix web:80'] },
      annotations: { 'from-to-www-redirect': 'true' },
      tls: tls ? [{ hosts: [host], secretName: 'shown' }] : [],
    })
  it.each<[what: string, certificate: 'server' | 'wildcard', host: string, tls: boolean, codes: string | undefined]>([
    ['is not covered', 'server', 'kubernetes.test', true, 'yes tls-mismatch'],
    ['is covered by a wildcard', 'wildcard', 'a.example', true, undefined],
    ['has no TLS, as the host has none', 'server', 'kubernetes.test', false, undefined],
  ])('%s', async (_, certificate, host, tls, codes) => {
    const secret: Secret = {
      kind: 'Secret',
      metadata: { namespace: 'shop', name: 'shown' },
      data: { 'tls.crt': btoa(pem(certificate)) },
    }
    const all = await told({ ingresses: [www(host, tls)], secrets: [secret] })
    expect(all['shop/a']).toBe(codes)
  })
})

describe('an alias with TLS', () => {
  const alias = (hosts: readonly string[]) =>
    ingress('shop/a', {
      rules: { 'a.example': ['/ Prefix web:80'] },
      annotations: { 'server-alias': 'x.a.example,b.test' },
      tls: [{ hosts: ['a.example', ...hosts], secretName: 'shown' }],
    })
  it.each<[what: string, hosts: readonly string[], codes: string | undefined]>([
    ['that its certificate does not cover', ['b.test'], 'yes tls-mismatch'],
    ['that it covers', ['x.a.example'], undefined],
    ['that nobody asks for', [], undefined],
    ['beside a name of nobody', ['b.test', 'c.test'], 'yes tls-mismatch tls-host-without-rule'],
  ])('%s', async (_, hosts, codes) => {
    const secret: Secret = {
      kind: 'Secret',
      metadata: { namespace: 'shop', name: 'shown' },
      data: { 'tls.crt': btoa(pem('wildcard')) },
    }
    const all = await told({ ingresses: [alias(hosts)], secrets: [secret] })
    expect(all['shop/a']).toBe(codes)
  })
})

describe('a cookie that browsers do not keep', () => {
  const none = { affinity: 'cookie', 'session-cookie-samesite': 'None' }
  it.each<[annotations: Annotations, codes: string | undefined]>([
    [none, 'yes cookie-not-secure'],
    [{ ...none, 'session-cookie-secure': 'false' }, 'yes cookie-not-secure'],
    [{ ...none, 'session-cookie-secure': 'true' }, undefined],
    [{ ...none, 'session-cookie-samesite': 'Lax' }, undefined],
  ])('%j: %s', async (annotations, codes) => {
    const all = await told({ ingresses: [of('a', annotations, ['/ Prefix web:80'])], version: '1.11.8' })
    expect(all['shop/a']).toBe(codes)
  })
})
