/** Of each kind that is read one object with each field that is read of it: a new kind or field is here by itself. */
import { customKinds } from '../../../../src/controllers/files.js'
import type { Shape } from '../../../../src/domain/objects/custom.js'
import { apiVersionOf, type Kind, kinds } from '../../../../src/domain/objects/objects.js'
import { shapeOf } from '../../../../src/domain/objects/project.js'
import type { Described } from '../../../../src/domain/objects/shaped.js'
import { pod } from '../../../../src/domain/objects/workloads.js'

const metadata = (kind: string) => ({
  ...{ namespace: 'shop', name: `whole-${kind.toLowerCase()}`, creationTimestamp: '2026-01-01T00:00:00Z', uid: 'x' },
  ...{ generation: 1, labels: { app: 'x' }, annotations: { 'example.com/x': 'x' } },
  ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'x', controller: true }],
})

/** Of those whose fields are chosen otherwise. */
const others: { readonly [K in Kind]?: object } = {
  Pod: exampleOf(pod) as object,
  Secret: { type: 'x', data: { 'tls.crt': 'eA==' }, stringData: { 'ca.crt': 'x' } },
}

function exampleOf(described: Described): unknown {
  if (typeof described !== 'string')
    return Array.isArray(described)
      ? described.map(exampleOf)
      : Object.fromEntries(Object.entries(described).map(([field, one]) => [field, exampleOf(one as Described)]))
  if (described.startsWith('integer')) return 1
  if (described === 'flag') return true
  return described === 'map' || described === 'labels' ? { x: 'x' } : 'x'
}

function customOf(shape: Shape): unknown {
  if (typeof shape === 'string') return shape === 'map' ? { x: 'x' } : 'x'
  if (Array.isArray(shape)) return shape[0]
  return Object.fromEntries(Object.entries(shape).map(([field, one]) => [field, customOf(one)]))
}

export const wholeObjects: readonly { readonly kind: string; readonly apiVersion: string }[] = [
  ...(Object.keys(kinds) as Kind[]).map((kind) => {
    const shape = shapeOf(kind)
    const fields = shape === null ? others[kind] : (exampleOf(shape) as object)
    if (fields === undefined) throw new Error(`what is read of a ${kind} is not known here`)
    return { apiVersion: apiVersionOf(kind), kind, metadata: metadata(kind), ...fields }
  }),
  ...customKinds.map(({ kind, group, version, shape }) => ({
    ...{ apiVersion: `${group}/${version}`, kind, metadata: metadata(kind), ...(customOf(shape) as object) },
  })),
]
