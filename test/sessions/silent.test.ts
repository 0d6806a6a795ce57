/** Replicas that say nothing, of several controllers: a command waits for them once, and for all of them at the same time. */
import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { type FakeApiOptions, fakeApi, type Seen } from '../support/cluster/fake-api.js'
import type { Fault } from '../support/cluster/fake-api-faults.js'
import type { Objects } from '../support/cluster/fake-api-store.js'
import { kubelet } from '../support/cluster/fake-kubelet.js'
import { kubeHome } from '../support/cluster/kube-home.js'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import { session } from '../support/program/session.js'

const owners = [
  ['ingress-nginx', 'ingress-nginx/controller:v1.15.1', 'k8s.io/ingress-nginx', '/nginx-ingress-controller'],
  ['f5-nginx', 'nginx/nginx-ingress:5.5.4', 'nginx.org/ingress-controller', '-v=3'],
  ['traefik', 'traefik:v3.7.15', 'traefik.io/ingress-controller', '--providers.kubernetesingress', '--api.insecure'],
] as const

const objects = {
  Pod: owners.map(([id, image, , ...args]) => ({
    metadata: {
      ...{ namespace: `at-${id}`, name: 'one-0' },
      ownerReferences: [{ kind: 'StatefulSet', name: 'one', controller: true }],
    },
    spec: {
      nodeName: 'n1',
      containers: [{ name: 'one', image: `registry.example/${image}`, args: [...args, `-ingress-class=${id}`] }],
    },
    status: { phase: 'Running', podIP: '10.9.0.1', conditions: [{ type: 'Ready', status: 'True' }] },
  })),
  IngressClass: owners.map(([id, , controller]) => ({ metadata: { name: id }, spec: { controller } })),
  Ingress: owners.map(([id]) =>
    ingress(id, {
      ingressClassName: id,
      rules: [rule(`${id}.example`, '/', 'web')],
      tls: [{ hosts: [`${id}.example`], secretName: 's' }],
    }),
  ),
  Service: [service('web', { ports: [{ port: 80, targetPort: 8080 }] })],
  EndpointSlice: [slice('web-1', { ports: [{ port: 8080 }], endpoints: [pod('web-a', '10.0.0.1')] })],
  Namespace: [{ metadata: { name: 'default' } }],
  ...{ Secret: [], Event: [], ConfigMap: [], StatefulSet: [] },
} as unknown as Objects

type Silence = (asked: (seen: Seen) => void, left: () => void) => NonNullable<FakeApiOptions['upgrade']>

const silences: readonly (readonly [string, Silence])[] = [
  [
    'never open a stream',
    (asked, left) => (seen, _request, socket: Socket) => {
      asked(seen)
      socket.once('close', left)
    },
  ],
  [
    // As the API server does it for a kubelet that it has not reached yet.
    'open every stream',
    (asked, left) =>
      kubelet(async ({ seen, send, closed }) => {
        asked(seen)
        closed.then(left)
        await send(1)
      }),
  ],
]

describe.concurrent.each(silences)('replicas that %s, and say nothing', (_name, silence) => {
  it.for([
    'status',
    'drift',
    'why -A',
    'lint',
    'info',
    'certs',
    'describe -A',
    'trace --all -A',
    'trace https://ingress-nginx.example/',
    'capture -A -o -',
    'backends --controller at-ingress-nginx/one',
    'ps --controller at-ingress-nginx/one',
  ])('%s waits once for all of them', { timeout: 60_000 }, async (line, { onTestFinished }) => {
    const asked: string[] = []
    const late: string[] = []
    let isLeft = false
    const note = ({ path }: Seen) => {
      const [, namespace = ''] = /namespaces\/at-([^/]+)/.exec(path) ?? []
      ;(isLeft ? late : asked).push(namespace)
    }
    const log: Fault = (seen) => {
      if (!seen.path.endsWith('/log')) return false
      note(seen)
      return true
    }
    const leave = () => {
      isLeft = true
    }
    const api = await fakeApi({ objects, faults: [log], upgrade: silence(note, leave) })
    onTestFinished(api.close)
    const home = kubeHome({ '.kube/config': api.kubeconfig() })
    const { stderr } = await session([...line.split(' '), '--request-timeout', '2s'], { env: home.around.env })
    expect(late, stderr).toEqual([])
    for (const id of new Set(asked))
      expect(stderr).toMatch(new RegExp(`at-${id}.*(?:nothing (?:more )?came for|not answer within) 2 s`))
    expect(asked).not.toEqual([])
  })
})
