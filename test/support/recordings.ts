/** The recordings of real clusters: data that stays outside the project, in the folder that TKNG_RECORDINGS names. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Kind } from '../../src/domain/objects/objects.js'

const folder = process.env.TKNG_RECORDINGS

export function recording(...path: string[]): string {
  if (!folder) throw new Error('TKNG_RECORDINGS is not set: it names the folder of the recordings (guide, zoo, …)')
  return join(folder, ...path)
}

export function recordedJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(recording(...path), 'utf8')) as T
}

const files = {
  Ingress: 'ingresses',
  IngressClass: 'ingressclasses',
  Service: 'services',
  EndpointSlice: 'endpointslices',
  Endpoints: 'endpoints',
  Secret: 'secrets',
  Namespace: 'namespaces',
  Pod: 'pods',
  Deployment: 'deployments',
  DaemonSet: 'daemonsets',
  StatefulSet: 'statefulsets',
  ConfigMap: 'configmaps',
  Lease: 'leases',
  Event: 'events',
} as const satisfies Record<Kind, string>

/** The recorded objects of a cluster (`guide`, `zoo`), in wire JSON. */
export function recordedObjects(cluster: string): Record<Kind, unknown[]> {
  // Of a kind that has no file the cluster had none.
  const read = (file: string) =>
    existsSync(recording(cluster, 'api', `${file}.json`))
      ? recordedJson<{ items: unknown[] }>(cluster, 'api', `${file}.json`).items
      : []
  return Object.fromEntries(Object.entries(files).map(([kind, file]) => [kind, read(file)])) as Record<Kind, unknown[]>
}
