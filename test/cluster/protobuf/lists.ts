/** Lists as an API server sends them in protobuf, and as they are read. */
import { pageOf } from '../../../src/cluster/list/page.js'
import { type Kind, type Kinds, kinds } from '../../../src/domain/objects/objects.js'
import { project } from '../../../src/domain/objects/project.js'
import { protobufOf } from '../../support/cluster/kube-protobuf.mjs'

export type Sent = 'Ingress' | 'Service' | 'EndpointSlice' | 'Secret'

const listOf = (kind: Kind, items: readonly unknown[], next = '') => ({
  kind: `${kind}List`,
  apiVersion: kinds[kind].version,
  metadata: { resourceVersion: '4711', continue: next },
  items,
})

export function sent(kind: Kind, items: readonly unknown[], next?: string): Buffer {
  const bytes = protobufOf(listOf(kind, items, next))
  if (bytes === null) throw new Error(`${kind} has no protobuf here`)
  return bytes
}

export const read = <K extends Kind>(kind: K, bytes: Buffer): (Kinds[K] | null)[] => [
  ...pageOf(kind, bytes, 'https://server').items,
]

const named = <T extends { metadata: { name?: unknown } }>(item: T) => (item.metadata.name ? item : null)

/** Both ways: what is read of the protobuf, and what is made of the JSON. */
export const both = (kind: Sent, items: readonly object[]) =>
  [read(kind, sent(kind, items)), items.map((item) => named(project(kind, item)))] as const

export const metadata = {
  name: 'web',
  namespace: 'shop',
  uid: '0b1c',
  resourceVersion: '12',
  generation: 300,
  creationTimestamp: '2026-02-28T23:59:59Z',
  labels: { app: 'web', empty: '', __proto__x: 'y' },
  annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"secret":1}', 'a/b': 'größer ⟶ 𝄞' },
  managedFields: [
    { manager: 'kubectl', operation: 'Update', time: '2026-02-28T23:59:59Z', fieldsV1: { 'f:spec': {} } },
  ],
}
