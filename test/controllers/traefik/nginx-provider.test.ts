/** Ingresses for ingress-nginx, as Traefik's provider for them reads them: each row is a cluster in little. */
import { describe, expect, it } from 'vitest'
import { compareRoutes } from '../../../src/questions/drift/compare-routes.js'
import { pod, rule, service, slice } from '../../support/objects.js'
import { traefikLine, traefikPlan, traefikRequest, traefikTold } from '../../support/worlds/traefik-world.js'

describe('Ingresses that were written for another controller', () => {
  const args = [
    '--entryPoints.web.address=:8000/tcp',
    '--entryPoints.websecure.address=:8443/tcp',
    '--providers.kubernetesingressnginx',
  ]
  const old = (
    name: string,
    spec: object,
    annotations: Readonly<Record<string, string>> = {},
    namespace = 'default',
  ) => ({
    metadata: {
      namespace,
      name,
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]),
      ),
    },
    spec: { ingressClassName: 'nginx', ...spec },
  })
  const rules = [rule('a.test', '/app', 'web')]
  const root = [rule('a.test', '/', 'web')]
  const backend = { service: { name: 'web', port: { number: 80 } } }
  const patterned = { path: '/app|/b', pathType: 'ImplementationSpecific', backend }
  const passing = { 'ssl-passthrough': 'true' }
  const users = { metadata: { namespace: 'default', name: 'users' }, data: { auth: '' } }
  const clients = { metadata: { namespace: 'default', name: 'clients' }, data: { 'ca.crt': 'YQ==' } }
  const asking = { 'auth-tls-secret': 'default/clients' }
  const snippets = [...args, '--providers.kubernetesingressnginx.allowSnippetAnnotations=true']
  const services = [service('empty')]
  const tls = [{ hosts: ['a.test'], secretName: 'a' }]

  it('answer an error of their own where nobody is behind the page of an error', () => {
    const said = { 'default-backend': 'empty', 'custom-http-errors': '403', 'configuration-snippet': 'return 403;' }
    const plan = traefikPlan({ args: snippets, ingresses: [old('a', { rules }, said)], services })
    expect(traefikLine(plan, 'http://a.test/app')).toBe('unavailable 503')
  })

  it('have no canary of one that is switched off, or that another one has', async () => {
    const half = { canary: 'true', 'canary-weight': '50' }
    const canary = old('c', { rules: [rule('a.test', '/app', 'other')] }, half)
    const words = (annotations: Readonly<Record<string, string>>, ...more: readonly object[]) => ({
      ...{ args, services: [service('web'), service('other')] },
      slices: ['web', 'other'].map((name, i) =>
        slice(`${name}-1`, { service: name, endpoints: [pod('p', `10.0.0.${i + 1}`, { ready: true })] }),
      ),
      ingresses: [old('a', { rules }, annotations), canary, ...more],
    })
    const off = { 'default-backend': 'web', 'custom-http-errors': '404,5xx' }
    expect(await traefikTold(words({}))).toEqual({ 'a a.test/app': 'yes', 'c a.test/app': 'yes' })
    expect((await traefikTold(words(off)))['c a.test/app']).toBe('NO no-middleware')
  })

  it('share a canary where dashes give two of them one name', async () => {
    const canary = { canary: 'true', 'canary-weight': '100' }
    const at = (namespace: string, name: string, address: string) => ({
      services: [{ ...service(name), metadata: { namespace, name } }],
      slices: [
        {
          ...slice(`${name}-1`, { endpoints: [pod('p', address, { ready: true })] }),
          metadata: { namespace, name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } },
        },
      ],
    })
    const all = [at('team', 'b-svc', '10.0.0.8'), at('team-b', 'svc', '10.0.0.9')]
    const words = {
      args,
      services: all.flatMap((one) => one.services),
      slices: all.flatMap((one) => one.slices),
      ingresses: [
        old('a', { rules: [rule('a.test', '/', 'none')] }, {}, 'team'),
        old('c', { rules: [rule('a.test', '/', 'b-svc')] }, canary, 'team'),
        old('a', { rules: [rule('b.test', '/', 'none')] }, {}, 'team-b'),
        old('c', { rules: [rule('b.test', '/', 'svc')] }, canary, 'team-b'),
      ],
    }
    const found = traefikPlan(words).upstreams.filter(({ name }) => name.includes('-canary@'))
    expect(new Set(found.map(({ endpoints }) => endpoints?.join())).size).toBe(1)
    const told = await traefikTold(words)
    expect(Object.values(told).filter((one) => one.includes('service-collision'))).toHaveLength(1)
  })

  it('make no page of errors for TLS that is handed on', () => {
    const said = { 'default-backend': 'web', 'custom-http-errors': '403', ...passing }
    const plan = traefikPlan({ args: snippets, ingresses: [old('a', { rules }, said)] })
    expect(plan.upstreams.map(({ name }) => name).filter((name) => name.includes('-tls'))).toEqual([])
  })

  it.each<[name: string, spec: object, annotations: Readonly<Record<string, string>>, url: string, expected: string]>([
    ['whole elements match', { rules }, {}, 'http://a.test/apple', 'not-found 404'],
    ['TLS redirects', { rules, tls }, {}, 'http://a.test/app?x=1', 'redirect 308 https://a.test/app?x=1'],
    [
      'TLS does not redirect where that is off',
      { rules, tls },
      { 'ssl-redirect': 'false' },
      'http://a.test/app',
      'served a /app',
    ],
    [
      'without TLS a redirect can be forced',
      { rules },
      { 'force-ssl-redirect': 'true' },
      'http://a.test/app',
      'redirect 308 https://a.test/app',
    ],
    ['a path is rewritten', { rules }, { 'rewrite-target': '/new' }, 'http://a.test/app', 'served a /new'],
    ['a pattern ignores case', { rules }, { 'rewrite-target': '/new' }, 'http://a.test/APPLE', 'served a /newLE'],
    [
      'a redirect is one',
      { rules },
      { 'temporal-redirect': 'https://b.test/' },
      'http://a.test/app',
      'redirect 302 https://b.test/',
    ],
    [
      'a service that is asked guards it',
      { rules },
      { 'auth-url': 'http://auth.test/' },
      'http://a.test/app',
      'guarded a /app',
    ],
    ['an alias is one of its hosts', { rules }, { 'server-alias': 'b.test' }, 'http://b.test/app', 'served a /app'],
    [
      'its name with www. is sent on',
      { rules },
      { 'from-to-www-redirect': 'true' },
      'http://www.a.test/x?y=1',
      'redirect 308 http://a.test/x?y=1',
    ],
    [
      'a redirect has the code that is said',
      { rules },
      { 'permanent-redirect': 'https://b.test/', 'permanent-redirect-code': '308' },
      'http://a.test/app',
      'redirect 308 https://b.test/',
    ],
    [
      'a password guards it',
      { rules },
      { 'auth-type': 'basic', 'auth-secret': 'users' },
      'http://a.test/app',
      'guarded a /app',
    ],
    ['without its passwords it is left out', { rules }, { 'auth-type': 'basic' }, 'http://a.test/app', 'not-found 404'],
    [
      'without the Secret of its passwords it is left out',
      { rules },
      { 'auth-type': 'basic', 'auth-secret': 'none' },
      'http://a.test/app',
      'not-found 404',
    ],
    [
      'without the authorities of its clients it is left out',
      { rules },
      { 'auth-tls-secret': 'default/users' },
      'https://a.test/app',
      'not-found 404',
    ],
    [
      'headers that are not allowed shut it',
      { rules },
      { 'custom-headers': 'default/none' },
      'http://a.test/app',
      'unavailable 503',
    ],
    ['TLS is passed on whatever the path', { rules: root }, passing, 'https://a.test/app', 'served'],
    ['what is passed on is served without TLS, too', { rules: root }, passing, 'http://a.test/app', 'served a /app'],
    [
      'a path / is sent on by the first path with a Service',
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
      { 'app-root': '/home' },
      'http://a.test/',
      'redirect 302 http://a.test/home',
    ],
    [
      'a path / without a Service takes the root from nobody',
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
      { 'app-root': '/home' },
      'http://a.test/',
      'redirect 302 http://a.test/home',
    ],
    [
      'a default backend has one router for all hosts, by chance that of one which nobody asks for',
      {
        rules: [...rules, { http: { paths: [{ path: '/x', pathType: 'Prefix', backend }] } }],
        defaultBackend: backend,
      },
      {},
      'http://a.test/other',
      'unknown',
    ],
    ['a path / is sent on', { rules }, { 'app-root': '/home' }, 'http://a.test/', 'redirect 302 http://a.test/home'],
    [
      'another Service answers where one has no endpoints',
      { rules: [rule('a.test', '/app', 'empty')] },
      { 'default-backend': 'web' },
      'http://a.test/app',
      'served a /app',
    ],
    [
      'another Service answers in the place of an error',
      { rules: [rule('a.test', '/app', 'missing')] },
      { 'default-backend': 'web', 'custom-http-errors': '503' },
      'http://a.test/app',
      'served a /',
    ],
    [
      'nobody answers in the place of an error where that Service is missing',
      { rules },
      { 'default-backend': 'none', 'custom-http-errors': '503' },
      'http://a.test/app',
      'not-found 404',
    ],
    [
      'a target that is a URL redirects',
      { rules },
      { 'rewrite-target': 'https://b.test/new' },
      'http://a.test/app/x?y=1',
      'redirect 302 https://b.test/new?y=1',
    ],
    [
      'a target that makes no URL is an error',
      { rules: [{ host: 'a.test', http: { paths: [patterned] } }] },
      { 'temporal-redirect': 'https://b.test/', 'use-regex': 'true' },
      'http://a.test:8000/b',
      'unavailable 502',
    ],
    [
      'networks that are none switch it off',
      { rules },
      { 'whitelist-source-range': 'nobody' },
      'http://a.test/app',
      'not-found 404',
    ],
    [
      'what is switched off still sends / on',
      { rules },
      { 'whitelist-source-range': 'nobody', 'app-root': '/home' },
      'http://a.test/',
      'redirect 302 http://a.test/home',
    ],
    [
      'blanks before a value count',
      { rules, tls },
      { 'ssl-redirect': ' true', 'use-regex': ' true', 'app-root': ' /x', 'enable-cors': 'true ' },
      'http://a.test/APP',
      'not-found 404',
    ],
    ['an empty value is one', { rules, tls }, { 'ssl-redirect': '' }, 'http://a.test/app', 'served a /app'],
    ['an empty kind of passwords is none', { rules }, { 'auth-type': '' }, 'http://a.test/app', 'not-found 404'],
    [
      'an empty list of networks hides the older one',
      { rules },
      { 'allowlist-source-range': '', 'whitelist-source-range': '10.0.0.0/8' },
      'http://a.test/app',
      'served a /app',
    ],
    [
      'an empty network is none',
      { rules },
      { 'allowlist-source-range': '127.0.0.1,' },
      'http://a.test/app',
      'not-found 404',
    ],
    [
      'a code that is none switches it off',
      { rules },
      { 'default-backend': 'empty', 'custom-http-errors': '404,5xx' },
      'http://a.test/app',
      'not-found 404',
    ],
    ['an empty alias is no name', { rules }, { 'server-alias': '' }, 'http://a.test/app', 'not-found 404'],
    [
      'a file of passwords is no map of them',
      { rules },
      { 'auth-type': 'basic', 'auth-secret': 'users', 'auth-secret-type': 'auth-map' },
      'http://a.test/app',
      'not-found 404',
    ],
    [
      'a code is a number as Go reads it',
      { rules },
      { 'permanent-redirect': 'https://b.test/', 'permanent-redirect-code': '+308' },
      'http://a.test/app',
      'redirect 308 https://b.test/',
    ],
  ])('%s', (_, spec, annotations, url, expected) => {
    const words = { args, ingresses: [old('a', spec, annotations)], secrets: [users], services }
    expect(traefikLine(traefikPlan(words), url)).toBe(expected)
  })

  it.each<[name: string, annotations: Readonly<Record<string, string>>, url: string, expected: string]>([
    ['a client certificate is asked for', asking, 'https://a.test/app', 'guarded a /app'],
    ['without TLS none is', asking, 'http://a.test/app', 'served a /app'],
    [
      'one that is optional is not',
      { ...asking, 'auth-tls-verify-client': 'optional' },
      'https://a.test/app',
      'served a /app',
    ],
    ['for another host none is', asking, 'https://b.test/app', 'served b /app'],
    ['a snippet returns', { 'configuration-snippet': '# no\nreturn 403;' }, 'http://a.test/app', 'denied 403'],
    [
      'a snippet sends on',
      { 'configuration-snippet': 'return 301 https://c.test/;' },
      'http://a.test/app',
      'redirect 301 https://c.test/',
    ],
    [
      'a snippet for headers',
      { 'configuration-snippet': 'more_set_headers "X-A: return 403;";' },
      'http://a.test/app',
      'served a /app',
    ],
    [
      'a snippet with a condition',
      { 'server-snippet': 'if ($host = a.test) { return 403; }' },
      'http://a.test/app',
      'unknown',
    ],
    ['a snippet of the host', { 'server-snippet': 'return 410;' }, 'http://a.test/app', 'denied 410'],
  ])('%s', (_, annotations, url, expected) => {
    const b = old('b', { rules: [rule('b.test', '/app', 'web')] })
    const words = { args: snippets, ingresses: [old('a', { rules }, annotations), b], secrets: [clients], services }
    const plan = traefikPlan(words)
    expect(traefikLine(plan, url)).toBe(expected)
  })

  it('answers what a browser asks beforehand, where it should', () => {
    const headers = new Map([
      ['origin', 'https://c.test'],
      ['access-control-request-method', 'PUT'],
    ])
    const answer = (annotations: Readonly<Record<string, string>>) => {
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

  it('hand connections to pods on their way out, too; and of what a Service says to other providers nothing counts', () => {
    const leaving = pod('b', '10.0.0.2', { ready: false, serving: true, terminating: true })
    const ports = [{ name: '', port: 8080, protocol: 'TCP' }]
    const slices = [slice('empty-1', { service: 'empty', ports, endpoints: [pod('a', '10.0.0.1'), leaving] })]
    const native = { 'traefik.ingress.kubernetes.io/service.nativelb': 'true' }
    const words = {
      args,
      services: [{ ...service('empty'), metadata: { ...service('empty').metadata, annotations: native } }],
      slices,
    }
    const endpoints = (url: string) =>
      traefikPlan({ ...words, ingresses: [old('a', { rules: [rule('a.test', '/', 'empty')] }, passing)] }).answer(
        traefikRequest(url),
        false,
      ).endpoints
    expect(endpoints('https://a.test/')).toEqual(['10.0.0.1:8080', '10.0.0.2:8080'])
    expect(endpoints('http://a.test/')).toEqual(['10.0.0.1:8080'])
  })

  it('are listed where they are switched off, and so is what is sent on from /', async () => {
    const off = { args, ingresses: [old('a', { rules }, { 'whitelist-source-range': 'nobody' })] }
    expect(await compared(off, ['a.test', '/app', 'default/a'])).toEqual({ missing: [], stale: [] })
    const sent = { args, ingresses: [old('a', { rules }, { 'app-root': '/home' })] }
    expect(await compared(sent, ['a.test', '/app', 'default/a'])).toEqual({ missing: [], stale: [] })
  })

  it('tell of paths that TLS never asks for', async () => {
    const rules = [rule('a.test', '/', 'web'), rule('a.test', '/app', 'web')]
    const told = await traefikTold({ args, ingresses: [old('a', { rules }, passing)] })
    expect(told).toEqual({ 'a a.test/': 'yes', 'a a.test/app': 'yes tls-passed' })
  })

  it('may make one router in two namespaces, and one of them is lost', async () => {
    const words = {
      args,
      ingresses: [
        old('b-x', { rules: [rule('one.test', '/', 'web')] }, {}, 'team'),
        old('x', { rules: [rule('two.test', '/', 'web')] }, {}, 'team-b'),
      ],
    }
    expect(traefikLine(traefikPlan(words), 'http://one.test/')).toBe('unknown')
    const told = await traefikTold(words)
    expect(told['b-x one.test/']).toContain('? router-collision')
    // Neither of them is missed in a replica.
    expect(await compared(words, ['two.test', '/', 'team-b/x'])).toEqual({ missing: [], stale: [] })
  })

  it('may make one router of one host in two namespaces: the later one has it', async () => {
    const words = {
      args,
      ingresses: [
        old('b-x', { rules: [rule('one.test', '/a', 'web')] }, {}, 'team'),
        old('x', { rules: [rule('one.test', '/b', 'web')] }, {}, 'team-b'),
      ],
    }
    const lines = ['/a', '/b'].map((path) => traefikLine(traefikPlan(words), `http://one.test${path}`))
    expect(lines).toEqual(['not-found 404', 'unavailable 503'])
    const told = await traefikTold(words)
    expect(told['b-x one.test/a']).toContain('NO router-collision')
    // Of Services that have one name the earlier is there.
    expect(told['x one.test/b']).toContain('service-collision')
    expect(await compared(words, ['one.test', '/b', 'team-b/x'])).toEqual({ missing: [], stale: [] })
  })

  it('say nothing of their host to whoever asks for nothing', () => {
    const all = old('all', { defaultBackend: backend })
    const any = old('any', { rules: [rule(undefined, '/app', 'web')] }, { 'server-snippet': 'return 410;' })
    expect(traefikLine(traefikPlan({ args: snippets, ingresses: [all, any], services }), 'http://a.test/')).toBe(
      'served all /',
    )
  })

  it('have whole elements of a path in its rules, which end in no slash', async () => {
    const words = { args, ingresses: [old('a', { rules: [rule('a.test', '/app/', 'web')] })] }
    expect(await compared(words, ['a.test', '/app', 'default/a'])).toEqual({ missing: [], stale: [] })
    expect(await compared(words)).toMatchObject({ missing: [{ path: '/app/' }] })
  })
})

/** @param served host, path and Ingress of each router of a replica */
async function compared(
  words: Parameters<typeof traefikPlan>[0],
  ...served: readonly (readonly [host: string, path: string, ingress: string])[]
) {
  const { missing, stale } = await compareRoutes(
    traefikPlan(words),
    (async function* () {
      for (const [host, path, ingress] of served) {
        const [namespace = '', name = ''] = ingress.split('/')
        yield { host, path, source: { kind: 'Ingress', namespace, name } }
      }
    })(),
    true,
  )
  return { missing, stale }
}
