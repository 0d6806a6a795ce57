/** Pods → controllers: which pods run one that is known, grouped by the workload that owns them. */

import { compare } from '../../domain/compare.js'
import {
  assumedKind,
  type Controller,
  type Nature,
  type Replica,
  type ReplicaState,
} from '../../domain/controllers/controller.js'
import type { Dialect, Recognised } from '../../domain/controllers/dialect.js'
import { expanded } from '../../domain/objects/environment.js'
import { byRef, type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import type { Container, Pod } from '../../domain/objects/workloads.js'
import { onceFor } from '../../domain/remember.js'

/** Sorted by namespace and name. */
export function locate(pods: readonly Pod[], dialects: readonly Pick<Dialect, 'recognise'>[]): Controller[] {
  const groups = new Map<string, { readonly owner: Ref; readonly replicas: Replica[] }>()
  for (const pod of pods) {
    const recognised = recognisedBy(dialects, pod)
    if (recognised === null) continue
    const owner = workloadOf(pod)
    const group = groups.get(refKey(owner)) ?? { owner, replicas: [] }
    group.replicas.push(replicaOf(pod, recognised))
    groups.set(refKey(owner), group)
  }
  return [...groups.values()].flatMap(({ owner, replicas }) => controllerOf(owner, replicas)).sort(byRef)
}

function recognisedBy(dialects: readonly Pick<Dialect, 'recognise'>[], pod: Pod): Recognised | null {
  for (const dialect of dialects) {
    const found = dialect.recognise(pod)
    if (found === null) continue
    const whole = expanded(pod)
    return whole === pod ? found : (dialect.recognise(whole) ?? found)
  }
  return null
}

function controllerOf(owner: Ref, found: readonly Replica[]): Controller[] {
  const replicas = [...found].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || compare(a.name, b.name))
  const [first] = replicas
  return first ? [{ ...owner, ...natureOf(first), replicas }] : []
}

function natureOf({ dialect, traits, settings, release }: Nature): Nature {
  return { dialect, traits, settings, release }
}

function replicaOf(pod: Pod, { container, ...nature }: Recognised): Replica {
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container.name)
  return {
    ...refOf(pod),
    ...nature,
    container: container.name,
    ...stateOf(pod, container),
    node: pod.spec?.nodeName ?? null,
    ip: pod.status?.podIP ?? null,
    restarts: status?.restartCount ?? 0,
    createdAt: pod.metadata.creationTimestamp ?? null,
    labels: pod.metadata.labels ?? {},
  }
}

const order: readonly ReplicaState[] = ['ready', 'not-ready', 'pending', 'terminating', 'failed', 'unstarted']

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/ */
function stateOf(pod: Pod, container: Container): { readonly state: ReplicaState; readonly reason: string | null } {
  const { phase, reason, conditions, containerStatuses } = pod.status ?? {}
  // An API server says of each pod in which phase it is.
  if (!phase) return { state: 'unstarted', reason: null }
  const status = containerStatuses?.find(({ name }) => name === container.name)
  const why = status?.state?.waiting?.reason ?? status?.state?.terminated?.reason ?? reason ?? null
  if (phase === 'Failed' || phase === 'Succeeded') return { state: 'failed', reason: reason ?? why ?? phase }
  if (pod.metadata.deletionTimestamp) return { state: 'terminating', reason: null }
  if (phase !== 'Running') return { state: 'pending', reason: why }
  const ready = conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false
  return ready ? { state: 'ready', reason: null } : { state: 'not-ready', reason: why }
}

/** A Deployment names its ReplicaSets after itself and the hash of the template, which the pods carry as a label. */
function workloadOf(pod: Pod): Ref {
  const { namespace, name } = refOf(pod)
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller)
  if (!owner) return { kind: 'Pod', namespace, name }
  const hash = pod.metadata.labels?.['pod-template-hash']
  if (owner.kind === 'ReplicaSet' && hash && owner.name.endsWith(`-${hash}`))
    return { kind: 'Deployment', namespace, name: owner.name.slice(0, -hash.length - 1) }
  return { kind: owner.kind, namespace, name: owner.name }
}

/** A controller of which nobody has seen a pod: assumed, for its dialect alone. The same for all Ingresses of a cluster, that may be many. */
export const assumed = onceFor((dialect: Pick<Dialect, 'title' | 'usual'>): Controller => {
  const ref = { kind: assumedKind, namespace: assumedKind, name: dialect.title }
  return { ...ref, ...dialect.usual(ref.namespace), replicas: [] }
})

/** Of which nothing is known but the files that somebody saved of it. @param source the names of those files */
export function savedController(dialect: Pick<Dialect, 'usual'>, source: string): Controller {
  const ref = { namespace: 'saved', name: source }
  const nature = dialect.usual(ref.namespace)
  const replica: Replica = {
    kind: 'Pod',
    ...ref,
    ...nature,
    container: '',
    state: 'ready',
    reason: null,
    node: null,
    ip: null,
    restarts: 0,
    createdAt: null,
    labels: {},
  }
  return { kind: 'File', ...ref, ...nature, replicas: [replica] }
}
