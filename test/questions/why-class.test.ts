/** Ingresses that no controller takes, or more than one: which reason is told. */
import { describe, expect, it } from 'vitest'
import { createControllers } from '../../src/controllers/create.js'
import type { Kind } from '../../src/domain/objects/objects.js'
import { problem } from '../../src/domain/problem.js'
import { fixOf, sentenceOf } from '../../src/findings/catalogue.js'
import { gatherWhy } from '../../src/questions/why/gather-why.js'
import { controllerPod } from '../support/cluster/fake-controller.js'
import { memoryCluster } from '../support/cluster/memory-cluster.js'
import { ingress, rule } from '../support/objects.js'
import { gathered, ingressClass, proxy } from '../support/why/gathered.js'
import { f5Class, f5Pod } from '../support/worlds/f5-world.js'
import { traefikClasses, traefikPod } from '../support/worlds/traefik-world.js'

/** A capture that holds no word of a replica. */
const nothing = { source: 'nothing', sourceOf: () => 'nothing', isEmpty: true, text: () => undefined }

const annotated = (value: string) => ({ metadata: { annotations: { 'kubernetes.io/ingress.class': value } } })

const f5 = { Pod: [f5Pod()], IngressClass: [f5Class] }

const told = async (...given: Parameters<typeof gathered>) => (await gathered(...given)).rows

const line = async (...given: Parameters<typeof told>) => {
  const [first] = await told(...given)
  const word = first?.served === null ? '?' : first?.served ? 'yes' : 'NO'
  return [word, ...(first?.causes.map(({ code }) => code) ?? [])].join(' ')
}

describe('the class', () => {
  it.each<[string, Parameters<typeof told>, string]>([
    ['is that of the controller', [{ ingressClassName: 'nginx' }], 'yes'],
    ['is named by the annotation', [{}, {}, annotated('nginx')], 'yes'],
    ['is not named', [{}], 'NO class-missing'],
    ['does not exist', [{ ingressClassName: 'ngnix' }], 'NO class-unknown'],
    [
      'does not exist, and neither does the Service',
      [{ ingressClassName: 'ngnix', defaultBackend: { service: { name: 'gone', port: { number: 80 } } } }],
      'NO class-unknown no-service',
    ],
    ['does not exist, by the annotation', [{}, {}, annotated('ngnix')], 'NO class-unknown'],
    [
      'is of another controller',
      [{ ingressClassName: 'alb' }, { IngressClass: [ingressClass('alb', 'x/alb')] }],
      '? class-of-other',
    ],
    ['is named twice', [{ ingressClassName: 'nginx' }, {}, annotated('other')], 'yes class-disagree'],
    ['may not be seen', [{ ingressClassName: 'nginx' }, {}, {}, ['IngressClass']], '? owner-unknown'],
    ['is not needed', [{}, { Pod: [proxy('--watch-ingress-without-class')] }], 'yes'],
    [
      'is taken by two',
      [{ ingressClassName: 'nginx' }, { Pod: [proxy(), controllerPod({ name: 'b-1', owner: ['DaemonSet', 'b'] })] }],
      'yes two-controllers',
    ],
    [
      'is of a controller that goes by the annotation, which names another one',
      [{ ingressClassName: 'nginx' }, { Pod: [f5Pod()], IngressClass: [f5Class] }, annotated('gce')],
      'NO class-unknown class-disagree',
    ],
    ["is the controller's, and nothing is asked", [{ ingressClassName: 'nginx', rules: [] }], 'NO nothing-asked'],
    [
      'is of a Traefik, and nothing is asked',
      [
        { ingressClassName: 'traefik', rules: [] },
        { Pod: [traefikPod()], IngressClass: traefikClasses },
      ],
      'NO nothing-asked',
    ],
    ['is not named, and nothing is asked', [{ rules: [] }], 'NO class-missing nothing-asked'],
    ['is of nobody, where there is no controller', [{ ingressClassName: 'nginx' }, { Pod: [] }], '? class-of-other'],
  ])('%s', async (_name, given, expected) => {
    expect(await line(...given)).toBe(expected)
  })

  it.each<[by: string, given: Parameters<typeof told>, counts: string]>([
    ['ingress-nginx', [{ ingressClassName: 'nginx' }, {}, annotated('other')], 'the field counts'],
    ['ingress-nginx, which does not take it', [{ ingressClassName: 'x' }, {}, annotated('nginx')], 'the field counts'],
    ['F5', [{ ingressClassName: 'x' }, f5, annotated('nginx')], 'the annotation counts here'],
    ['F5, which does not take it', [{ ingressClassName: 'nginx' }, f5, annotated('x')], 'the annotation counts here'],
  ])('that is named twice counts as it does for %s', async (_by, given, counts) => {
    const [row] = await told(...given)
    expect(row?.causes.map(sentenceOf)).toContainEqual(expect.stringContaining(counts))
  })

  it.each<[string, readonly object[], RegExp]>([
    ['by its nearest name', [ingressClass('nginx')], /is nginx meant/],
    ['by nothing, where none is near', [ingressClass('traefik', 'x')], /does not exist$/],
  ])('that does not exist is told %s', async (_name, IngressClass, pattern) => {
    const [row] = await told({ ingressClassName: 'ngnix' }, { IngressClass })
    expect(row?.causes.map(sentenceOf)[0]).toMatch(pattern)
  })

  it('that is missing is told what a default class does', async () => {
    const messages = async (...IngressClass: object[]) =>
      (await told({}, { IngressClass }))[0]?.causes.map(sentenceOf)[0]
    expect(await messages(ingressClass('nginx', undefined, true))).toMatch(/nginx is the default class/)
    expect(await messages(ingressClass('a', undefined, true), ingressClass('b', undefined, true))).toMatch(
      /a and b are both/,
    )
    expect((await told({}))[0]?.causes.map(fixOf)).toEqual(['Write ingressClassName: nginx.'])
  })

  it('of another controller has evidence where its status has an address', async () => {
    const status = { status: { loadBalancer: { ingress: [{ hostname: 'lb.example.com' }] } } }
    const [row] = await told({ ingressClassName: 'alb' }, { IngressClass: [ingressClass('alb', 'x/alb')] }, status)
    expect(row?.causes[0]?.evidence.join()).toContain('lb.example.com')
  })
})

