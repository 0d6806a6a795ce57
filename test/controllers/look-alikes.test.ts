/** Which of several that look like a controller is one: whom classes, Services and the status of Ingresses lead to. */
import { describe, expect, it } from 'vitest'
import { createControllers } from '../../src/controllers/create.js'
import { nameOf } from '../../src/domain/objects/ref.js'
import { classesOfNobody } from '../../src/questions/why/class.js'
import { type ControllerSelection, chooseControllers, gapsOf } from '../../src/questions/worlds/choose-controller.js'
import { openWorlds } from '../../src/questions/worlds/worlds.js'
import { controllerPod, type FakePod } from '../support/cluster/fake-controller.js'
import { type MemoryCluster, memoryCluster } from '../support/cluster/memory-cluster.js'
import { ingress, rule } from '../support/objects.js'

const labels = { app: 'proxy' }
const candidate = (name: string, more: Partial<FakePod> = {}) =>
  controllerPod({ name, namespace: name, owner: ['DaemonSet', name], labels, ...more })
const leads = (namespace: string, type: string, address?: string, more: object = {}) => ({
  metadata: { namespace, name: 'proxy' },
  spec: { type, selector: labels, ports: [{ port: 80 }], ...more },
  ...(address === undefined ? {} : { status: { loadBalancer: { ingress: [{ ip: address }] } } }),
})
const classOf = (name: string, controller: string) => ({ metadata: { name }, spec: { controller } })
const nginx = classOf('nginx', 'k8s.io/ingress-nginx')
const at = (address: string, className = 'nginx') =>
  ingress(
    `web-${className}`,
    { ingressClassName: className, rules: [rule('a.example', '/', 'web')] },
    { status: { loadBalancer: { ingress: [{ ip: address }] } } },
  )

async function found(given: Omit<MemoryCluster, 'objects'> & { readonly objects: MemoryCluster['objects'] }) {
  const cluster = memoryCluster(given)
  return createControllers(cluster, () => Promise.reject(new Error('nobody is asked')) as never, null).find(null)
}

/** `a` alone is real, or those that are named. */
async function real(objects: MemoryCluster['objects'], more: Partial<MemoryCluster> = {}): Promise<string> {
  const two = [candidate('a'), candidate('b')]
  const { controllers } = await found({ objects: { Pod: two, IngressClass: [nginx], ...objects }, ...more })
  return controllers.map(({ name }) => name).join(' ')
}

