/** What becomes of a request: paths, rewrites, redirects, TLS and what stands behind. */
import { describe, expect, it } from 'vitest'
import { pem } from '../../support/cluster/tls-files.js'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { type F5Words, f5Line, f5Plan, f5Told } from '../../support/worlds/f5-world.js'

const backend = (name: string, port: object = { number: 80 }) => ({ service: { name, port } })
const web = (spec: object, annotations: object = {}) =>
  ingress('web', { ingressClassName: 'nginx', ...spec }, { metadata: { annotations } })
const paths = (...list: readonly (readonly [path: string, pathType: string, service?: string])[]) => ({
  rules: [
    {
      host: 'a.test',
      http: { paths: list.map(([path, pathType, name = 'web']) => ({ path, pathType, backend: backend(name) })) },
    },
  ],
})
const root = paths(['/', 'Prefix'])
const tls = { tls: [{ hosts: ['a.test'], secretName: 'tls' }] }
const secret = (type = 'kubernetes.io/tls') => ({
  metadata: { namespace: 'default', name: 'tls' },
  type,
  data: { 'tls.crt': Buffer.from(pem('server')).toString('base64') },
})
const lines = (words: F5Words, urls: readonly string[]) => {
  const plan = f5Plan(words)
  return urls.map((url) => f5Line(plan, url))
}

describe('paths', () => {
  it.each<[string, object, object, readonly (readonly [string, string])[]]>([
    [
      'a Prefix is one of the text',
      paths(['/foo', 'Prefix']),
      {},
      [
        ['/foo', 'served web /foo'],
        ['/foobar', 'served web /foobar'],
        ['/fo', 'not-found 404'],
      ],
    ],
    [
      'an Exact one comes first',
      paths(['/foo', 'Exact'], ['/foo', 'Prefix']),
      {},
      [
        ['/foo', 'served web /foo'],
        ['/foo/', 'served web /foo/'],
      ],
    ],
    [
      'a slash at the end is redirected to',
      paths(['/foo/', 'Prefix']),
      {},
      [
        ['/foo', 'redirect 301 http://a.test/foo/'],
        ['/foo/x', 'served web /foo/x'],
      ],
    ],
    [
      'patterns',
      paths(['/v[12]/x', 'Prefix']),
      { 'nginx.org/path-regex': 'case_insensitive' },
      [
        ['/V1/x', 'served web /V1/x'],
        ['/v3/x', 'not-found 404'],
      ],
    ],
    [
      'rewrites put a path in the place of another',
      paths(['/app', 'Prefix']),
      { 'nginx.org/rewrites': 'serviceName=web rewrite=/' },
      [
        ['/app', 'served web /'],
        ['/app/x', 'served web //x'],
      ],
    ],
    [
      'rewrite-target fills in groups',
      paths(['/app/(.*)', 'Prefix']),
      { 'nginx.org/path-regex': 'case_sensitive', 'nginx.org/rewrite-target': '/$1' },
      [['/app/x/y', 'served web /x/y']],
    ],
    [
      'the root is sent on',
      root,
      { 'nginx.org/app-root': '/ui' },
      [
        ['/', 'redirect 302 http://a.test/ui'],
        ['/ui', 'served web /ui'],
      ],
    ],
    [
      'the default backend stays with its host',
      { ...paths(['/app', 'Prefix']), defaultBackend: backend('web') },
      {},
      [['/other', 'served web /other']],
    ],
  ])('%s', (_, spec, annotations, wanted) => {
    expect(
      lines(
        { ingresses: [web(spec, annotations)] },
        wanted.map(([path]) => `http://a.test${path}`),
      ),
    ).toEqual(wanted.map(([, line]) => line))
  })

  it('the default backend of one Ingress is nothing to a host of nobody', () => {
    const one = web({ ...paths(['/app', 'Prefix']), defaultBackend: backend('web') })
    expect(lines({ ingresses: [one] }, ['http://b.test/'])).toEqual(['not-found 404'])
  })
})

