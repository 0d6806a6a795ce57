/** What a proxy in front says of a client, believed or not, and how nginx talks to the backend. */
import { describe, expect, it } from 'vitest'
import type { Service } from '../../../../src/domain/objects/objects.js'
import { ingress, line, request, tracer, type WorldWords } from '../../../support/worlds/ingress-world.js'

const served = 'default/web:80 as / by default/own'
const own = (annotations: Record<string, string> = {}, path = '/ Prefix web:80') =>
  ingress('default/own', { rules: { 'a.test': [path] }, annotations })

describe('X-Forwarded-For and lists of addresses', () => {
  const list = { 'allowlist-source-range': '203.0.113.0/24' }
  const trusts = { 'use-forwarded-headers': 'true' }
  const near = { ...trusts, 'proxy-real-ip-cidr': '10.0.0.0/8' }
  const [inside, outside] = ['203.0.113.5', '198.51.100.9']
  it.each<
    [what: string, configMap: Record<string, string>, from: string | null, sent: Record<string, string>, answer: string]
  >([
    ['is not believed', {}, outside, { 'x-forwarded-for': inside }, '403'],
    ['is believed of everybody', trusts, outside, { 'x-forwarded-for': inside }, served],
    ['… of a proxy of which nothing is known', trusts, null, { 'x-forwarded-for': inside }, served],
    ['shuts somebody out as well', trusts, inside, { 'x-forwarded-for': outside }, '403'],
    [
      'the first of several counts, where all are believed',
      trusts,
      outside,
      { 'x-forwarded-for': `${inside}, 10.0.0.1` },
      served,
    ],
    ['is believed of the proxies named', near, '10.1.2.3', { 'x-forwarded-for': inside }, served],
    ['… and of nobody else', near, outside, { 'x-forwarded-for': inside }, '403'],
    [
      'the last that no proxy named sent counts',
      near,
      '10.1.2.3',
      { 'x-forwarded-for': `${inside}, ${outside}, 10.0.0.9` },
      '403',
    ],
    ['what is no address ends it', near, '10.1.2.3', { 'x-forwarded-for': `${inside}, nobody` }, '403'],
    [
      'another header counts',
      { ...trusts, 'forwarded-for-header': 'CF-Connecting-IP' },
      outside,
      { 'cf-connecting-ip': inside },
      served,
    ],
    [
      '… and not the usual one',
      { ...trusts, 'forwarded-for-header': 'CF-Connecting-IP' },
      outside,
      { 'x-forwarded-for': inside },
      '403',
    ],
    ['is read for addresses alone', { 'enable-real-ip': 'true' }, outside, { 'x-forwarded-for': inside }, served],
    ['the proxy protocol tells it', { 'use-proxy-protocol': 'true' }, inside, { 'x-forwarded-for': outside }, served],
    ['… or both', { ...trusts, 'use-proxy-protocol': 'true' }, outside, { 'x-forwarded-for': inside }, served],
  ])('%s', (_, configMap, clientAddress, sent, answer) => {
    const { answer: ask } = tracer({ ingresses: [own(list)], configMap })
    expect(line(ask(request('http://a.test/', { clientAddress, sent }), false))).toBe(answer)
  })
})

