/** What `ingresses` tells of a route beside what it asks for: who serves it, what counts behind it, what becomes of it. */
import { describe, expect, it } from 'vitest'
import { createControllers } from '../../../src/controllers/create.js'
import type { Kind } from '../../../src/domain/objects/objects.js'
import { resolveRoutes } from '../../../src/domain/routes/resolve-routes.js'
import { type RoutesQuestion, routesWithRules } from '../../../src/questions/routes/route-rules.js'
import { controllerPod } from '../../support/cluster/fake-controller.js'
import { type MemoryCluster, memoryCluster } from '../../support/cluster/memory-cluster.js'
import { pem } from '../../support/cluster/tls-files.js'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { f5Class, f5Pod } from '../../support/worlds/f5-world.js'
import { traefikPod } from '../../support/worlds/traefik-world.js'

const asking = (
  name: string,
  rules: readonly object[],
  annotations: Readonly<Record<string, string>> = {},
  more = {},
) =>
  ingress(
    name,
    { ingressClassName: 'nginx', rules, ...more },
    {
      metadata: {
        annotations: Object.fromEntries(
          Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]),
        ),
      },
    },
  )
const fallback = { defaultBackend: { service: { name: 'web', port: { number: 80 } } } }
function podWith(labels: Readonly<Record<string, string>>) {
  return controllerPod({ name: 'proxy-1', args: ['--configmap=edge/config'], owner: ['DaemonSet', 'proxy'], labels })
}
const around = {
  Pod: [podWith({ 'app.kubernetes.io/name': 'ingress-nginx' })],
  IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
  Service: [service('web')],
  EndpointSlice: [slice('web-1', { endpoints: [pod('a', '10.0.0.1'), pod('b', '10.0.0.2')] })],
}

async function routesOf(
  ingresses: readonly object[],
  question: Partial<RoutesQuestion> = {},
  more: Partial<MemoryCluster> = {},
) {
  const cluster = memoryCluster({ ...more, objects: { ...around, Ingress: ingresses, ...more.objects } })
  const asked: Kind[] = []
  const list: typeof cluster.list = (kind, query) => {
    asked.push(kind)
    return cluster.list(kind, query)
  }
  const watched = { ...cluster, list }
  const controllers = createControllers(watched, () => Promise.reject(new Error('no replica is asked')) as never, null)
  const { inventory, rules, customRoutes, gaps } = await routesWithRules(watched, controllers, {
    ...{ names: [], labelSelector: undefined, controller: undefined, isDetailed: true, now: 0 },
    ...question,
  })
  const routes = resolveRoutes(inventory, rules)
  return {
    asked,
    gaps: gaps.map(({ kind, reason }) => `${kind} ${reason}`),
    custom: customRoutes.map(({ source, host }) => `${source.name} ${host}`),
    fates: routes.map(({ source, match, fate }) => `${source.name} ${match?.path ?? '-'} ${fate?.is ?? null}`),
    counts: routes.map(({ backends }) => backends[0]?.endpoints.total),
  }
}

const all = [
  asking('a', [rule('x.test', '/', 'web')]),
  asking('b', [rule('x.test', '/', 'web')]),
  asking('dropped', [rule('x.test', '/d', 'web')], { 'configuration-snippet': 'x' }, fallback),
  asking('encoded', [rule('x.test', '/caf%C3%A9', 'web')]),
  asking('catch-1', [], {}, fallback),
  asking('catch-2', [], {}, fallback),
  asking('guarded', [rule('y.test', '/', 'web')], { 'auth-type': 'basic', 'auth-secret': 'users' }),
  asking('closed', [rule('z.test', '/', 'web')], { 'auth-tls-secret': 'default/ca' }),
  asking('beside', [rule('z.test', '/b', 'web')]),
]

