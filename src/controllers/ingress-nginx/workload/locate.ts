/** Pods → controllers: which pods run one, grouped by the workload that owns them. */

import { compare } from '../../../domain/compare.js'
import type { Controller, Replica, ReplicaState } from '../../../domain/controllers/controller.js'
import { nameOf, type Ref, refKey, refOf } from '../../../domain/objects/ref.js'
import type { Container, Pod } from '../../../domain/objects/workloads.js'
import { isIngressNginx } from './recognise.js'
import { releaseOf } from './release.js'
import { settingsOf } from './settings.js'

/** A workload, with those of its pods that run one. */
interface Group extends Ref {
  readonly replicas: Replica[]
}

/** Sorted by namespace and name. */
export function locate(pods: readonly Pod[]): Controller[] {
  const groups = new Map<string, Group>()
  for (const pod of pods) {
    const container = pod.spec?.containers?.find(isIngressNginx)
    if (!container) continue
    const { namespace } = refOf(pod)
    const owner = { ...workloadOf(pod), namespace }
    const key = refKey(owner)
    const group = groups.get(key) ?? { ...owner, replicas: [] }
    group.replicas.push(replicaOf(pod, container))
    groups.set(key, group)
  }
  return [...groups.values()].flatMap(controllerOf).sort((a, b) => compare(nameOf(a), nameOf(b)))
}

function controllerOf(group: Group): Controller[] {
  const replicas = [...group.replicas].sort(
    (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || compare(a.name, b.name),
  )
  const [first] = replicas
  return first
    ? [{ ...group, dialect: 'ingress-nginx', replicas, settings: first.settings, release: first.release }]
    : []
}

/** Any pod as a replica, when somebody names it: what it runs decides the settings, not whether it is recognised. */
export function replicaOf(pod: Pod, container: Container): Replica {
  const ref = refOf(pod)
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container.name)
  const argv = [...(container.command ?? []), ...(container.args ?? [])]
  return {
    ...ref,
    container: container.name,
    ...stateOf(pod, container),
    node: pod.spec?.nodeName ?? null,
    ip: pod.status?.podIP ?? null,
    restarts: status?.restartCount ?? 0,
    createdAt: pod.metadata.creationTimestamp ?? null,
    labels: pod.metadata.labels ?? {},
    settings: settingsOf(argv, ref.namespace),
    release: releaseOf(container.image ?? ''),
  }
}

const order: readonly ReplicaState[] = ['ready', 'not-ready', 'pending', 'terminating', 'failed']

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/ */
function stateOf(pod: Pod, container: Container): { readonly state: ReplicaState; readonly reason: string | null } {
  const { phase, reason, conditions, containerStatuses } = pod.status ?? {}
  const status = containerStatuses?.find(({ name }) => name === container.name)
  const why = status?.state?.waiting?.reason ?? status?.state?.terminated?.reason ?? reason ?? null
  if (phase === 'Failed' || phase === 'Succeeded') return { state: 'failed', reason: reason ?? why ?? phase }
  if (pod.metadata.deletionTimestamp) return { state: 'terminating', reason: null }
  if (phase !== 'Running') return { state: 'pending', reason: why }
  const ready = conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false
  return ready ? { state: 'ready', reason: null } : { state: 'not-ready', reason: why }
}

/** A Deployment names its ReplicaSets after itself and the hash of the template, which the pods carry as a label. */
function workloadOf(pod: Pod): { kind: string; name: string } {
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller)
  if (!owner) return { kind: 'Pod', name: refOf(pod).name }
  const hash = pod.metadata.labels?.['pod-template-hash']
  if (owner.kind === 'ReplicaSet' && hash && owner.name.endsWith(`-${hash}`))
    return { kind: 'Deployment', name: owner.name.slice(0, -hash.length - 1) }
  return { kind: owner.kind, name: owner.name }
}
