/** Redirects of the controller's own: to https, between www names, with load balancers and other ports in front. */
import { describe, expect, it } from 'vitest'
import { pem } from '../../../support/cluster/tls-files.js'
import { ingress, line, request, tracer, type WorldWords } from '../../../support/worlds/ingress-world.js'

type Sent = Readonly<Record<string, string>>

const told = (words: WorldWords, url: string, sent: Sent = {}) =>
  line(tracer(words).answer(request(url, { sent }), false))

const web = 'default/web:80 as / by default/own'

describe('between www names', () => {
  const own = ingress('default/own', {
    rules: { 'a.test': ['/ Prefix web:80'], 'www.intranet': ['/ Prefix web:80'] },
    annotations: { 'from-to-www-redirect': 'true' },
  })
  const forwarded = { 'use-forwarded-headers': 'true' }
  const behind: Sent = { 'x-forwarded-proto': 'https', 'x-forwarded-port': '444' }
  it.each<[what: string, words: Omit<WorldWords, 'ingresses'>, url: string, sent: Sent, answer: string]>([
    ['since 1.12 the port of the socket', {}, 'http://www.a.test/x/', {}, '308 http://a.test:80/x'],
    ['… whatever it is', { flags: ['--http-port=8080'] }, 'http://www.a.test/', {}, '308 http://a.test:8080'],
    [
      '… or what a load balancer says',
      { configMap: forwarded },
      'http://www.a.test/',
      behind,
      '308 https://a.test:444',
    ],
    ['… if it says it', { configMap: forwarded }, 'http://www.a.test/', {}, '308 http://a.test:80'],
    ['… and is believed', {}, 'http://www.a.test/', behind, '308 http://a.test:80'],
    ['before, none', { version: '1.11.5' }, 'https://www.a.test/x?y', {}, '308 https://a.test/x?y'],
    [
      '… but another port of https, for http too',
      { version: '1.11.5', flags: ['--https-port', '8443'] },
      'http://www.a.test/',
      {},
      '308 http://a.test:8443',
    ],
    [
      '… with the scheme that a load balancer says',
      { version: '1.11.5', configMap: forwarded },
      'http://www.a.test/',
      behind,
      '308 https://a.test',
    ],
    ['… if it says it', { version: '1.2.0', configMap: forwarded }, 'http://www.a.test/', {}, '308 http://a.test'],
    ['in 1.1.2 nil if not', { version: '1.1.2', configMap: forwarded }, 'http://www.a.test/', {}, '308 nil://a.test'],
    ['in 1.1.1 never', { version: '1.1.1', configMap: forwarded }, 'http://www.a.test/', behind, '308 http://a.test'],
    ['names without a dot', { version: '1.11.5' }, 'http://intranet/x', {}, '308 http://www.intranet/x'],
    [
      'with another code',
      { configMap: { 'http-redirect-code': '301' } },
      'http://www.a.test/',
      {},
      '301 http://a.test:80',
    ],
    [
      'with a code that is none',
      { configMap: { 'http-redirect-code': '303' } },
      'http://intranet/',
      {},
      '308 http://www.intranet:80',
    ],
  ])('%s', (_, words, url, sent, answer) => {
    expect(told({ ...words, ingresses: [own] }, url, sent)).toBe(answer)
  })

  it('leave a name alone that is a host, and win one that is an alias', () => {
    const other = ingress('default/other', { rules: { 'www.a.test': ['/ Prefix web:80'] } })
    const alias = ingress('default/alias', {
      rules: { 'b.test': ['/ Prefix web:80'] },
      annotations: { 'server-alias': 'www.a.test' },
    })
    expect(told({ ingresses: [own, other] }, 'http://www.a.test/')).toBe('default/web:80 as / by default/other')
    expect(told({ ingresses: [own, alias] }, 'http://www.a.test/')).toBe('308 http://a.test:80')
  })
})

