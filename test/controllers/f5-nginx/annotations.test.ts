/** Values of annotations that make the controller reject an Ingress, and what makes nginx refuse all files together. */
import { describe, expect, it } from 'vitest'
import { fixOf } from '../../../src/findings/catalogue.js'
import { ingress, rule } from '../../support/objects.js'
import { f5Plan, f5Told, f5Why } from '../../support/worlds/f5-world.js'

const annotated = (annotations: Readonly<Record<string, string>>) =>
  ingress('own', { ingressClassName: 'nginx', rules: [rule('a.test', '/', 'web')] }, { metadata: { annotations } })

describe('a value', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['lb-method', ['round_robin', 'random two least_conn', 'hash $uri consistent'], ['least_time header', 'hash', '']],
    ['proxy-read-timeout', ['10', '1m30s', '1h 5s', ' 5ms '], ['', 'x', '5s 1m', '5 6', '-1s']],
    ['client-max-body-size', ['8m', '1G'], ['8x', '']],
    ['proxy-buffer-size', ['8k', '8'], ['1g', '']],
    ['proxy-buffers', ['8 4k'], ['8', '4k 8']],
    ['max-fails', ['0', '3'], ['-1', '18446744073709551616']],
    ['keepalive', ['-1', '16'], ['many']],
    ['proxy-next-upstream', ['error timeout', 'off'], ['error error', 'denied']],
    ['proxy-set-headers', ['X-A', 'X-A: b,X-C: d:e'], ['X A: b', 'X-A: $host', ': b']],
    ['add-header', ['X-A: b: always'], ['X-A: b: never', 'X-A: "']],
    ['proxy-hide-headers', ['X-A, X-B'], ['X A']],
    ['policies', ['one,team/two'], ['a b', 'team/', 'Team/x']],
    ['limit-req-key', ['$uri$host'], ['$', 'host']],
    ['proxy-redirect-from', ['off'], ['http://a/', 'a b']],
    ['hsts-max-age', [], ['10']],
    ['use-cluster-ip', ['true'], ['yes']],
    ['server-tokens', ['false'], ['off']],
    ['whatever', ['x'], []],
  ])('of %s', async (name, right, wrong) => {
    const codes = async (value: string) =>
      (await f5Told({ ingresses: [annotated({ [`nginx.org/${name}`]: value })] })).own
    for (const value of right) expect([value, await codes(value)]).toEqual([value, undefined])
    for (const value of wrong) expect([value, await codes(value)]).toEqual([value, 'NO rejected'])
  })
})

describe('a name that is none', () => {
  const told = async (annotation: string) =>
    (await f5Why({ ingresses: [annotated({ [annotation]: '5' })] })).flatMap(({ causes }) => causes)
  it.each([
    ['nginx.org/proxy-body-size', 'nginx.org/client-max-body-size'],
    ['nginx.org/max-connz', 'nginx.org/max-conns'],
    ['nginx.com/keepalive', 'nginx.org/keepalive'],
  ])('%s: %s is meant', async (annotation, meant) => {
    const [one, ...others] = await told(annotation)
    expect([one, ...others]).toMatchObject([{ code: 'unknown-annotation', severity: 'warning' }])
    expect(one && fixOf(one)).toBe(`Write ${meant}, if that is meant.`)
    expect(await told(meant)).toEqual([])
  })

  it.each(['nginx.org/limit-req-rate', 'nginx.org/what-a-later-release-has', 'example.org/keepalives'])(
    '%s may well be one',
    async (annotation) => expect(await told(annotation)).toEqual([]),
  )
})

