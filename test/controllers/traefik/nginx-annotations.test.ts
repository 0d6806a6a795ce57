/** What the annotations of Ingresses for ingress-nginx do, as Traefik's provider for them reads them. */
import { describe, expect, it } from 'vitest'
import { rule } from '../../support/objects.js'
import { traefikLine, traefikPlan, traefikRequest, traefikTold } from '../../support/worlds/traefik-world.js'
import { args, backend, old, passing, root, rules, services, snippets, tls } from './nginx-words.js'

type Annotations = Readonly<Record<string, string>>

const patterned = { path: '/app|/b', pathType: 'ImplementationSpecific', backend }
const users = { metadata: { namespace: 'default', name: 'users' }, data: { auth: '' } }
const clients = { metadata: { namespace: 'default', name: 'clients' }, data: { 'ca.crt': 'YQ==' } }
const asking = { 'auth-tls-secret': 'default/clients' }

describe('by their annotations, Ingresses for another controller', () => {
  it.each<[name: string, annotations: Annotations, expected: string, url?: string, spec?: object]>([
    ['whole elements match', {}, 'not-found 404', 'http://a.test/apple'],
    ['TLS redirects', {}, 'redirect 308 https://a.test/app?x=1', 'http://a.test/app?x=1', { rules, tls }],
    [
      'TLS does not redirect where that is off',
      { 'ssl-redirect': 'false' },
      'served a /app',
      'http://a.test/app',
      { rules, tls },
    ],
    ['without TLS a redirect can be forced', { 'force-ssl-redirect': 'true' }, 'redirect 308 https://a.test/app'],
    ['a path is rewritten', { 'rewrite-target': '/new' }, 'served a /new'],
    ['a pattern ignores case', { 'rewrite-target': '/new' }, 'served a /newLE', 'http://a.test/APPLE'],
    ['a redirect is one', { 'temporal-redirect': 'https://b.test/' }, 'redirect 302 https://b.test/'],
    ['a service that is asked guards it', { 'auth-url': 'http://auth.test/' }, 'guarded a /app'],
    ['an alias is one of its hosts', { 'server-alias': 'b.test' }, 'served a /app', 'http://b.test/app'],
    [
      'its name with www. is sent on',
      { 'from-to-www-redirect': 'true' },
      'redirect 308 http://a.test/x?y=1',
      'http://www.a.test/x?y=1',
    ],
    [
      'a redirect has the code that is said',
      { 'permanent-redirect': 'https://b.test/', 'permanent-redirect-code': '308' },
      'redirect 308 https://b.test/',
    ],
    ['a password guards it', { 'auth-type': 'basic', 'auth-secret': 'users' }, 'guarded a /app'],
    ['without its passwords it is left out', { 'auth-type': 'basic' }, 'not-found 404'],
    [
      'without the Secret of its passwords it is left out',
      { 'auth-type': 'basic', 'auth-secret': 'none' },
      'not-found 404',
    ],
    [
      'without the authorities of its clients it is left out',
      { 'auth-tls-secret': 'default/users' },
      'not-found 404',
      'https://a.test/app',
    ],
    ['headers that are not allowed shut it', { 'custom-headers': 'default/none' }, 'unavailable 503'],
    ['TLS is passed on whatever the path', passing, 'served', 'https://a.test/app', { rules: root }],
    ['what is passed on is served without TLS, too', passing, 'served a /app', 'http://a.test/app', { rules: root }],
    [
      'a path / is sent on by the first path with a Service',
      { 'app-root': '/home' },
      'redirect 302 http://a.test/home',
      'http://a.test/',
      {
        rules: [
          {
            host: 'a.test',
            http: {
              paths: [
                { path: '/r', pathType: 'Prefix', backend: { resource: { kind: 'Bucket', name: 'files' } } },
                { path: '/app', pathType: 'Prefix', backend },
              ],
            },
          },
        ],
      },
    ],
    [
      'a path / without a Service takes the root from nobody',
      { 'app-root': '/home' },
      'redirect 302 http://a.test/home',
      'http://a.test/',
      {
        rules: [
          {
            host: 'a.test',
            http: {
              paths: [
                { path: '/', pathType: 'Prefix', backend: { resource: { kind: 'Bucket', name: 'files' } } },
                { path: '/app', pathType: 'Prefix', backend },
              ],
            },
          },
        ],
      },
    ],
    [
      'a default backend has one router for all hosts, by chance that of one which nobody asks for',
      {},
      'unknown',
      'http://a.test/other',
      {
        rules: [...rules, { http: { paths: [{ path: '/x', pathType: 'Prefix', backend }] } }],
        defaultBackend: backend,
      },
    ],
    ['a path / is sent on', { 'app-root': '/home' }, 'redirect 302 http://a.test/home', 'http://a.test/'],
    [
      'another Service answers where one has no endpoints',
      { 'default-backend': 'web' },
      'served a /app',
      'http://a.test/app',
      { rules: [rule('a.test', '/app', 'empty')] },
    ],
    [
      'another Service answers in the place of an error',
      { 'default-backend': 'web', 'custom-http-errors': '503' },
      'served a /',
      'http://a.test/app',
      { rules: [rule('a.test', '/app', 'missing')] },
    ],
    [
      'nobody answers in the place of an error where that Service is missing',
      { 'default-backend': 'none', 'custom-http-errors': '503' },
      'not-found 404',
    ],
    [
      'a target that is a URL redirects',
      { 'rewrite-target': 'https://b.test/new' },
      'redirect 302 https://b.test/new?y=1',
      'http://a.test/app/x?y=1',
    ],
    [
      'a target that makes no URL is an error',
      { 'temporal-redirect': 'https://b.test/', 'use-regex': 'true' },
      'unavailable 502',
      'http://a.test:8000/b',
      { rules: [{ host: 'a.test', http: { paths: [patterned] } }] },
    ],
    ['networks that are none switch it off', { 'whitelist-source-range': 'nobody' }, 'not-found 404'],
    [
      'what is switched off still sends / on',
      { 'whitelist-source-range': 'nobody', 'app-root': '/home' },
      'redirect 302 http://a.test/home',
      'http://a.test/',
    ],
    [
      'blanks before a value count',
      { 'ssl-redirect': ' true', 'use-regex': ' true', 'app-root': ' /x', 'enable-cors': 'true ' },
      'not-found 404',
      'http://a.test/APP',
      { rules, tls },
    ],
    ['an empty value is one', { 'ssl-redirect': '' }, 'served a /app', 'http://a.test/app', { rules, tls }],
    ['an empty kind of passwords is none', { 'auth-type': '' }, 'not-found 404'],
    [
      'an empty list of networks hides the older one',
      { 'allowlist-source-range': '', 'whitelist-source-range': '10.0.0.0/8' },
      'served a /app',
    ],
    ['an empty network is none', { 'allowlist-source-range': '127.0.0.1,' }, 'not-found 404'],
    [
      'a code that is none switches it off',
      { 'default-backend': 'empty', 'custom-http-errors': '404,5xx' },
      'not-found 404',
    ],
    ['an empty alias is no name', { 'server-alias': '' }, 'not-found 404'],
    [
      'a file of passwords is no map of them',
      { 'auth-type': 'basic', 'auth-secret': 'users', 'auth-secret-type': 'auth-map' },
      'not-found 404',
    ],
    [
      'a code is a number as Go reads it',
      { 'permanent-redirect': 'https://b.test/', 'permanent-redirect-code': '+308' },
      'redirect 308 https://b.test/',
    ],
  ])('%s', (_, annotations, expected, url = 'http://a.test/app', spec = { rules }) => {
    const words = { args, ingresses: [old('a', spec, annotations)], secrets: [users], services }
    expect(traefikLine(traefikPlan(words), url)).toBe(expected)
  })

  it.each<[name: string, annotations: Annotations, expected: string, url?: string]>([
    ['a client certificate is asked for', asking, 'guarded a /app', 'https://a.test/app'],
    ['whoever takes the request', asking, 'guarded', 'https://a.test/nobody'],
    ['without TLS none is', asking, 'served a /app'],
    [
      'one that is optional is not',
      { ...asking, 'auth-tls-verify-client': 'optional' },
      'served a /app',
      'https://a.test/app',
    ],
    ['for another host none is', asking, 'served b /app', 'https://b.test/app'],
    ['a snippet returns', { 'configuration-snippet': '# no\nreturn 403;' }, 'denied 403'],
    ['a snippet sends on', { 'configuration-snippet': 'return 301 https://c.test/;' }, 'redirect 301 https://c.test/'],
    ['a snippet for headers', { 'configuration-snippet': 'more_set_headers "X-A: return 403;";' }, 'served a /app'],
    ['a snippet with a condition', { 'server-snippet': 'if ($host = a.test) { return 403; }' }, 'unknown'],
    ['a snippet of the host', { 'server-snippet': 'return 410;' }, 'denied 410'],
  ])('%s', (_, annotations, expected, url = 'http://a.test/app') => {
    const b = old('b', { rules: [rule('b.test', '/app', 'web')] })
    const words = { args: snippets, ingresses: [old('a', { rules }, annotations), b], secrets: [clients], services }
    const plan = traefikPlan(words)
    expect(traefikLine(plan, url)).toBe(expected)
  })

  it('answer an error of their own where nobody is behind the page of an error', () => {
    const said = { 'default-backend': 'empty', 'custom-http-errors': '403', 'configuration-snippet': 'return 403;' }
    const plan = traefikPlan({ args: snippets, ingresses: [old('a', { rules }, said)], services })
    expect(traefikLine(plan, 'http://a.test/app')).toBe('unavailable 503')
  })

  it('answers what a browser asks beforehand, where it should', () => {
    const headers = new Map([
      ['origin', 'https://c.test'],
      ['access-control-request-method', 'PUT'],
    ])
    const answer = (annotations: Annotations) => {
      const plan = traefikPlan({ args, ingresses: [old('a', { rules }, annotations)], services })
      const { verdict, status, upstreamUri } = plan.answer(
        { ...traefikRequest('http://a.test/app'), method: 'OPTIONS', headers },
        false,
      )
      return [verdict, status, upstreamUri]
    }
    expect(answer({})).toEqual(['served', null, '/app'])
    expect(answer({ 'enable-cors': 'true' })).toEqual(['served', 200, null])
  })

  it('ask clients of all paths of a host, whoever asks for them; without a host of none, and tell that', async () => {
    const ingresses = [old('a', { rules }, asking), old('b', { rules: root })]
    expect(traefikLine(traefikPlan({ args, ingresses, secrets: [clients], services }), 'https://a.test/')).toBe(
      'guarded b /',
    )
    const open = {
      args,
      ingresses: [old('a', { rules: [rule(undefined, '/app', 'web')] }, asking)],
      secrets: [clients],
    }
    expect(traefikLine(traefikPlan(open), 'https://a.test/app')).toBe('served a /app')
    expect(await traefikTold(open)).toEqual({ 'a */app': 'yes client-certificate-unasked' })
  })

  it('answer 421 to connections that have the TLS options of another rule, and what chance decides they leave open', () => {
    const optional = { ...asking, 'auth-tls-verify-client': 'optional' }
    const answers = (...ingresses: readonly ReturnType<typeof old>[]) =>
      ['https://a.test/', 'https://a.test/app'].map((url) =>
        traefikLine(traefikPlan({ args, ingresses, secrets: [clients], services }), url),
      )
    const any = old('any', { rules: [rule(undefined, '/', 'web')] })
    expect(answers(old('a', { rules }, optional), any)).toEqual(['denied 421', 'served a /app'])
    // Both hosts of an Ingress have its alias: since they differ there, both lose what they have, and others of a.test do not.
    const two = old('b', { rules: [...root, rule('d.test', '/', 'web')] }, { 'server-alias': 'c.test' })
    expect(answers(old('a', { rules }, optional), two)).toEqual(['unknown', 'unknown'])
    // A password that is missing leaves all of it out, and a rule without paths asks nobody.
    const out = old('a', { rules }, { ...asking, 'auth-type': 'basic', 'auth-secret': 'none' })
    const empty = old('a', { rules: [{ host: 'a.test' }] }, asking)
    const b = old('b', { rules: root })
    expect(answers(out, b)).toEqual(['served b /', 'served b /app'])
    expect(answers(empty, b)).toEqual(['served b /', 'served b /app'])
  })
})
