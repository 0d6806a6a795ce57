/** Cuts down pods, their owners, ConfigMaps and Leases; see project.ts. */

import { flag, integer, list, metadata, record, stringMap, text, texts, type Wire } from './project-fields.js'
import type { ConfigMap, Container, ContainerStatus, Lease, Pod, Workload } from './workloads.js'

export function projectPod(wire: Wire): Pod {
  const meta = record(wire.metadata)
  const spec = record(wire.spec)
  const status = record(wire.status)
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
      containers: list(spec.containers, (container) => projectContainer(container, meta, spec, status)),
    },
    status: {
      phase: text(status.phase),
      reason: text(status.reason),
      podIP: text(status.podIP),
      conditions: list(status.conditions, ({ type, status }) => ({
        type: text(type) ?? '',
        status: text(status) ?? '',
      })),
      containerStatuses: list(status.containerStatuses, projectContainerStatus),
    },
  }
}

function projectContainer(wire: Wire, meta: Wire, spec: Wire, status: Wire): Container {
  const variables = environmentOf(wire, meta, spec, status)
  const expanded = (value: unknown) => texts(value)?.map((argument) => expand(argument, variables)) ?? null
  return {
    name: text(wire.name) ?? '',
    image: text(wire.image),
    command: expanded(wire.command),
    args: expanded(wire.args),
  }
}

/** What is known without asking: literal values, and fields of the pod itself. */
function environmentOf(wire: Wire, meta: Wire, spec: Wire, status: Wire): ReadonlyMap<string, string> {
  const fields: Readonly<Record<string, unknown>> = {
    'metadata.name': meta.name,
    'metadata.namespace': meta.namespace,
    'metadata.uid': meta.uid,
    'spec.nodeName': spec.nodeName,
    'spec.serviceAccountName': spec.serviceAccountName,
    'status.podIP': status.podIP,
    'status.hostIP': status.hostIP,
  }
  const variables = new Map<string, string>()
  for (const { name, value, valueFrom } of list(wire.env, (entry) => entry) ?? []) {
    const path = text(record(record(valueFrom).fieldRef).fieldPath)
    const found = path === null ? (text(value) ?? (valueFrom === undefined ? '' : null)) : text(fields[path])
    // A value may use the variables that stand before it.
    if (typeof name === 'string' && found !== null) variables.set(name, expand(found, variables))
  }
  return variables
}

/** https://github.com/kubernetes/kubernetes/blob/master/third_party/forked/golang/expansion/expand.go */
function expand(argument: string, variables: ReadonlyMap<string, string>): string {
  return argument.replace(/\$\$|\$\(([^)]*)\)/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (variables.get(name) ?? whole),
  )
}

function projectContainerStatus(wire: Wire): ContainerStatus {
  const { waiting, terminated } = record(wire.state)
  const reasonOf = (value: unknown) => (value === undefined ? null : { reason: text(record(value).reason) })
  return {
    name: text(wire.name) ?? '',
    ready: flag(wire.ready),
    restartCount: integer(wire.restartCount),
    state: { waiting: reasonOf(waiting), terminated: reasonOf(terminated) },
  }
}

export function projectWorkload(kind: Workload['kind'], wire: Wire): Workload {
  const status = record(wire.status)
  return {
    kind,
    metadata: metadata(wire.metadata),
    spec: { replicas: integer(record(wire.spec).replicas) },
    status: {
      readyReplicas: integer(status.readyReplicas),
      desiredNumberScheduled: integer(status.desiredNumberScheduled),
      numberReady: integer(status.numberReady),
    },
  }
}

export function projectConfigMap(wire: Wire): ConfigMap {
  return { kind: 'ConfigMap', metadata: metadata(wire.metadata), data: stringMap(wire.data) }
}

export function projectLease(wire: Wire): Lease {
  const { holderIdentity, renewTime } = record(wire.spec)
  return {
    kind: 'Lease',
    metadata: metadata(wire.metadata),
    spec: { holderIdentity: text(holderIdentity), renewTime: text(renewTime) },
  }
}
