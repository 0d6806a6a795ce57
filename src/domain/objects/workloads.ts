/** What runs in the cluster, in wire JSON cut down to what tells a controller: pods, what owns them, what configures them. */
import type { Shaped, ShapedObject } from './shaped.js'

/** `$(VAR)` in `command` and `args` stands as written: see environment.ts */
export const container = { name: 'text!', image: 'text', command: ['any text'], args: ['any text'] } as const

const containerStatus = {
  name: 'text!',
  ready: 'flag',
  restartCount: 'integer',
  state: { waiting: { reason: 'text' }, terminated: { reason: 'text' } },
} as const

export const pod = {
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