describe('what was sent is told', () => {
  const notes = (configMap: Record<string, string>, sent: Record<string, string>) =>
    tracer({ ingresses: [own({ 'force-ssl-redirect': 'true' })], configMap })
      .answer(request('http://a.test/', { sent, clientAddress: '198.51.100.9' }), true)
      .hops.flatMap(({ kind, subject, detail }) =>
        kind === 'note' && subject !== 'limits' ? [`${subject}: ${detail}`] : [],
      )
  it.each<[what: string, configMap: Record<string, string>, sent: Record<string, string>, told: readonly string[]]>([
    ['nothing', {}, {}, []],
    [
      'not trusted, and a redirect that never ends',
      {},
      { 'x-forwarded-proto': 'https' },
      [
        'not trusted: X-Forwarded-Proto (use-forwarded-headers is not "true" in the controller\'s ConfigMap): where a load balancer ends TLS, it is redirected again and again',
      ],
    ],
    ['trusted', { 'use-forwarded-headers': 'true' }, { 'x-forwarded-proto': 'https' }, ['trusted: X-Forwarded-Proto']],
    [
      'trusted, whoever sends it',
      { 'use-forwarded-headers': 'true' },
      { 'x-forwarded-for': '203.0.113.5' },
      ['trusted: X-Forwarded-For: the client counts as 203.0.113.5, whoever sends it (proxy-real-ip-cidr 0.0.0.0/0)'],
    ],
    [
      'one trusted, the other not',
      { 'enable-real-ip': 'true', 'proxy-real-ip-cidr': '198.51.100.0/24' },
      { 'x-forwarded-for': '203.0.113.5', 'x-forwarded-host': 'b.test' },
      [
        'trusted: X-Forwarded-For: the client counts as 203.0.113.5',
        'not trusted: X-Forwarded-Host (use-forwarded-headers is not "true" in the controller\'s ConfigMap)',
      ],
    ],
    [
      'from somebody who is not one of the proxies',
      { 'use-forwarded-headers': 'true', 'proxy-real-ip-cidr': '10.0.0.0/8' },
      { 'x-forwarded-for': '203.0.113.5', 'x-forwarded-proto': 'https' },
      [
        'trusted: X-Forwarded-Proto',
        'not trusted: X-Forwarded-For (198.51.100.9 is not in proxy-real-ip-cidr 10.0.0.0/8)',
      ],
    ],
    [
      'in a header that nobody reads',
      { 'forwarded-for-header': 'CF-Connecting-IP' },
      { 'cf-connecting-ip': '203.0.113.5' },
      ['not trusted: Cf-Connecting-Ip (use-forwarded-headers is not "true" in the controller\'s ConfigMap)'],
    ],
    [
      'in another header than the one that is read',
      { 'use-forwarded-headers': 'true', 'forwarded-for-header': 'CF-Connecting-IP' },
      { 'x-forwarded-for': '203.0.113.5' },
      ['not trusted: X-Forwarded-For (the address of the client is taken from Cf-Connecting-Ip)'],
    ],
    [
      'by the proxy protocol alone',
      { 'use-proxy-protocol': 'true' },
      { 'x-forwarded-for': '203.0.113.5' },
      [
        'proxy protocol: a connection that does not begin with its header is closed (use-proxy-protocol)',
        'not trusted: X-Forwarded-For (use-forwarded-headers is not "true" in the controller\'s ConfigMap)',
      ],
    ],
  ])('%s', (_, configMap, sent, told) => {
    expect(notes(configMap, sent)).toEqual(told)
  })
})