describe('classes of nobody are told once', () => {
  const alb = [ingressClass('nginx'), ingressClass('alb', 'ingress.k8s.aws/alb')]
  it.each<[string, Parameters<typeof gathered>, readonly string[]]>([
    [
      'that of a controller without a pod',
      [{ ingressClassName: 'alb' }, { IngressClass: alb }],
      [
        '1 Ingress of class alb, and no pod of AWS Load Balancer Controller was found: whether it is served is not known',
      ],
    ],
    [
      'none, where there is no controller',
      [{ ingressClassName: 'nginx' }, { Pod: [] }],
      ['1 Ingress of class nginx, and no pod of ingress-nginx was found: whether it is served is not known'],
    ],
    ['but not one that does not exist', [{ ingressClassName: 'ngnix' }], []],
    ['nor one that is taken', [{ ingressClassName: 'nginx' }], []],
    ['nor where no pods may be seen', [{ ingressClassName: 'alb' }, { IngressClass: alb }, {}, ['Pod']], []],
  ])('%s', async (_name, given, expected) => {
    const { gaps } = await gathered(...given)
    expect(gaps.flatMap(({ reason, message }) => (reason === 'unsupported' ? message : []))).toEqual(expected)
  })
})

describe('flags', () => {
  it.each<[string, string, object, string]>([
    ['watch another namespace', '--watch-namespace=other', {}, 'NO namespace-not-watched'],
    ['watch this one', '--watch-namespace=default', {}, 'yes'],
    ['watch namespaces by labels', '--watch-namespace-selector=team=a', {}, '? owner-unknown'],
    [
      'take no default backend',
      '--disable-catch-all',
      { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
      'NO catch-all-disabled',
    ],
  ])('%s', async (_name, flag, spec, expected) => {
    expect(await line({ ingressClassName: 'nginx', ...spec }, { Pod: [proxy(flag)] })).toBe(expected)
  })
})

it('one that is being deleted says so', async () => {
  const metadata = { metadata: { deletionTimestamp: '2026-11-24T00:00:00Z' } }
  expect(await line({ ingressClassName: 'nginx' }, {}, metadata)).toBe('yes being-deleted')
})

// Reported to nginx/kubernetes-ingress as #1079, #500, #121 and #2123, and to kubernetes/ingress-nginx as #9303.
it.each<[annotations: readonly string[], codes: readonly string[]]>([
  [['nginx.ingress.kubernetes.io/ssl-passthrough'], ['warning annotation-of-other']],
  [['nginx.ingress.kubernetes.io/affinity'], ['warning annotation-of-other']],
  [['ingress.kubernetes.io/enable-cors'], ['warning annotation-of-other']],
  [['nginx.ingress.kubernetes.io/auth-tls-secret'], ['error auth-lost']],
  [['nginx.ingress.kubernetes.io/proxy-buffer-size'], ['warning annotation-of-other']],
  [['nginx.ingress.kubernetes.io/proxy-body-size'], ['warning annotation-of-other']],
  [['nginx.ingress.kubernetes.io/proxy-body-size', 'nginx.org/client-max-body-size'], ['info annotation-of-other']],
  [['nginx.ingress.kubernetes.io/proxy-read-timeout'], ['info annotation-of-other']],
  [['nginx.org/proxy-connect-timeout'], []],
])('F5 takes an Ingress with %j: %j', async (names, codes) => {
  const metadata = { metadata: { annotations: Object.fromEntries(names.map((name) => [name, '30s'])) } }
  const rows = await told({ ingressClassName: 'nginx' }, { Pod: [f5Pod()], IngressClass: [f5Class] }, metadata)
  const causes = rows.filter(({ rule }) => rule === null).flatMap((row) => row.causes)
  expect(causes.flatMap(({ code, severity }) => (code === 'rejected' ? [] : `${severity} ${code}`))).toEqual(codes)
})

describe('one cause of a rule that another one has', () => {
  const asked = (hosts: readonly string[], service: string) => ({
    ingressClassName: 'nginx',
    rules: hosts.map((host) => rule(host, '/', service)),
  })
  const older = { metadata: { creationTimestamp: '2020-01-01T00:00:00Z' } }
  const newer = { metadata: { creationTimestamp: '2021-01-01T00:00:00Z' } }
  const ofSecond = async (service: string, ...forbidden: readonly Kind[]) => {
    const Ingress = [
      ingress('a', asked(['a.test'], 'web'), older),
      ingress('b', asked(['a.test', 'b.test'], service), newer),
    ]
    const rows = await told({}, { Ingress }, {}, forbidden)
    return rows
      .filter(({ source }) => source.name === 'b')
      .map(({ rule: own, served, causes }) => [own?.host, served, ...causes.map(({ code }) => code)].join(' '))
  }

  it.each<[string, Parameters<typeof ofSecond>, readonly string[]]>([
    ['hides no other', ['gone'], ['a.test false duplicate no-service', 'b.test false no-service']],
    ['stands alone', ['web'], ['a.test false duplicate', 'b.test true']],
    [
      'stands alone before what may not be seen',
      ['gone', 'Service'],
      ['a.test false duplicate', 'b.test  backend-unseen'],
    ],
  ])('%s', async (_, given, expected) => {
    expect(await ofSecond(...given)).toEqual(expected)
  })
})

it('what is only assumed is inferred', async () => {
  const rows = await told({ ingressClassName: 'nginx' }, { Service: [] }, {}, ['Pod'])
  expect(rows.flatMap(({ causes }) => causes)).toMatchObject([{ code: 'no-service', inferred: true }])
  expect(rows[0]?.controller).toBeNull()
})

it('a controller that was named and is not there is a problem', async () => {
  const cluster = memoryCluster({ objects: { Pod: [proxy()] } })
  const controllers = createControllers(cluster, (dialect, replica) => dialect.replay(nothing, replica), null)
  const selection = { controller: { namespace: undefined, name: 'nope' } }
  await expect(
    gatherWhy(cluster, controllers, { names: [], labelSelector: undefined, selection, semantics: null, now: 0 }),
  ).rejects.toEqual(
    problem('not-found', {
      what: 'controller nope',
      where: 'among the controllers in any namespace',
      near: ['edge/proxy'],
    }),
  )
})

it('of a cluster without Ingresses and without controllers nothing is left open', async () => {
  const cluster = memoryCluster({ objects: { Pod: [] } })
  const controllers = createControllers(cluster, (dialect, replica) => dialect.replay(nothing, replica), null)
  const question = { names: [], labelSelector: undefined, selection: {}, semantics: null, now: 0 }
  const { isBlind, isMissing, rows } = await gatherWhy(cluster, controllers, question)
  expect({ isBlind, isMissing, rows }).toEqual({ isBlind: false, isMissing: false, rows: [] })
})