describe('the fate of a route', () => {
  it('is worked out for all, and no Secret is asked for', async () => {
    const { fates, asked, gaps } = await routesOf(all)
    expect(fates).toEqual([
      'a / lost',
      'b / served',
      'beside /b unknown',
      'catch-1 - lost',
      'catch-2 - served',
      'closed / unknown',
      'dropped /d dropped',
      'dropped - dropped',
      'encoded /caf%C3%A9 never-matches',
      'guarded / unknown',
    ])
    expect(asked.filter((kind) => ['Secret', 'ConfigMap'].includes(kind))).toEqual(['ConfigMap'])
    expect(gaps).toEqual([])
  })

  it('hangs at F5 NGINX on the Secrets of certificates, which are looked at together', async () => {
    const Secret = [
      {
        metadata: { namespace: 'default', name: 'good' },
        type: 'kubernetes.io/tls',
        data: { 'tls.crt': Buffer.from(pem('server')).toString('base64') },
      },
    ]
    const sealed = ['good', 'gone'].map((name) =>
      asking(name, [rule(`${name}.test`, '/', 'web')], {}, { tls: [{ hosts: [`${name}.test`], secretName: name }] }),
    )
    const objects = { ...around, Pod: [f5Pod([])], IngressClass: [f5Class], Secret }
    const { fates, asked, gaps } = await routesOf(sealed, {}, { objects })
    expect(fates).toEqual(['gone / never-matches', 'good / served'])
    expect(asked.filter((kind) => kind === 'Secret')).toHaveLength(1)
    expect(gaps).toEqual([])
    const blind = await routesOf(sealed, {}, { objects, forbidden: ['Secret'] })
    expect(blind.fates).toEqual(['gone / unknown', 'good / unknown'])
    expect(blind.gaps).toEqual(['Secret forbidden'])
  })

  it('hangs on the Secret of another Ingress, whose annotations a default backend gets up to 1.3.0', async () => {
    const guarded = { 'auth-type': 'basic', 'auth-secret': 'users' }
    const pair = [asking('catch-1', [], {}, fallback), asking('catch-2', [], guarded, fallback)]
    const words = {
      name: 'proxy-1',
      args: ['--configmap=edge/config'],
      owner: ['DaemonSet', 'proxy'] as [string, string],
    }
    const Pod = [controllerPod({ ...words, image: 'x/ingress-nginx/controller:v1.0.0' })]
    expect((await routesOf(pair, {}, { objects: { ...around, Pod } })).fates).toEqual([
      'catch-1 - unknown',
      'catch-2 - lost',
    ])
  })

  it('hangs on the Secret of a canary that has no server, and so stands in that for all other hosts', async () => {
    const canary = { 'auth-tls-secret': 'default/ca', canary: 'true', 'canary-weight': '10' }
    const pair = [asking('catch', [], {}, fallback), asking('try', [rule('z.test', '/', 'web')], canary)]
    expect((await routesOf(pair)).fates).toContain('catch - unknown')
  })

  it('is lost where another Service has its name inside', async () => {
    const inNamespace = (namespace: string, name: string, host: string, to: string) => {
      const one = asking(name, [rule(host, '/', to)])
      return { ...one, metadata: { ...one.metadata, namespace } }
    }
    const twins = [inNamespace('team-a', 'one', 'one.test', 'b-c'), inNamespace('team-a-b', 'two', 'two.test', 'c')]
    expect((await routesOf(twins)).fates.sort()).toEqual(['one / served', 'two / lost'])
  })

  it.each<[string, Partial<RoutesQuestion>, Partial<MemoryCluster>]>([
    ['of a namespace', {}, { scope: { namespace: 'default' } }],
    ['with a label', { labelSelector: '!app' }, {}],
    ['by name', { names: all.map((one) => ({ kind: 'Ingress', namespace: 'default', name: one.metadata.name })) }, {}],
  ])('of a part of the Ingresses, %s, is told only where nothing else could change it', async (_, question, more) => {
    const told = new Set((await routesOf(all, question, more)).fates)
    expect(told).toContain('dropped /d dropped')
    expect(told).toContain('a / null')
    expect(told).toContain('b / null')
  })

  it('is not known where the ConfigMap may not be seen, and that is a gap', async () => {
    const { fates, gaps } = await routesOf(all, {}, { forbidden: ['ConfigMap'] })
    expect(new Set(fates.map((one) => one.split(' ').at(-1)))).toEqual(new Set(['null']))
    expect(gaps).toEqual(['ConfigMap forbidden'])
  })

  it('is not asked for where nobody sees it', async () => {
    const { fates, asked } = await routesOf(all, { isDetailed: false })
    expect(fates[0]).toBe('a / null')
    expect(asked.sort()).toEqual([
      'ConfigMap',
      'ConfigMap',
      'EndpointSlice',
      'Ingress',
      'IngressClass',
      'Pod',
      'Service',
    ])
  })
})

describe('service-upstream of the ConfigMap', () => {
  const unlabelled = { Pod: [podWith({})] }
  const objects = {
    ConfigMap: [{ metadata: { namespace: 'edge', name: 'config' }, data: { 'service-upstream': 'true' } }],
  }
  it.each<[string, Readonly<Record<string, string>>, number]>([
    ['counts the address of the Service', {}, 1],
    ['counts its endpoints, where an Ingress says otherwise', { 'service-upstream': 'false' }, 2],
  ])('%s', async (_name, annotations, count) => {
    const { counts } = await routesOf([asking('a', [rule('x.test', '/', 'web')], annotations)], {}, { objects })
    expect(counts).toEqual([count])
  })

  it('is looked for among all pods where objects of other kinds alone may ask for routes', async () => {
    const { asked } = await routesOf([], { isDetailed: false }, { objects: unlabelled })
    expect(asked.filter((kind) => kind === 'Pod')).toHaveLength(2)
  })

  it.each([
    ['are shown where the cluster has such', ['apps', 'traefik.io'], ['r a.test']],
    ['of the group before, too', ['traefik.containo.us'], ['r a.test']],
    ['are not looked for where it has none', ['apps'], []],
  ])('routes of a controller without labels beside one with them, %s', async (_name, groups, expected) => {
    const custom = {
      'ingressroutes.traefik.io': [
        { metadata: { namespace: 'default', name: 'r' }, spec: { routes: [{ match: 'Host(`a.test`)' }] } },
      ],
    }
    const objects = { Pod: [...around.Pod, traefikPod()] }
    const more = { custom, objects, groups: async () => new Set(groups) }
    expect((await routesOf(all, { isDetailed: false }, more)).custom).toEqual(expected)
  })

  it.each<[name: string, more: Partial<MemoryCluster>, pods: number, count: number]>([
    ['of a controller with the labels of its chart', {}, 1, 1],
    ['of one without them, which is looked for among all pods', { objects: unlabelled }, 2, 1],
    ['of nobody, where pods may not be seen', { forbidden: ['Pod'] }, 1, 2],
    ['of one without them, in a file', { objects: unlabelled, isAtHand: true }, 1, 1],
  ])('is that of the plain table, too: %s', async (_name, more, pods, count) => {
    const { counts, asked, gaps } = await routesOf(
      [asking('a', [rule('x.test', '/', 'web')])],
      { isDetailed: false },
      { ...more, objects: { ...objects, ...more.objects } },
    )
    expect([counts, asked.filter((kind) => kind === 'Pod').length, gaps]).toEqual([[count], pods, []])
  })
})