describe('to https', () => {
  it('for an alias of two servers as the last of them has it', () => {
    const secret = { kind: 'Secret' as const, metadata: { namespace: 'default', name: 'wild' } }
    const secrets = [{ ...secret, data: { 'tls.crt': Buffer.from(pem('wildcard')).toString('base64') } }]
    const aliased = (...hosts: string[]) =>
      ingress('default/own', {
        rules: Object.fromEntries(hosts.map((host) => [host, ['/ Prefix web:80']])),
        annotations: { 'server-alias': 'a.example' },
        tls: [{ hosts: ['*.a.example'], secretName: 'wild' }],
      })
    const url = 'http://a.example/'
    expect(told({ ingresses: [aliased('*.a.example')], secrets }, url)).toBe('308 https://a.example')
    expect(told({ ingresses: [aliased('*.a.example', 'b.test')], secrets }, url)).toBe(web)
  })

  const own = ingress('default/own', { rules: { 'a.test': ['/ Prefix web:80'] }, tls: [{ hosts: ['a.test'] }] })
  const annotated = (annotations: Record<string, string>) =>
    ingress('default/own', { rules: { 'a.test': ['/ Prefix web:80'] }, tls: [{ hosts: ['a.test'] }], annotations })
  const plain = ingress('default/own', { rules: { 'a.test': ['/ Prefix web:80'] } })
  const forwarded = { 'use-forwarded-headers': 'true' }
  it.each<[what: string, words: WorldWords, sent: Sent, answer: string]>([
    ['by default', { ingresses: [own] }, {}, '308 https://a.test'],
    ['not with ssl-redirect false', { ingresses: [own], configMap: { 'ssl-redirect': 'false' } }, {}, web],
    [
      'an annotation wins over that',
      { ingresses: [annotated({ 'ssl-redirect': 'true' })], configMap: { 'ssl-redirect': 'false' } },
      {},
      '308 https://a.test',
    ],
    ['without TLS only if forced', { ingresses: [plain] }, {}, web],
    [
      '… as the ConfigMap may',
      { ingresses: [plain], configMap: { 'force-ssl-redirect': 'true' } },
      {},
      '308 https://a.test',
    ],
    ['another code', { ingresses: [own], configMap: { 'http-redirect-code': '307' } }, {}, '307 https://a.test'],
    ['not below such paths', { ingresses: [own], configMap: { 'no-tls-redirect-locations': '/x, /' } }, {}, web],
    [
      'a slash is kept',
      { ingresses: [own], configMap: { 'preserve-trailing-slash': 'true' } },
      {},
      '308 https://a.test/',
    ],
    [
      'with the port of https',
      { ingresses: [own], configMap: { 'use-port-in-redirects': 'true' }, flags: ['--https-port=8443'] },
      {},
      '308 https://a.test:8443',
    ],
    [
      'not when a load balancer had https',
      { ingresses: [own], configMap: forwarded },
      { 'x-forwarded-proto': 'https' },
      web,
    ],
    ['an odd scheme is not http', { ingresses: [own], configMap: forwarded }, { 'x-forwarded-proto': 'HTTP' }, web],
    ['nor an empty one', { ingresses: [own], configMap: forwarded }, { 'x-forwarded-proto': '' }, web],
    ['it must be believed', { ingresses: [own] }, { 'x-forwarded-proto': 'https' }, '308 https://a.test'],
    [
      'to the first host that it names, without port',
      { ingresses: [own], configMap: forwarded },
      { 'x-forwarded-host': 'b.test:8080, c.test' },
      '308 https://b.test',
    ],
    [
      'the PROXY protocol alone changes nothing',
      { ingresses: [own], configMap: { 'use-proxy-protocol': 'true' } },
      { 'x-forwarded-proto': 'https' },
      '308 https://a.test',
    ],
    ['app-root comes before it', { ingresses: [annotated({ 'app-root': '/app' })] }, {}, '302 http://a.test/app'],
  ])('%s', (_, words, sent, answer) => {
    expect(told(words, 'http://a.test/', sent)).toBe(answer)
  })

  it('without a host to the name of the default server', () => {
    const all = ingress('default/all', { rules: { '': ['/ Prefix web:80'] }, tls: [{ secretName: 'some' }] })
    const { answer } = tracer({ ingresses: [all] })
    expect(line(answer(request('http://x/', { host: null, httpVersion: '1.0' }), false))).toBe('308 https://_')
  })
})