describe('real is', () => {
  it.each<[string, MemoryCluster['objects'], string]>([
    ['whom a load balancer leads to', { Service: [leads('a', 'LoadBalancer')] }, 'a'],
    ['whom a port of the nodes leads to', { Service: [leads('a', 'NodePort')] }, 'a'],
    ['whom any Service leads to, where none lets in from outside', { Service: [leads('a', 'ClusterIP')] }, 'a'],
    [
      'rather whom one from outside leads to',
      { Service: [leads('a', 'LoadBalancer'), leads('b', 'ClusterIP', undefined, { clusterIP: '10.0.0.9' })] },
      'a',
    ],
    [
      'whose address the status of an Ingress has, without a class',
      { IngressClass: [], Ingress: [at('192.0.2.1')], Service: [leads('a', 'LoadBalancer', '192.0.2.1')] },
      'a',
    ],
    [
      'whose inner address it has',
      {
        Ingress: [at('10.0.0.8')],
        Service: [
          leads('a', 'ClusterIP', undefined, { clusterIP: '10.0.0.8' }),
          leads('b', 'ClusterIP', undefined, { clusterIP: '10.0.0.9', externalIPs: ['10.0.0.8'] }),
        ],
      },
      'a',
    ],
    [
      'whose own address it has, as in the network of the nodes',
      {
        Pod: [
          candidate('a', { status: { phase: 'Running', podIP: '192.0.2.7' } }),
          candidate('b', { status: { phase: 'Running', podIP: '10.1.1.1' } }),
        ],
        Ingress: [at('192.0.2.7')],
      },
      'a',
    ],
    ['nobody in particular: no Service leads anywhere', {}, 'a b'],
    ['nobody in particular: it has no class', { IngressClass: [], Service: [leads('a', 'LoadBalancer')] }, 'a b'],
    [
      'nobody in particular: both have a Service',
      { Service: [leads('a', 'LoadBalancer'), leads('b', 'NodePort')] },
      'a b',
    ],
    [
      'not whom a load balancer of a tenant leads to, where an Ingress says who serves its class',
      {
        Ingress: [at('192.0.2.1')],
        Service: [leads('a', 'LoadBalancer', '192.0.2.1'), leads('b', 'LoadBalancer', '192.0.2.66')],
      },
      'a',
    ],
    [
      'also whom a load balancer leads to, with a class of its own',
      {
        Pod: [
          candidate('a'),
          candidate('b', { args: ['--controller-class=example.com/inner', '--ingress-class=inner'] }),
        ],
        IngressClass: [nginx, classOf('inner', 'example.com/inner')],
        Ingress: [at('192.0.2.1')],
        Service: [leads('a', 'LoadBalancer', '192.0.2.1'), leads('b', 'LoadBalancer', '192.0.2.66')],
      },
      'a b',
    ],
    [
      'not whom a Service without a selector would lead to',
      { Service: [leads('a', 'LoadBalancer'), leads('b', 'LoadBalancer', undefined, { selector: {} })] },
      'a',
    ],
    [
      'not whom a Service of another namespace would lead to',
      { Service: [leads('a', 'LoadBalancer'), leads('c', 'LoadBalancer')] },
      'a',
    ],
    [
      'not whose flag names a Service that does not exist',
      {
        Pod: [candidate('a'), candidate('b', { args: ['--publish-service=b/../a/proxy', '--election-id=..'] })],
        Service: [leads('a', 'LoadBalancer')],
      },
      'a',
    ],
    [
      'also who alone takes Ingresses that somebody serves',
      {
        Pod: [
          candidate('a'),
          candidate('b', { args: ['--controller-class=example.com/inner', '--ingress-class=inner'] }),
        ],
        IngressClass: [nginx, classOf('inner', 'example.com/inner')],
        Ingress: [at('198.51.100.1', 'inner')],
        Service: [leads('a', 'LoadBalancer')],
      },
      'a b',
    ],
    [
      'not who takes Ingresses that nobody serves',
      {
        Pod: [
          candidate('a'),
          candidate('b', { args: ['--controller-class=example.com/inner', '--ingress-class=inner'] }),
        ],
        IngressClass: [nginx, classOf('inner', 'example.com/inner')],
        Ingress: [ingress('web', { ingressClassName: 'inner', rules: [] })],
        Service: [leads('a', 'LoadBalancer')],
      },
      'a',
    ],
  ])('%s', async (_, objects, expected) => {
    expect(await real(objects)).toBe(expected)
  })

  it.each(['Service', 'IngressClass', 'Ingress'] as const)('everybody, where %s may not be seen', async (kind) => {
    expect(await real({ Service: [leads('a', 'LoadBalancer')] }, { forbidden: [kind] })).toBe('a b')
  })

  it('a single one, whatever leads to it', async () => {
    expect(await real({ Pod: [candidate('b')], IngressClass: [] })).toBe('b')
  })
})

describe('of the Envoys of Gateways, real is', () => {
  const owned = (namespace: string, by: string | null, of = 'shop') => ({
    metadata: {
      namespace,
      name: 'envoy-0',
      labels: {
        ...labels,
        ...(by === null
          ? {}
          : {
              'gateway.envoyproxy.io/owning-gateway-name': by,
              'gateway.envoyproxy.io/owning-gateway-namespace': of,
            }),
      },
      ownerReferences: [{ kind: 'DaemonSet', name: 'envoy', controller: true }],
    },
    spec: {
      containers: [
        { name: 'envoy', image: 'envoyproxy/envoy:distroless-v1.38.0' },
        { name: 'shutdown-manager', image: 'envoyproxy/gateway:v1.9.1', args: ['envoy', 'shutdown-manager'] },
      ],
    },
  })
  const gateway = (name: string, address?: string, className = 'eg', namespace = 'shop') => ({
    metadata: { namespace, name },
    spec: { gatewayClassName: className },
    status: { addresses: address === undefined ? [] : [{ type: 'IPAddress', value: address }] },
  })
  const eg = {
    metadata: { name: 'eg' },
    spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
  }
  const world = {
    GatewayClass: [eg],
    Gateway: [gateway('web', '192.0.2.1')],
    Pod: [owned('a', 'web'), owned('b', 'web')],
    Service: [leads('a', 'LoadBalancer', '192.0.2.1'), leads('b', 'LoadBalancer', '192.0.2.66')],
  }

  it.each<[string, MemoryCluster['objects'], string]>([
    ['whom the address of the Gateway leads to', {}, 'a | b'],
    ['not who names no Gateway at all', { Pod: [owned('a', 'web'), owned('b', null)] }, 'a | b'],
    ['not who names one that does not exist', { Pod: [owned('a', 'web'), owned('b', 'none')] }, 'a | b'],
    [
      'not who stands elsewhere than those that are, whatever he names',
      { Pod: [owned('a', 'web'), owned('b', 'new')], Gateway: [gateway('web', '192.0.2.1'), gateway('new')] },
      'a | b',
    ],
    [
      'also who names one that has no address yet, where each stands beside its Gateway',
      {
        Pod: [owned('a', 'web', 'a'), owned('b', 'new', 'b')],
        Gateway: [gateway('web', '192.0.2.1', 'eg', 'a'), gateway('new', undefined, 'eg', 'b')],
      },
      'a b | ',
    ],
    [
      'not who names none, where another controller has a Gateway',
      {
        Pod: [owned('a', 'web'), owned('b', null)],
        Gateway: [gateway('web', '192.0.2.1'), gateway('far', '192.0.2.9', 'gke')],
      },
      'a | b',
    ],
    ['nobody in particular: no address is known', { Gateway: [gateway('web')] }, 'a b | '],
    ['nobody in particular: no Service leads to them', { Service: [] }, 'a b | '],
  ])('%s', async (_, objects, expected) => {
    const { controllers, lookAlikes } = await found({ objects: { ...world, ...objects } })
    const names = (all: typeof controllers) => all.map(({ namespace }) => namespace).join(' ')
    expect(`${names(controllers)} | ${names(lookAlikes)}`).toBe(expected)
  })
})