it('where a Policy is named that may not be looked at, it is not known who passes', async () => {
  const words = { ingresses: [web(root, { 'nginx.org/policies': 'only-inside' })], policies: null }
  expect(lines(words, ['http://a.test/', 'http://b.test/'])).toEqual(['unknown', 'not-found 404'])
  expect(await f5Told(words)).toEqual({ 'web a.test/': '? undecided' })
})

it('a snippet that ends its location and begins another has what comes behind it there', () => {
  const one = web(paths(['/a', 'Prefix']), { 'nginx.org/location-snippets': '} location /b {' })
  const words = { flags: ['-enable-snippets'], ingresses: [one] }
  expect(lines(words, ['http://a.test/a', 'http://a.test/b'])).toEqual(['unknown', 'served web /b'])
})

describe('TLS', () => {
  it.each<[string, F5Words, readonly [http: string, https: string]]>([
    [
      'with a certificate http is redirected, with the port',
      { ingresses: [web({ ...root, ...tls })], secrets: [secret()] },
      ['redirect 301 https://a.test:443/', 'served web /'],
    ],
    [
      'without redirect',
      { ingresses: [web({ ...root, ...tls }, { 'nginx.org/ssl-redirect': 'false' })], secrets: [secret()] },
      ['served web /', 'served web /'],
    ],
    [
      'with another code',
      { ingresses: [web({ ...root, ...tls }, { 'nginx.org/http-redirect-code': '308' })], secrets: [secret()] },
      ['redirect 308 https://a.test:443/', 'served web /'],
    ],
    [
      'for all, by the ConfigMap',
      { config: { 'ssl-redirect': 'false' }, ingresses: [web({ ...root, ...tls })], secrets: [secret()] },
      ['served web /', 'served web /'],
    ],
    [
      'without its Secret the handshake is refused',
      { ingresses: [web({ ...root, ...tls })] },
      ['redirect 301 https://a.test:443/', 'denied'],
    ],
    [
      'of another type the Secret is none',
      { ingresses: [web({ ...root, ...tls })], secrets: [secret('Opaque')] },
      ['redirect 301 https://a.test:443/', 'denied'],
    ],
    ['of a host without TLS, too', { ingresses: [web(root)] }, ['served web /', 'denied']],
    [
      'a certificate for all steps in where none is named',
      {
        flags: ['-wildcard-tls-secret=default/tls'],
        ingresses: [web({ ...root, tls: [{ hosts: ['a.test'] }] })],
        secrets: [secret()],
      },
      ['redirect 301 https://a.test:443/', 'served web /'],
    ],
  ])('%s', (_, words, wanted) => {
    expect(lines(words, ['http://a.test/', 'https://a.test/'])).toEqual(wanted)
  })

  it('a missing Secret is an error of the Ingress', async () => {
    expect(await f5Told({ ingresses: [web({ ...root, ...tls })] })).toEqual({
      web: 'NO handshake-refused',
      'web a.test/': 'NO',
    })
  })

  it('a minion whose master names no good Secret is told why no request comes', async () => {
    const minion = web(root, { 'nginx.org/mergeable-ingress-type': 'minion' })
    const master = ingress(
      'm',
      { ingressClassName: 'nginx', rules: [{ host: 'a.test' }], ...tls },
      { metadata: { annotations: { 'nginx.org/mergeable-ingress-type': 'master' } } },
    )
    expect(await f5Told({ ingresses: [master, minion] })).toMatchObject({
      m: 'yes handshake-refused',
      'web a.test/': 'NO handshake-refused',
    })
  })

  it('an Ingress for all hosts is told that the controller has no certificate for them, also where http is served', async () => {
    const words = (annotations: object) => ({
      flags: ['-allow-empty-ingress-host'],
      ingresses: [web({ rules: [rule(undefined, '/', 'web')] }, annotations)],
    })
    expect(await f5Told(words({}))).toMatchObject({ web: 'NO handshake-refused' })
    expect(await f5Told(words({ 'nginx.org/ssl-redirect': 'false' }))).toMatchObject({ web: 'yes handshake-refused' })
  })
})