describe('the last hop', () => {
  const outside: Service = {
    kind: 'Service',
    metadata: { namespace: 'default', name: 'api' },
    spec: { type: 'ExternalName', externalName: 'api.partner.test', ports: [{ port: 80, targetPort: 443 }] },
  }
  const upstream = (annotations: Record<string, string>, path?: string, more: Partial<WorldWords> = {}) =>
    tracer({ ingresses: [own(annotations, path)], ...more })
      .answer(request('http://a.test/'), true)
      .hops.find(({ kind }) => kind === 'upstream')?.detail
  it.each<[what: string, annotations: Record<string, string>, told: string]>([
    ['pods over HTTP', {}, '1 endpoint'],
    ['HTTPS', { 'backend-protocol': 'HTTPS' }, '1 endpoint, over HTTPS'],
    ['gRPC', { 'backend-protocol': 'GRPC' }, '1 endpoint, over gRPC'],
    ['gRPC with TLS, in small letters', { 'backend-protocol': 'grpcs' }, '1 endpoint, over gRPC with TLS'],
    ['FastCGI', { 'backend-protocol': 'FCGI' }, '1 endpoint, over FastCGI'],
    ["the client's own", { 'backend-protocol': 'AUTO_HTTP' }, "1 endpoint, over the client's own protocol (AUTO_HTTP)"],
    ['another Host', { 'upstream-vhost': 'web.internal' }, '1 endpoint, with Host: web.internal'],
    [
      'the address of the Service',
      { 'service-upstream': 'true' },
      '1 endpoint at 10.96.0.1:80, the address of the Service',
    ],
  ])('%s', (_, annotations, told) => {
    expect(upstream(annotations)).toBe(told)
  })

  const ca = { kind: 'Secret', metadata: { namespace: 'default', name: 'ca' }, data: { 'ca.crt': 'eA==' } } as const
  const pair = { ...ca, metadata: { ...ca.metadata, name: 'pair' }, data: { ...ca.data, 'tls.crt': 'eA==' } }
  const bare = { ...pair, metadata: { ...ca.metadata, name: 'bare' }, data: { 'tls.crt': 'eA==' } }
  const https = { 'backend-protocol': 'HTTPS', 'proxy-ssl-verify': 'on', 'proxy-ssl-name': 'web.test' }
  const sni = { ...https, 'proxy-ssl-secret': 'default/pair', 'proxy-ssl-server-name': 'on' }
  it.each<[what: string, annotations: Record<string, string>, told: string]>([
    [
      'verified',
      { ...https, 'proxy-ssl-secret': 'default/ca' },
      '1 endpoint, over HTTPS, whose certificate is verified for web.test',
    ],
    [
      'verified, with a name and a certificate of its own',
      sni,
      '1 endpoint, over HTTPS, whose certificate is verified for web.test, with SNI web.test, with a certificate of its own',
    ],
    [
      'not verified, with the name alone',
      { ...sni, 'proxy-ssl-secret': 'default/ca', 'proxy-ssl-verify': 'off' },
      '1 endpoint, over HTTPS, with SNI web.test',
    ],
    ['without authorities', { ...https, 'proxy-ssl-secret': 'default/bare' }, '1 endpoint, over HTTPS'],
    ['without the Secret', https, '1 endpoint, over HTTPS'],
    [
      'over gRPC, which reads other statements',
      { ...sni, 'backend-protocol': 'GRPCS' },
      '1 endpoint, over gRPC with TLS',
    ],
    [
      'without a name: nobody has the one that nginx takes',
      { ...https, 'proxy-ssl-secret': 'default/ca', 'proxy-ssl-name': '' },
      'the certificate of the backend is verified for upstream_balancer, the name that nginx has for it, since proxy-ssl-name is not set',
    ],
  ])('TLS to pods, %s', (_, annotations, told) => {
    expect(upstream(annotations, undefined, { secrets: [ca, pair, bare] })).toBe(told)
  })

  it.each<[what: string, configMap: Record<string, string>, told: string]>([
    ['of another Ingress of the host', {}, '502'],
    [
      'unless each path has its own',
      { 'proxy-ssl-location-only': 'true' },
      'default/other:80 as /other by default/other',
    ],
  ])('the word on certificates %s', (_, configMap, told) => {
    const first = own({ ...https, 'proxy-ssl-secret': 'default/ca', 'proxy-ssl-name': '' })
    const other = ingress('default/other', {
      rules: { 'a.test': ['/other Prefix other:80'] },
      annotations: { 'backend-protocol': 'HTTPS' },
      age: 1,
    })
    const words = { ingresses: [first, other], secrets: [ca], configMap }
    expect(line(tracer(words).answer(request('http://a.test/other'), false))).toBe(told)
  })

  it('as facts', () => {
    const words = { ingresses: [own(sni)], secrets: [pair] }
    expect(tracer(words).answer(request('http://a.test/'), false).lastHop).toEqual({
      protocol: 'HTTPS',
      reached: 'pods',
      port: 8080,
      hosts: ['a.test'],
      tls: { serverName: 'web.test', verifiedFor: 'web.test', hasCertificate: true },
    })
  })

  it('a name outside, by the port that its Service calls targetPort', () => {
    const annotations = { 'backend-protocol': 'HTTPS', 'upstream-vhost': 'api.partner.test' }
    expect(upstream(annotations, '/ Prefix api:80', { services: [outside] })).toBe(
      '1 endpoint at api.partner.test:443, over HTTPS, with Host: api.partner.test, without SNI',
    )
    expect(upstream({}, '/ Prefix api:80', { services: [outside] })).toBe(
      '1 endpoint at api.partner.test:443, with Host: a.test, that of the request',
    )
  })
})

