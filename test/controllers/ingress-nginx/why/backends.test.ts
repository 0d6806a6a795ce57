/** What is found out of what stands behind rules: Services, canaries and default backends. */
import { describe, expect, it } from 'vitest'
import type { Ingress, Service } from '../../../../src/domain/objects/objects.js'
import { pod, slice } from '../../../support/objects.js'
import { gathered } from '../../../support/why/gathered.js'
import { told } from '../../../support/why/told.js'
import { type IngressWords, ingress, type WorldWords } from '../../../support/worlds/ingress-world.js'

const a = (words: IngressWords = {}, name = 'shop/a') =>
  ingress(name, { rules: { 'a.test': ['/ Prefix web:80'] }, ...words })
const only = (words: IngressWords, more: Partial<WorldWords> = {}) => told({ ingresses: [a(words)], ...more })
const annotated = (annotations: Readonly<Record<string, string>>, more: Partial<WorldWords> = {}) =>
  only({ annotations }, more)

const service = (name: string, spec: Service['spec'], namespace = 'shop'): Service => ({
  kind: 'Service',
  metadata: { namespace, name },
  spec,
})

describe('default backends', () => {
  it('belong to the first', async () => {
    const later = ingress('shop/b', { default: 'web:80', age: 1 })
    expect(await told({ ingresses: [ingress('shop/a', { default: 'web:80' }), later] })).toEqual({
      'shop/a': 'yes',
      'shop/b': 'NO catch-all-taken',
    })
  })

  it('count on hosts that their Ingress named first', async () => {
    const later = a({ rules: { 'a.test': ['/x Prefix web:80'] }, default: 'web:80', age: 1 }, 'shop/b')
    const first = a({ rules: { 'a.test': ['/y Prefix web:80'] } })
    expect(await told({ ingresses: [first, later] })).toMatchObject({ 'shop/b': 'yes default-backend-unused' })
  })

  it.each([
    ['/x Prefix web:80', 'yes default-beside-rules'],
    ['/ Prefix web:80', 'yes'],
  ])('count nowhere beside rules without a host, which is told unless those leave nothing: %s', async (path, fate) => {
    const own = ingress('shop/b', { rules: { '': [path] }, default: 'web:80' })
    expect(await told({ ingresses: [own] })).toMatchObject({ 'shop/b': fate })
  })

  it('leaves the Ingress served where another part of it is', async () => {
    const both = a({ default: 'gone:80' })
    expect(await told({ ingresses: [both], missing: ['shop/gone'] })).toEqual({
      'shop/a': 'yes no-service',
      'shop/a a.test/': 'yes',
    })
  })

  it('of nobody, or of what is no Service, answer nothing', async () => {
    expect(await told({ ingresses: [ingress('shop/a', { default: 'web:80' })], missing: ['shop/web'] })).toEqual({
      'shop/a': 'NO no-service',
    })
    const { spec, ...own } = ingress('shop/a', {})
    const defaultBackend = { resource: { kind: 'Bucket', name: 'x' } }
    expect(await told({ ingresses: [{ ...own, spec: { ...spec, defaultBackend } }] })).toEqual({
      'shop/a': 'NO resource-backend',
    })
  })

  it('step in by annotation, if they can', async () => {
    const more = {
      services: [service('errors', { clusterIP: '10.96.0.2', ports: [{ port: 80 }] })],
      empty: ['shop/web'],
    }
    expect(await annotated({ 'default-backend': 'errors' }, more)).toEqual({ 'shop/a a.test/': 'yes no-endpoints' })
    const empty = { ...more, empty: ['shop/web', 'shop/errors'] }
    expect(await annotated({ 'default-backend': 'errors' }, empty)).toEqual({
      'shop/a a.test/': 'NO no-endpoints default-backend-empty',
    })
    const named = { kind: 'Service' as const, metadata: { namespace: 'shop', name: 'web' } }
    const outside = { ...named, spec: { type: 'ExternalName', externalName: '10.0.0.7' } }
    expect(await annotated({ 'default-backend': 'errors' }, { services: [...more.services, outside] })).toEqual({
      'shop/a a.test/': 'NO external-name',
    })
  })
})

describe('backends', () => {
  const to = (port: string, spec: Service['spec']) =>
    only({ rules: { 'a.test': [`/ Prefix svc:${port}`] } }, { services: [service('svc', spec)] })

  it.each<[string, Promise<Record<string, string>>, string]>([
    ['no Service', only({}, { missing: ['shop/web'] }), 'NO no-service'],
    ['no endpoint', only({}, { empty: ['shop/web'] }), 'NO no-endpoints'],
    ['no port', to('81', { ports: [{ port: 80 }] }), 'NO no-port'],
    ['a port by its targetPort', to('8080', { ports: [{ port: 80, targetPort: 8080 }] }), 'yes port-by-target'],
    [
      'a port that two have',
      to('8080', {
        ports: [
          { name: 'a', port: 80, targetPort: 8080 },
          { name: 'b', port: 8080, targetPort: 1 },
        ],
      }),
      'yes port-ambiguous',
    ],
    ['localhost', to('80', { type: 'ExternalName', externalName: 'localhost' }), 'NO external-name'],
    ['an address as a name', to('80', { type: 'ExternalName', externalName: '192.0.2.1' }), 'NO external-name'],
    ['a name', to('80', { type: 'ExternalName', externalName: 'x.example.com' }), 'yes'],
    [
      'a name without that port',
      to('http', { type: 'ExternalName', externalName: 'x.example.com' }),
      'NO external-port',
    ],
  ])('%s', async (_name, lines, line) => {
    expect(await lines).toEqual({ 'shop/a a.test/': line })
  })

  it('names that are forbidden', async () => {
    const services = [service('web', { type: 'ExternalName', externalName: 'x.example.com' })]
    expect(await only({}, { services, flags: ['--disable-svc-external-name'] })).toEqual({
      'shop/a a.test/': 'NO external-name',
    })
  })

  it('of which two have one name', async () => {
    const one = ingress('team-a/one', { rules: { 'one.test': ['/ Prefix b-c:80'] } })
    const two = ingress('team-a-b/two', { rules: { 'two.test': ['/ Prefix c:80'] }, age: 1 })
    expect(await told({ ingresses: [one, two] })).toEqual({
      'team-a/one one.test/': 'yes',
      'team-a-b/two two.test/': 'NO upstream-collision',
    })
  })
})

