/** What Traefik makes of Ingresses and of its own kinds: each row is a cluster in little. */
import { describe, expect, it } from 'vitest'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { silent } from '../../support/why/sources.js'
import { traefikLine, traefikPlan, traefikRequest, traefikTold } from '../../support/worlds/traefik-world.js'

const own = (name: string, host: string | undefined, path: string, annotations: object = {}, metadata: object = {}) =>
  ingress(
    name,
    { ingressClassName: 'traefik', rules: [rule(host, path, 'web')] },
    { metadata: { annotations, ...metadata } },
  )
const paths = (name: string, ...all: readonly (readonly [path: string, pathType: string])[]) =>
  ingress(name, {
    ingressClassName: 'traefik',
    rules: [
      {
        host: 'a.test',
        http: {
          paths: all.map(([path, pathType]) => ({
            path,
            pathType,
            backend: { service: { name: 'web', port: { number: 80 } } },
          })),
        },
      },
    ],
  })
const router = 'traefik.ingress.kubernetes.io/router.'

describe('a middleware of an entry point', () => {
  const crd = ['--providers.kubernetesingress', '--providers.kubernetescrd']
  const at = (name: string) => `--entryPoints.${name}.address=:${name === 'web' ? 8000 : 8443}`
  const words = (place: string, middleware: string, ...more: string[]) => ({
    args: [...crd, at('web'), ...more, `--entryPoints.${place}.http.middlewares=${middleware}`],
    ingresses: [own('a', 'a.test', '/')],
    custom: { 'middlewares.traefik.io': [{ metadata: { namespace: 'edge', name: 'there' }, spec: { compress: {} } }] },
  })
  it.each<[string, ReturnType<typeof words>, string, string]>([
    ['that is there', words('web', 'edge-there@kubernetescrd'), 'served a /', 'yes'],
    ['that nobody made', words('web', 'edge-none@kubernetescrd'), 'not-found', 'NO no-middleware'],
    ['that another provider has', words('web', 'auth@file', '--providers.file.directory=/x'), 'unknown', 'undecided'],
    [
      'where plain requests come in',
      words('web', 'edge-none@kubernetescrd', at('websecure')),
      'not-found',
      'NO no-middleware',
    ],
    [
      'where they do not',
      words('websecure', 'edge-none@kubernetescrd', at('websecure')),
      'served a /',
      'yes no-middleware',
    ],
  ])('%s', async (_, world, line, why) => {
    expect(traefikLine(traefikPlan(world), 'http://a.test/')).toContain(line)
    expect(Object.values(await traefikTold(world)).join()).toContain(why)
  })
})