describe('the others', () => {
  const crowd = (count: number) =>
    found({
      objects: {
        Pod: [candidate('a'), ...Array.from({ length: count }, (_, i) => candidate(`b${i}`))],
        IngressClass: [nginx],
        Service: [leads('a', 'LoadBalancer')],
      },
    })

  it('are named in one line, and not all of very many', async () => {
    const gaps = gapsOf(await crowd(300), {})
    expect(gaps.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      'Controller: b0/b0, b1/b1, b10/b10, b100/b100, b101/b101 and 295 more look like controllers, but no class, Service or status of an Ingress leads there: they are asked only where --controller names one',
    ])
  })

  it.each<[string, Partial<ControllerSelection>]>([
    ['by name', { controller: { namespace: 'b0', name: 'b0' } }],
    ['by the name of the workload', { deployment: 'b0' }],
    ['by a pod', { pod: 'b0' }],
  ])('are meant where somebody names them: %s', async (_, selection) => {
    const all = await crowd(2)
    expect(chooseControllers(all, selection, null).map(({ controller }) => nameOf(controller))).toEqual(['b0/b0'])
    expect(gapsOf(all, selection)).toEqual([])
  })

  it('take what has their class where somebody names them', async () => {
    const own = ['--controller-class=example.test/own', '--ingress-class=own']
    const objects = {
      Pod: [candidate('a'), candidate('b', { args: own })],
      IngressClass: [nginx, classOf('own', 'example.test/own')],
      Service: [leads('a', 'LoadBalancer')],
      Ingress: [ingress('web', { ingressClassName: 'own', rules: [rule('a.example', '/', 'web')] })],
    }
    const cluster = memoryCluster({ objects })
    const controllers = createControllers(cluster, () => Promise.reject(new Error('nobody is asked')) as never, null)
    const said = async (selection: ControllerSelection) => {
      const worlds = await openWorlds(cluster, controllers, { selection, namespace: null, semantics: null, now: 0 })
      return classesOfNobody(controllers, worlds, worlds.inventory.ingresses).map(({ message }) => message)
    }
    expect(await said({})).toEqual([expect.stringContaining('no pod of controller example.test/own was found')])
    expect(await said({ controller: { namespace: 'b', name: 'b' } })).toEqual([])
  })

  it('are not meant by a class or labels', async () => {
    const all = await crowd(2)
    const selection = { class: 'nginx', labelSelector: 'app=proxy' }
    expect(chooseControllers(all, selection, null).map(({ controller }) => nameOf(controller))).toEqual(['a/a'])
  })
})

describe('one that many clusters have for other things', () => {
  const agent = {
    metadata: { namespace: 'kube-system', name: 'cilium-operator-1', labels: {} },
    spec: { containers: [{ name: 'cilium-operator', image: 'quay.io/cilium/operator-generic:v1.20.2' }] },
    status: { phase: 'Running' },
  }
  const own = classOf('cilium', 'io.cilium/ingress-controller')

  it.each<[string, Omit<MemoryCluster, 'objects'>, readonly object[], string]>([
    ['is one where a class is its own', {}, [own], 'cilium-operator-1 | '],
    ['is none where no class is', {}, [nginx], ' | '],
    ['is a gap where classes may not be seen', { forbidden: ['IngressClass'] }, [own], ' | IngressClass is forbidden'],
  ])('%s', async (_, more, classes, expected) => {
    const { controllers, gaps } = await found({ objects: { Pod: [agent], IngressClass: classes }, ...more })
    const said = `${controllers.map(({ name }) => name).join(' ')} | ${gaps.map(({ message }) => message).join(' ')}`
    expect(said).toBe(expected)
  })
})