describe('canaries', () => {
  const canary = (
    name: string,
    to: string,
    annotations: Readonly<Record<string, string>>,
    age = 1,
    path = '/ Prefix',
  ) =>
    a(
      { rules: { 'a.test': [`${path} ${to}:80`] }, annotations: { canary: 'true', ...annotations }, age },
      `shop/${name}`,
    )
  const weight = { 'canary-weight': '10' }

  it.each<[string, readonly Ingress[], string]>([
    ['without any Ingress beside it', [canary('c', 'new', weight)], 'NO canary-no-primary'],
    [
      'without its host',
      [a({ rules: { 'b.test': ['/ Prefix web:80'] } }), canary('c', 'new', weight)],
      'NO canary-no-host',
    ],
    ['of another path type', [a(), canary('c', 'new', weight, 1, '/ Exact')], 'NO canary-no-primary'],
    [
      'of a Service that is an ordinary one',
      [a({ rules: { 'a.test': ['/ Prefix web:80', '/n Prefix new:80'] } }), canary('c', 'new', weight)],
      'NO canary-is-primary',
    ],
    ['with weight 0', [a(), canary('c', 'new', { 'canary-weight': '0' })], 'NO canary-weight-0'],
  ])('%s', async (_name, ingresses, line) => {
    expect((await told({ ingresses }))['shop/c a.test/']).toBe(line)
  })

  it('count once for each upstream, and by the policy of the first', async () => {
    const ingresses = [
      a({ rules: { 'a.test': ['/ Prefix web:80', '/x Prefix other:80'] } }),
      canary('c', 'new', weight),
      canary('d', 'newer', weight, 2),
      canary('e', 'new', { 'canary-by-header': 'x' }, 3, '/x Prefix'),
    ]
    expect(await told({ ingresses })).toMatchObject({
      'shop/c a.test/': 'yes',
      'shop/d a.test/': 'NO canary-not-first',
      'shop/e a.test/x': 'yes canary-policy-of-other',
    })
  })

  it('without endpoints leave all to the primary', async () => {
    const lines = await told({ ingresses: [a(), canary('c', 'new', weight)], empty: ['shop/new'] })
    expect(lines).toEqual({ 'shop/a a.test/': 'yes', 'shop/c a.test/': 'NO no-endpoints' })
  })
})

describe('default backends of canaries', () => {
  const canary = ingress('shop/c', { default: 'new:80', annotations: { canary: 'true', 'canary-weight': '5' }, age: 1 })
  it.each<[string, readonly Ingress[], string]>([
    ['share what answers for every host', [ingress('shop/a', { default: 'web:80' }), canary], 'yes'],
    ['share nothing where nobody does', [a(), canary], 'NO canary-no-primary'],
  ])('%s', async (_name, ingresses, line) => {
    expect((await told({ ingresses }))['shop/c']).toBe(line)
  })
})

it('service-upstream is a matter of whoever names the Service first', async () => {
  const annotations = { 'service-upstream': 'true' }
  const later = a({ rules: { 'b.test': ['/ Prefix web:80'] }, age: 1 }, 'shop/b')
  expect(await told({ ingresses: [a({ annotations }), later] })).toEqual({
    'shop/a a.test/': 'yes',
    'shop/b b.test/': 'yes service-upstream-of-other',
  })
})

it.each<[string, number, string]>([
  ['as many endpoints as the API', 1, 'yes'],
  ['another number, which is told', 2, 'yes counted-otherwise'],
])('service-upstream counts the address of a Service: %s', async (_name, pods, line) => {
  const endpoints = Array.from({ length: pods }, (_, i) => pod(`web-${i}`, `10.0.0.${i + 1}`))
  const metadata = { annotations: { 'nginx.ingress.kubernetes.io/service-upstream': 'true' } }
  const objects = { EndpointSlice: [slice('web-1', { endpoints })] }
  const { rows } = await gathered({ ingressClassName: 'nginx' }, objects, { metadata })
  const lines = rows.map(({ served, causes }) => [served ? 'yes' : 'NO', ...causes.map(({ code }) => code)].join(' '))
  expect(lines).toEqual([line])
})

it('service-upstream calls the address of a Service in vain where nothing stands behind it', async () => {
  const annotations = { 'service-upstream': 'true' }
  const lines = await told({ ingresses: [a({ annotations })], empty: ['shop/web'] })
  expect(lines).toEqual({ 'shop/a a.test/': 'NO no-endpoints' })
})

it('service-upstream calls the address of a Service in vain at a port that is a targetPort alone', async () => {
  const annotations = { 'service-upstream': 'true' }
  const rules = { 'a.test': ['/ Prefix web:8080'] }
  expect(await told({ ingresses: [a({ rules })] })).toEqual({ 'shop/a a.test/': 'yes port-by-target' })
  expect(await told({ ingresses: [a({ rules, annotations })] })).toEqual({ 'shop/a a.test/': 'NO no-port' })
})