describe('Ingresses', () => {
  it('of one host and path have no certain winner, however old they are', async () => {
    const words = {
      ingresses: [own('a', 'a.test', '/'), own('b', 'a.test', '/', {}, { creationTimestamp: '2020-01-01T00:00:00Z' })],
    }
    const plan = traefikPlan(words)
    expect(traefikLine(plan, 'http://a.test/')).toBe('served of several /')
    expect(plan.routes.map(({ fate }) => fate)).toMatchObject([
      { is: 'undefined-winner', among: [{ name: 'b' }] },
      { is: 'undefined-winner', among: [{ name: 'a' }] },
    ])
    expect(await traefikTold(words)).toEqual({ 'a a.test/': '? undefined-winner', 'b a.test/': '? undefined-winner' })
    expect(
      plan.answer(traefikRequest('http://a.test/'), true).losers.map(({ source, code }) => `${source.name} ${code}`),
    ).toEqual(['a equal-priority', 'b equal-priority'])
  })

  it('say of a Secret that is not there that the default certificate is shown', async () => {
    const spec = { ingressClassName: 'traefik', rules: [rule('a.test', '/', 'web')] }
    const asking = ingress('a', { ...spec, tls: [{ hosts: ['a.test'], secretName: 'none' }] })
    const [whole, ...rules] = await traefikPlan({ ingresses: [asking] }).why(silent, () => true)
    expect(whole).toMatchObject({ rule: null, served: true, causes: [{ code: 'tls-secret-missing' }] })
    expect(rules.map(({ causes }) => causes)).toEqual([[]])
  })

  it('have the priority that is said', () => {
    const words = { ingresses: [own('a', 'a.test', '/'), own('b', 'a.test', '/', { [`${router}priority`]: '1000' })] }
    expect(traefikLine(traefikPlan(words), 'http://a.test/')).toBe('served b /')
  })

  it('lose an Exact path to a Prefix, whose rule is longer', async () => {
    const words = { ingresses: [paths('paths', ['/foo', 'Exact'], ['/foo', 'Prefix'])] }
    const plan = traefikPlan(words)
    const rows = await plan.why(silent, () => true)
    expect(rows.map(({ served, causes }) => `${served ? 'yes' : 'NO'} ${causes[0]?.code ?? ''}`)).toEqual([
      'NO longer-rule',
      'yes ',
    ])
    expect(plan.routes.map(({ fate }) => fate.is)).toEqual(['lost', 'served'])
    const { losers } = plan.answer(traefikRequest('http://a.test/foo'), true)
    expect(losers.map(({ source, code }) => `${source.name} ${code}`)).toEqual(['paths lower-priority'])
  })

  it.each([
    ['/foo', '/foobar', 'served a /foobar'],
    ['/foo', '/FOO', 'not-found 404'],
    ['/foo', '/x/../foo', 'served a /foo'],
    ['/foo', '//foo', 'served a /foo'],
  ])('with the prefix %s: %s is %s', (path, asked, expected) => {
    expect(traefikLine(traefikPlan({ ingresses: [own('a', 'a.test', path)] }), `http://a.test${asked}`)).toBe(expected)
  })

  it.each([
    ['*.a.test', 'x.a.test', 'served a /'],
    ['*.a.test', 'y.x.a.test', 'not-found 404'],
    ['*.a.test', 'a.test', 'not-found 404'],
    [undefined, 'any.test', 'served a /'],
    ['a.test', 'A.TEST', 'served a /'],
  ])('of the host %s: %s is %s', (host, asked, expected) => {
    expect(traefikLine(traefikPlan({ ingresses: [own('a', host, '/')] }), `http://${asked}/`)).toBe(expected)
  })

  it('without a host and with a long path come before a host with a short one', () => {
    const words = { ingresses: [own('host', 'a.test', '/'), own('long', undefined, '/a-long-path-of-somebody')] }
    expect(traefikLine(traefikPlan(words), 'http://a.test/a-long-path-of-somebody')).toBe(
      'served long /a-long-path-of-somebody',
    )
  })

  const [short, long] = ['/p', '/a-long-path-of-somebody']
  const toOther = (path: string, annotations = {}) => ({
    ...own('long', undefined, path, annotations),
    spec: { ingressClassName: 'traefik', rules: [rule(undefined, path, 'other')] },
  })
  it.each([
    ['a long path of no host', [own('host', 'a.test', '/'), toOther(long)], 'yes hostless-first'],
    ['a short one', [own('host', 'a.test', '/'), toOther(short)], 'yes'],
    ['one of its own Service', [own('host', 'a.test', '/'), own('long', undefined, long)], 'yes'],
    ['one that is none of its paths', [own('host', 'a.test', '/x'), toOther(long)], 'yes'],
    ['one that another rule of its host has', [paths('host', ['/', 'Prefix'], [long, 'Prefix']), toOther(long)], 'yes'],
    [
      'one with a priority, who means it',
      [own('host', 'a.test', '/'), toOther(long, { [`${router}priority`]: '99' })],
      'yes',
    ],
    [
      'one with all of it',
      [own('host', 'a.test', long), toOther(`${long}`, { [`${router}priority`]: '99' })],
      'NO longer-rule',
    ],
  ])('beside %s are told what is taken of their requests', async (_, ingresses, expected) => {
    const told = await traefikTold({ ingresses, services: [service('web'), service('other')] })
    expect(Object.entries(told).find(([name]) => name.startsWith('host '))?.[1]).toBe(expected)
  })

  it('are passed over where the Service is missing, and served with 503 where nothing is ready', async () => {
    const words = {
      ingresses: [
        ingress('missing', { ingressClassName: 'traefik', rules: [rule('m.test', '/', 'nobody')] }),
        ingress('empty', { ingressClassName: 'traefik', rules: [rule('e.test', '/', 'empty')] }),
      ],
      services: [service('empty')],
    }
    expect(traefikLine(traefikPlan(words), 'http://m.test/')).toBe('not-found 404')
    expect(traefikLine(traefikPlan(words), 'http://e.test/')).toBe('unavailable 503')
    expect(await traefikTold(words)).toEqual({ 'missing m.test/': 'NO no-service', 'empty e.test/': 'NO no-endpoints' })
  })

  it('take a Prefix letter by letter, which is told where another one would have the rest', async () => {
    const words = { ingresses: [paths('p', ['/foo', 'Prefix'], ['/', 'Prefix'], ['/foo/x/', 'Prefix'])] }
    expect(await traefikTold(words)).toEqual({
      'p a.test/': 'yes',
      'p a.test/foo': 'yes prefix-of-text',
      'p a.test/foo/x/': 'yes trailing-slash',
    })
    const args = ['--providers.kubernetesingress', '--providers.kubernetesingress.strictprefixmatching=true']
    const told = { 'p a.test/': 'yes', 'p a.test/foo': 'yes', 'p a.test/foo/x/': 'yes' }
    expect(await traefikTold({ ...words, args })).toEqual(told)
  })

  it('with a default backend beside rules: that counts for nothing', async () => {
    const both = ingress('both', {
      ingressClassName: 'traefik',
      defaultBackend: { service: { name: 'web', port: { number: 80 } } },
      rules: [rule('a.test', '/app', 'web')],
    })
    expect(traefikLine(traefikPlan({ ingresses: [both] }), 'http://a.test/')).toBe('not-found 404')
    const rows = await traefikPlan({ ingresses: [both] }).why(silent, () => true)
    const whole = rows.find((row) => row.rule === null)
    expect(whole?.causes.map(({ code }) => `NO ${code}`)).toEqual(['NO default-beside-rules'])
    const alone = ingress('alone', {
      ingressClassName: 'traefik',
      defaultBackend: { service: { name: 'web', port: { number: 80 } } },
    })
    expect(traefikLine(traefikPlan({ ingresses: [alone] }), 'http://any.test/x')).toBe('served alone /x')
  })

  // traefik/traefik#6506: of a provider that does not exist, there is none either.
  it.each(['default-strip@kubernetescrd', 'default-strip@kubernetes-crd', 'strip@kubernetes'])(
    'that name a Middleware which is not there are switched off: %s',
    async (name) => {
      const words = { ingresses: [own('a', 'a.test', '/', { [`${router}middlewares`]: name })] }
      const plan = traefikPlan(words)
      expect(traefikLine(plan, 'http://a.test/')).toBe('not-found 404')
      const { hops } = plan.answer(traefikRequest('http://a.test/'), true)
      expect(hops.at(-1)?.gist).toMatch(`Ingress default/a: there is no middleware ${name}`)
      expect(plan.answer({ ...traefikRequest('http://a.test/'), host: null }, false).status).toBe(400)
      expect(await traefikTold(words)).toEqual({ 'a a.test/': 'NO no-middleware' })
    },
  )

  it('of another controller: canaries have their share, and whom a header sends there', async () => {
    const at = (name: string, of: string, annotations: object) =>
      ingress(name, { ingressClassName: 'nginx', rules: [rule('a.test', '/', of)] }, { metadata: { annotations } })
    const nginx = 'nginx.ingress.kubernetes.io/'
    const canary = {
      [`${nginx}canary`]: 'true',
      [`${nginx}canary-weight`]: '30',
      [`${nginx}canary-by-header`]: 'X-New',
    }
    const words = {
      args: ['--providers.kubernetesingressnginx'],
      ingresses: [at('a', 'web', {}), at('b', 'next', canary)],
      services: [service('next')],
      slices: [slice('next-1', { service: 'next', endpoints: [pod('next-a', '10.0.0.9')] })],
    }
    const plan = traefikPlan(words)
    const asked = (value: string | null) => {
      const request = traefikRequest('http://a.test/')
      const { endpoints, split } = plan.answer(
        { ...request, headers: new Map(value === null ? [] : [['x-new', value]]) },
        false,
      )
      return endpoints ?? split.map((one) => [one.percent, ...(one.endpoints ?? [])])
    }
    expect([asked('always'), asked('never')]).toEqual([['10.0.0.9:8080'], ['10.0.0.1:8080']])
    expect(asked(null)).toEqual([
      [70, '10.0.0.1:8080'],
      [30, '10.0.0.9:8080'],
    ])
    expect(await traefikTold(words)).toEqual({ 'a a.test/': 'yes', 'b a.test/': 'yes' })
  })

  it('of another controller with odd paths are passed over whole', async () => {
    const words = {
      args: ['--providers.kubernetesingressnginx'],
      ingresses: [
        ingress('a', { ingressClassName: 'nginx', rules: [rule('a.test', '/', 'web'), rule('b.test', '/(x)', 'web')] }),
      ],
    }
    expect(await traefikTold(words)).toEqual({ 'a a.test/': 'NO path-type', 'a b.test/(x)': 'NO path-type' })
  })

  it.each([
    ['router.priority', 'high', 'NO annotation-refused'],
    ['router.nothing', 'x', 'NO annotation-refused'],
    ['router.pathMatcher', 'Host', 'NO annotation-refused'],
    ['router.PathMatcher', 'Path', 'yes'],
    ['router.tls.domains.0.main', 'a.test', 'yes'],
    ['service.anything', 'is not read here', 'yes unknown-annotation'],
  ])('with the annotation %s: %s', async (name, value, expected) => {
    const open = {
      path: '/',
      pathType: 'ImplementationSpecific',
      backend: { service: { name: 'web', port: { number: 80 } } },
    }
    const annotations = { [`traefik.ingress.kubernetes.io/${name}`]: value }
    const words = {
      ingresses: [
        ingress(
          'a',
          { ingressClassName: 'traefik', rules: [{ host: 'a.test', http: { paths: [open] } }] },
          { metadata: { annotations } },
        ),
      ],
    }
    expect(await traefikTold(words)).toEqual({ 'a a.test/': expected })
  })

  it('of a Service whose annotations cannot be read are passed over', async () => {
    const annotations = { 'traefik.ingress.kubernetes.io/service.nothing': 'x' }
    const other = { ...service('other'), metadata: { namespace: 'default', name: 'other', annotations } }
    const words = {
      ingresses: [ingress('a', { ingressClassName: 'traefik', rules: [rule('a.test', '/', 'other')] })],
      services: [other],
    }
    expect(await traefikTold(words)).toEqual({ 'a a.test/': 'NO annotation-refused' })
  })

  it('that ask twice for the same: the last one counts', async () => {
    const plan = traefikPlan({ ingresses: [paths('paths', ['/foo', 'Prefix'], ['/foo', 'Prefix'])] })
    const rows = await plan.why(silent, () => true)
    expect(rows.map(({ served, causes }) => `${served ? 'yes' : 'NO'} ${causes[0]?.code ?? ''}`)).toEqual([
      'NO asked-twice',
      'yes ',
    ])
  })

  it('are sent on where their entry point sends everything on', () => {
    const args = [
      '--entryPoints.web.address=:8000',
      '--entryPoints.websecure.address=:8443',
      '--entryPoints.websecure.http.tls=true',
      '--entryPoints.web.http.redirections.entryPoint.to=:443',
      '--providers.kubernetesingress',
    ]
    const plan = traefikPlan({ args, ingresses: [own('a', 'a.test', '/')] })
    expect(traefikLine(plan, 'http://a.test/x')).toBe('redirect 301 https://a.test/x')
    expect(traefikLine(plan, 'https://a.test/x')).toBe('served a /x')
    expect(plan.routes.map(({ fate }) => fate.is)).toEqual(['served'])
  })

  it('of two namespaces may have one service inside, and pods of either answer', async () => {
    const at = (namespace: string, name: string, host: string, of: string) => ({
      metadata: { namespace, name },
      spec: { ingressClassName: 'traefik', rules: [rule(host, '/', of)] },
    })
    const named = (namespace: string, name: string) =>
      [
        { ...service(name), metadata: { namespace, name } },
        {
          ...slice(`${name}-1`, {
            service: name,
            endpoints: [pod('p', namespace === 'team' ? '10.0.0.7' : '10.0.0.8')],
          }),
        },
      ] as const
    const [one, oneSlice] = named('team', 'b-svc')
    const [two, twoSlice] = named('team-b', 'svc')
    const words = {
      ingresses: [at('team', 'one', 'one.test', 'b-svc'), at('team-b', 'two', 'two.test', 'svc')],
      services: [one, two],
      slices: [
        { ...oneSlice, metadata: { ...oneSlice.metadata, namespace: 'team' } },
        { ...twoSlice, metadata: { ...twoSlice.metadata, namespace: 'team-b' } },
      ],
    }
    const { split } = traefikPlan(words).answer(traefikRequest('http://one.test/'), false)
    expect(split.map(({ endpoints, percent }) => `${endpoints} ${percent}`).sort()).toEqual([
      '10.0.0.7:8080 null',
      '10.0.0.8:8080 null',
    ])
    expect(await traefikTold(words)).toEqual({
      'one one.test/': '? service-collision',
      'two two.test/': '? service-collision',
    })
  })
})