describe('nginx refuses all files', () => {
  const twice = (pathType: string, annotations: Readonly<Record<string, string>> = {}, at = '2026-11-23T08:00:05Z') => {
    const one = rule('a.test', '/a', 'web')
    const [path] = one.http?.paths ?? []
    const rules = [{ host: 'a.test', http: { paths: [path, { ...path, pathType }] } }]
    return ingress('own', { ingressClassName: 'nginx', rules }, { metadata: { annotations, creationTimestamp: at } })
  }
  const later = ingress(
    'later',
    { ingressClassName: 'nginx', rules: [rule('b.test', '/', 'web')] },
    { metadata: { creationTimestamp: '2026-11-23T08:00:09Z' } },
  )

  it('where a path stands twice; what came later waits, and what was there before is served on', async () => {
    const ingresses = [twice('ImplementationSpecific'), later]
    expect(f5Plan({ ingresses }).brokenBy).toMatchObject({
      found: { code: 'duplicate-location' },
      culprit: { name: 'own' },
    })
    expect(await f5Told({ ingresses })).toEqual({
      'own a.test/a': '? duplicate-location',
      'later b.test/': '? reload-blocked',
    })
    const old = { ...later, metadata: { ...later.metadata, creationTimestamp: '2026-11-23T08:00:01Z' } }
    expect((await f5Told({ ingresses: [twice('Prefix'), old] }))['later b.test/']).toBe('yes')
  })

  it.each([
    ['/a', 'Exact', { 'nginx.org/rewrite-target': '/b' }, 'value-breaks', 'Give its Exact paths the type Prefix'],
    ['/a', 'Exact', { 'nginx.org/rewrite-target': '/b', 'nginx.org/path-regex': 'exact' }, 'value-breaks', 'Prefix'],
    ['/a', 'Prefix', { 'nginx.org/rewrite-target': '/b' }, undefined, undefined],
    ['/a', 'Exact', { 'nginx.org/rewrites': 'serviceName=web rewrite=/b' }, undefined, undefined],
  ])('of a path %s of type %s with %j: %s', (path, pathType, annotations, code, cure) => {
    const { host, http } = rule('a.test', path, 'web')
    const rules = [{ host, http: { paths: http?.paths.map((one) => ({ ...one, pathType })) } }]
    const own = ingress('own', { ingressClassName: 'nginx', rules }, { metadata: { annotations } })
    const found = f5Plan({ ingresses: [own] }).brokenBy?.found
    expect(found?.code).toBe(code)
    if (found) expect(fixOf(found)).toContain(cure)
  })

  // https://github.com/nginx/kubernetes-ingress/issues/8004
  it.each<[Record<string, string>, Record<string, string>, readonly string[], string | undefined]>([
    [{ 'proxy-buffer-size': '16k' }, {}, [], 'Write nginx.org/proxy-buffers, too'],
    [{ 'proxy-buffer-size': '16k', 'proxy-buffers': '8 16k' }, {}, [], undefined],
    [{ 'proxy-buffer-size': '14k' }, {}, [], undefined],
    [{ 'proxy-buffer-size': '16k', 'proxy-busy-buffers-size': '16k' }, {}, [], undefined],
    [{ 'proxy-buffers': '4 8k' }, { 'proxy-buffer-size': '16k' }, [], 'Correct nginx.org/proxy-buffers'],
    [{ 'proxy-busy-buffers-size': '2k' }, {}, [], 'Correct nginx.org/proxy-busy-buffers-size'],
    [{ 'proxy-buffer-size': '16k' }, {}, ['-enable-directive-autoadjust'], undefined],
  ])('of buffers with %j and %j of all, %j: %s', (said, config, flags, cure) => {
    const annotations = Object.fromEntries(Object.entries(said).map(([name, value]) => [`nginx.org/${name}`, value]))
    const rules = [rule('a.test', '/', 'web')]
    const own = ingress('own', { ingressClassName: 'nginx', rules }, { metadata: { annotations } })
    const found = f5Plan({ ingresses: [own], config, flags }).brokenBy?.found
    expect(found?.code).toBe(cure === undefined ? undefined : 'value-breaks')
    if (found) expect(fixOf(found)).toContain(cure)
  })

  it('but not where one of the two is exact, or both are patterns', () => {
    expect(f5Plan({ ingresses: [twice('Exact')] }).brokenBy).toBeNull()
    expect(f5Plan({ ingresses: [twice('Prefix', { 'nginx.org/path-regex': 'case_sensitive' })] }).brokenBy).toBeNull()
  })
})

it('a path with a percent sign is printed as a format', () => {
  const one = ingress('own', { ingressClassName: 'nginx', rules: [rule('a.test', '/a%20b', 'web')] })
  expect(f5Plan({ ingresses: [one] }).routes[0]?.listedPath).toBe('/a%!b(MISSING)')
})