describe('ports and names', () => {
  const ports = (protocol: string, name: string, targetPort?: number) => ({
    ...{ name, port: 53, protocol },
    ...(targetPort && { targetPort }),
  })
  const dns = (...protocols: string[]): Service => ({
    kind: 'Service',
    metadata: { namespace: 'default', name: 'dns' },
    spec: { clusterIP: '10.96.0.9', ports: protocols.map((one) => ports(one, one.toLowerCase(), 5353)) },
  })
  it.each<[what: string, protocols: readonly string[], answer: string]>([
    ['of UDP and TCP with one number, TCP answers', ['UDP', 'TCP'], 'default/dns:53 as / by default/own'],
    ['… in the other order', ['TCP', 'UDP'], 'default/dns:53 as / by default/own'],
    ['UDP alone answers nothing', ['UDP'], '503'],
  ])('%s', (_, protocols, answer) => {
    const words = { ingresses: [own({}, '/ Prefix dns:53')], services: [dns(...protocols)] }
    expect(line(tracer(words).answer(request('http://a.test/'), false))).toBe(answer)
  })

  // As it was read, what is left out of a file is null.
  it.each([{}, { targetPort: null }])('of UDP and TCP with one number TCP answers in a file, too: %j', (left) => {
    const both = ['UDP', 'TCP'].map((one) => ({ ...ports(one, one.toLowerCase()), ...left }))
    const written = { ...dns(), spec: { ports: both } }
    const words = { ingresses: [own({}, '/ Prefix dns:53')], services: [written] }
    expect(line(tracer(words).answer(request('http://a.test/'), false))).toBe('default/dns:53 as / by default/own')
  })

  it.each<[what: string, externalName: string, answer: string, upstream: string]>([
    [
      'leads to no Service: 503 of its own',
      'gone.shop.svc.cluster.local',
      '503',
      'custom-default-backend-default-pages',
    ],
    ['leads nowhere: 503 of its own', 'db.invalid', '503', 'custom-default-backend-default-pages'],
    ['… an address, too', '192.0.2.1', '503', 'custom-default-backend-default-pages'],
    ['is the machine itself: as if it were not said', 'localhost', '503', 'default-web-80'],
    ['leads somewhere', 'pages.test', 'default/pages:80 as / by default/own', 'custom-default-backend-default-pages'],
  ])('a default-backend that is a name: %s', (_, externalName, answer, upstream) => {
    const pages: Service = {
      kind: 'Service',
      metadata: { namespace: 'default', name: 'pages' },
      spec: { type: 'ExternalName', externalName, ports: [{ port: 80, targetPort: 80 }] },
    }
    const words = { ingresses: [own({ 'default-backend': 'pages' })], empty: ['default/web'], services: [pages] }
    const found = tracer(words).answer(request('http://a.test/'), false)
    expect([line(found), found.upstream]).toEqual([answer, upstream])
  })

  it('what comes of it is in the first line', () => {
    const { hops } = tracer({ ingresses: [own()] }).answer(
      request('http://a.test/', { sent: { 'x-forwarded-proto': 'https' } }),
      true,
    )
    expect(hops.flatMap(({ gist }) => gist ?? [])).toEqual([
      expect.stringMatching(/^not trusted: X-Forwarded-Proto .*: the backend is told X-Forwarded-Proto: http, and may/),
    ])
  })
})
