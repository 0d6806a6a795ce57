/** What runs in the cluster, in wire JSON cut down to what tells a controller: pods, what owns them, what configures them. */
import { within } from './environment.js'
import { flag, list, metadata, record, text, type Wire } from './project-fields.js'
import { type Shaped, type ShapedObject, shaped } from './shaped.js'

/** `$(VAR)` in `command` and `args` stands as written: see environment.ts */
const container = { name: 'text!', image: 'text', command: ['text'], args: ['text'] } as const

const containerStatus = {
  name: 'text!',
  ready: 'flag',
  restartCount: 'integer',
  state: { waiting: { reason: 'text' }, terminated: { reason: 'text' } },
} as const

const pod = {
  spec: { nodeName: 'text', containers: [container] },
  status: {
    phase: 'text',
    reason: 'text',
    podIP: 'text',
    conditions: [{ type: 'text!', status: 'text!' }],
    containerStatuses: [containerStatus],
  },
} as const

/** How many pods it wants, and how many are ready. */
const workload = {
  spec: { replicas: 'integer' },
  status: { readyReplicas: 'integer', desiredNumberScheduled: 'integer', numberReady: 'integer' },
} as const

export const workloadShapes = {
  Deployment: workload,
  DaemonSet: workload,
  StatefulSet: workload,
  ConfigMap: { data: 'map' },
  Lease: { spec: { holderIdentity: 'text', renewTime: 'text' } },
} as const

export type Container = Shaped<typeof container>
export type ContainerStatus = Shaped<typeof containerStatus>
export type Pod = ShapedObject<'Pod', typeof pod>
export type Workload = ShapedObject<'Deployment' | 'DaemonSet' | 'StatefulSet', typeof workload>
export type ConfigMap = ShapedObject<'ConfigMap', typeof workloadShapes.ConfigMap>
export type Lease = ShapedObject<'Lease', typeof workloadShapes.Lease>

/** Its owners are kept, and what its containers may look up in their arguments. */
export function projectPod(wire: Wire): Pod {
  const [meta, spec, status] = [record(wire.metadata), record(wire.spec), record(wire.status)]
  const fields = {
    'metadata.name': meta.name,
    'metadata.namespace': meta.namespace,
    'metadata.uid': meta.uid,
    'spec.nodeName': spec.nodeName,
    'spec.serviceAccountName': spec.serviceAccountName,
    'status.podIP': status.podIP,
    'status.hostIP': status.hostIP,
  }
  return {
    kind: 'Pod',
    metadata: {
      ...metadata(meta),
      ownerReferences: list(meta.ownerReferences, (owner) => ({
        kind: text(owner.kind) ?? '',
        name: text(owner.name) ?? '',
        controller: flag(owner.controller),
      })),
    },
    spec: {
      nodeName: text(spec.nodeName),
      containers: list(spec.containers, (one) =>
        within(shaped(one, container) as Container, { container: one, fields }),
      ),
    },
    status: shaped(status, pod.status),
  }
}
