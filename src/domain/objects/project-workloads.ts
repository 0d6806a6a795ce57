/** Cuts down pods, their owners, ConfigMaps and Leases; see project.ts. */

import { within } from './environment.js'
import { flag, integer, list, metadata, record, stringMap, text, texts, type Wire } from './project-fields.js'
import type { ConfigMap, Container, ContainerStatus, Lease, Pod, Workload } from './workloads.js'

export function projectPod(wire: Wire): Pod {
  const meta = record(wire.metadata)
  const spec = record(wire.spec)
  const status = record(wire.status)
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
      containers: list(spec.containers, (container) => projectContainer(container, fields)),
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

function projectContainer(wire: Wire, fields: Readonly<Record<string, unknown>>): Container {
  const [command, args] = [texts(wire.command), texts(wire.args)]
  return within({ name: text(wire.name) ?? '', image: text(wire.image), command, args }, { container: wire, fields })
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