describe('what stands behind', () => {
  const of = (name: string, port: object = { number: 80 }) => web({ rules: [rule('a.test', '/', name, port)] })
  const named = service('multi', {
    ports: [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'admin', port: 81, targetPort: 8081 },
    ],
  })
  const plain = service('plain', { ports: [{ port: 80, targetPort: 8080 }] })
  const slices = [
    slice('multi-1', {
      service: 'multi',
      ports: [
        { name: 'http', port: 8080 },
        { name: 'admin', port: 8081 },
      ],
      endpoints: [pod('m', '10.0.0.2', { ready: true })],
    }),
    slice('plain-1', {
      service: 'plain',
      ports: [{ port: 8080 }],
      endpoints: [pod('p', '10.0.0.3', { ready: true }), pod('q', '10.0.0.4', { ready: false })],
    }),
    slice('silent-1', { service: 'silent', ports: [{ port: 8080 }], endpoints: [pod('s', '10.0.0.5')] }),
    slice('else-1', { service: 'else', ports: [{ port: 7070 }], endpoints: [pod('e', '10.0.0.6', { ready: true })] }),
  ]
  const more = {
    services: [
      named,
      plain,
      ...['silent', 'else'].map((name) => service(name, { ports: [{ port: 80, targetPort: 8080 }] })),
      service('out', { type: 'ExternalName', externalName: 'api.example.org' }),
    ],
    slices,
  }

  it.each<[string, object, string, string]>([
    ['a named port', of('multi', { name: 'admin' }), 'served web /', 'yes'],
    ['a number that the Service does not have', of('multi', { number: 99 }), 'unavailable 502', 'NO no-port'],
    [
      'any number, of a Service with one port without a name',
      of('plain', { number: 99 }),
      'served web /',
      'yes port-not-compared',
    ],
    ['a Service that is not there', of('missing'), 'unavailable 502', 'NO no-service'],
    ['an endpoint that does not say that it is ready', of('silent'), 'unavailable 502', 'NO none-ready'],
    ['endpoints of another number than the target port', of('else'), 'unavailable 502', 'NO no-endpoints'],
    ['a name out of the cluster', of('out'), 'unavailable 502', 'NO external-name'],
  ])('%s', async (_, one, line, told) => {
    const words = { ingresses: [one], ...more }
    expect(lines(words, ['http://a.test/'])).toEqual([line])
    expect(await f5Told(words)).toEqual({ 'web a.test/': told })
  })

  it('a Prefix that takes what belongs to another rule by the documentation is told', async () => {
    expect(await f5Told({ ingresses: [web(paths(['/', 'Prefix'], ['/foo', 'Prefix']))] })).toEqual({
      'web a.test/': 'yes',
      'web a.test/foo': 'yes prefix-of-text',
    })
  })

  it('the address of the Service stands for its endpoints where that is said', () => {
    const one = ingress(
      'web',
      { rules: [rule('a.test', '/', 'silent')] },
      { metadata: { annotations: { 'nginx.org/use-cluster-ip': 'true' } } },
    )
    expect(f5Plan({ ingresses: [one], ...more }).upstreams).toMatchObject([{ endpoints: ['10.96.0.1:80'] }])
  })
})

// nginx/kubernetes-ingress docs: client-max-body-size
it.each<[what: string, annotations: object, configMap: Record<string, string>, bytes: number, line: string]>([
  ['the usual 1m', {}, {}, 1_048_577, 'denied 413'],
  ['the usual 1m, and no more', {}, {}, 1_048_576, 'served web /'],
  ['the annotation', { 'nginx.org/client-max-body-size': '8m' }, {}, 8_388_608, 'served web /'],
  ['the ConfigMap', {}, { 'client-max-body-size': '2m' }, 3_000_000, 'denied 413'],
  ['both', { 'nginx.org/client-max-body-size': '4m' }, { 'client-max-body-size': '2m' }, 3_000_000, 'served web /'],
  ['that of another controller', { 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' }, {}, 3_000_000, 'denied 413'],
])('a body: %s', (_, annotations, configMap, bytes, line) => {
  const plan = f5Plan({ ingresses: [web(root, annotations)], config: configMap })
  expect(f5Line(plan, 'http://a.test/', { 'content-length': String(bytes) })).toBe(line)
})
