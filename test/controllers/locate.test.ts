/** Pods → controllers and replicas. */
import { describe, expect, it } from 'vitest'
import { dialects } from '../../src/controllers/index.js'
import { ingressNginx } from '../../src/controllers/ingress-nginx/index.js'
import { locate } from '../../src/controllers/shared/locate.js'
import { project } from '../../src/domain/objects/project.js'

interface PodSpec {
  readonly name: string
  readonly namespace?: string
  readonly owner?: readonly [kind: string, name: string]
  readonly labels?: Record<string, string>
  readonly metadata?: object
  readonly status?: object
  readonly containers?: readonly object[]
}

const running = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }
const controller = {
  name: 'controller',
  image: 'x/ingress-nginx/controller:v1.15.1',
  args: ['/nginx-ingress-controller'],
}

function pod({
  name,
  namespace = 'edge',
  owner,
  labels = {},
  metadata = {},
  status = running,
  containers = [controller],
}: PodSpec) {
  const ownerReferences = owner ? [{ kind: owner[0], name: owner[1], controller: true }] : []
  return project('Pod', {
    metadata: { name, namespace, labels, ownerReferences, ...metadata },
    spec: { containers },
    status,
  })
}

describe('workloads', () => {
  it.each<[string, PodSpec, string]>([
    [
      'a Deployment',
      { name: 'a-6c-x', owner: ['ReplicaSet', 'a-b-6c'], labels: { 'pod-template-hash': '6c' } },
      'Deployment edge/a-b',
    ],
    ['a ReplicaSet of its own', { name: 'a-x', owner: ['ReplicaSet', 'a'] }, 'ReplicaSet edge/a'],
    ['a DaemonSet', { name: 'a-x', owner: ['DaemonSet', 'a'] }, 'DaemonSet edge/a'],
    ['a StatefulSet', { name: 'a-0', owner: ['StatefulSet', 'a'] }, 'StatefulSet edge/a'],
    ['a bare pod', { name: 'a' }, 'Pod edge/a'],
  ])('%s', (_name, spec, expected) => {
    expect(
      locate([pod(spec)], [ingressNginx]).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`),
    ).toEqual([expected])
  })

  it('are told apart by kind, namespace and name, and sorted', () => {
    const pods = [
      pod({ name: 'b-1', owner: ['DaemonSet', 'b'] }),
      pod({ name: 'a-1', owner: ['DaemonSet', 'a'], namespace: 'z' }),
      pod({ name: 'b-2', owner: ['DaemonSet', 'b'] }),
      pod({ name: 'other', containers: [{ name: 'c', image: 'nginx:1' }] }),
    ]
    expect(
      locate(pods, [ingressNginx]).map(({ namespace, name, replicas }) => [namespace, name, replicas.length]),
    ).toEqual([
      ['edge', 'b', 2],
      ['z', 'a', 1],
    ])
  })
})

describe('the container', () => {
  it('is the one that runs the controller, whatever stands beside it', () => {
    const sidecar = { name: 'linkerd-proxy', image: 'x/proxy:1' }
    const [found] = locate(
      [pod({ name: 'a', containers: [sidecar, { ...controller, name: 'rke2-ingress' }] })],
      [ingressNginx],
    )
    expect(found?.replicas[0]?.container).toBe('rke2-ingress')
  })

  it('has its variables expanded', () => {
    const env = [
      { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      { name: 'NAME', value: 'of-$(POD_NAMESPACE)' },
      { name: 'SECRET', valueFrom: { secretKeyRef: { name: 'x', key: 'y' } } },
    ]
    const args = [
      '/nginx-ingress-controller',
      '--configmap=$(POD_NAMESPACE)/$(NAME)',
      '--ingress-class=$(SECRET)$$(NAME)',
    ]
    const [found] = locate([pod({ name: 'a', containers: [{ ...controller, env, args }] })], [ingressNginx])
    expect(found?.settings).toMatchObject({
      configMap: { namespace: 'edge', name: 'of-edge' },
      ingressClass: '$(SECRET)$(NAME)',
    })
  })

  it.each([
    ['of a controller is read', controller.args, true],
    ['of anything else is not', ['/shop'], false],
    ['of a program that is named by it is not, either', ['$(A)'], false],
  ])('has an environment: that %s', (_what, args, isRead) => {
    let wasRead = false
    const container = {
      ...{ name: 'c', image: 'shop/web:1', args: [...args, '--configmap=$(A)'] },
      get env() {
        wasRead = true
        return [{ name: 'A', value: '/nginx-ingress-controller' }]
      },
    }
    locate([pod({ name: 'a', containers: [container] })], dialects)
    expect(wasRead).toBe(isRead)
  })
})

describe('replicas', () => {
  it.each<[string, PodSpec['status'], object | undefined, string, string | null]>([
    ['ready', running, undefined, 'ready', null],
    ['not ready', { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] }, undefined, 'not-ready', null],
    [
      'crashing',
      {
        phase: 'Running',
        containerStatuses: [{ name: 'controller', state: { waiting: { reason: 'CrashLoopBackOff' } } }],
      },
      undefined,
      'not-ready',
      'CrashLoopBackOff',
    ],
    ['pending', { phase: 'Pending' }, undefined, 'pending', null],
    ['terminating', running, { deletionTimestamp: '2026-11-24T00:00:00Z' }, 'terminating', null],
    ['evicted', { phase: 'Failed', reason: 'Evicted' }, undefined, 'failed', 'Evicted'],
    ['of a manifest', {}, undefined, 'unstarted', null],
  ])('%s', (_name, status, metadata = {}, state, reason) => {
    expect(locate([pod({ name: 'a', status: status ?? {}, metadata })], [ingressNginx])[0]?.replicas[0]).toMatchObject({
      state,
      reason,
    })
  })

  it('that are ready come first', () => {
    const pods = ['c', 'a', 'b'].map((name) =>
      pod({ name, owner: ['DaemonSet', 'd'], status: name === 'b' ? running : { phase: 'Pending' } }),
    )
    expect(locate(pods, [ingressNginx])[0]?.replicas.map(({ name }) => name)).toEqual(['b', 'a', 'c'])
  })
})
