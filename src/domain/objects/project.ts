/**
 * Cuts an object of the wire, or of a stranger's file, down to the fields that we read.
 *
 * Whatever has the wrong type counts as absent, so that everything behind this door may trust the types of objects.
 * The rest (managedFields, pod templates, secret keys) is dropped as pages arrive, which is what keeps memory bounded.
 */

import { projectPod } from './environment.js'
import { shapesOfGateways } from './gateway/routes.js'
import { type Kind, type Kinds, objectShapes, type Secret } from './objects.js'
import { listKept } from './password-list.js'
import { instant, integer, list, metadata, record, text, type Wire, word } from './project-fields.js'
import { type Described, objectFields } from './shaped.js'
import { webhooksShape } from './webhooks.js'
import { workloadShapes } from './workloads.js'

const shapes = {
  ...objectShapes,
  ...workloadShapes,
  ValidatingWebhookConfiguration: webhooksShape,
  ...shapesOfGateways,
}

type ShapedKind = keyof typeof shapes

const shaped = Object.fromEntries(
  Object.keys(shapes).map((kind) => [kind, projectionOf(kind as ShapedKind)]),
) as unknown as { readonly [K in ShapedKind]: (wire: Wire) => Kinds[K] }

const projections: { readonly [K in Kind]: (wire: Wire) => Kinds[K] } = {
  ...shaped,
  Pod: projectPod,
  Secret: projectSecret,
  Event: (wire) => shaped.Event(eventOf(wire)),
}

/** The fields of a kind that are read; null: those of this one are chosen otherwise. */
export function shapeOf(kind: Kind): Readonly<Record<string, Described>> | null {
  return Object.hasOwn(shapes, kind) ? shapes[kind as ShapedKind] : null
}

/** @param object anything: a parsed list item, a YAML document */
export function project<K extends Kind>(kind: K, object: unknown): Kinds[K] {
  return projections[kind](record(object))
}

function projectionOf(kind: ShapedKind): (wire: Wire) => object {
  const shape: Readonly<Record<string, Described>> = shapes[kind]
  const fieldsOf = objectFields(shape)
  // The status of these is of an older generation where the controller has not read the last change.
  const isStamped = Object.hasOwn(shapesOfGateways, kind) && shape.status !== undefined
  return (wire) => {
    const own = metadata(wire.metadata)
    const { generation, managedFields } = record(wire.metadata)
    return {
      kind,
      metadata: {
        ...own,
        ...(isStamped && { generation: integer(generation) }),
        ...(kind === 'EndpointSlice' && {
          managedFields: list(managedFields, ({ time }) => ({ time: instant(time) })),
        }),
      },
      ...fieldsOf(wire),
    }
  }
}

/**
 * Of a Secret's data only what is public by nature is kept: the certificate chains. Of a list of passwords nothing is
 * but that it is there, how its lines are made, and whether it lets nobody in.
 */
const keptOfSecrets: ReadonlyMap<string, 'value' | 'list' | 'presence'> = new Map([
  ['tls.crt', 'value'],
  ['ca.crt', 'value'],
  ['tls.ca', 'value'],
  ...(['auth', 'users', 'htpasswd'] as const).map((key) => [key, 'list'] as const),
  ...(['username', 'password', 'jwk', 'client-secret'] as const).map((key) => [key, 'presence'] as const),
])

/** Is anything of a key of a Secret kept. */
export function isKeptOfSecret(key: string): boolean {
  return keptOfSecrets.has(key)
}

/** What is kept of one of those keys. @param read its value in base64 */
export function keptOfSecret(key: string, read: () => string): string {
  const what = keptOfSecrets.get(key)
  return what === 'value' ? read() : what === 'list' ? listKept(read()) : ''
}

function projectSecret(wire: Wire): Secret {
  // Only who writes a Secret has its texts as they are: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/secret-v1/
  const [data, written] = [record(wire.data), record(wire.stringData)]
  const kept: Record<string, string> = {}
  for (const key of keptOfSecrets.keys()) {
    const plain = text(written[key])
    const value = plain === null ? text(data[key]) : encoded(plain)
    if (value !== null) kept[key] = keptOfSecret(key, () => value)
  }
  return { kind: 'Secret', metadata: metadata(wire.metadata), type: word(wire.type), data: kept }
}

function encoded(plain: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(plain)))
}

/** Events written by the newer API have their time, and who wrote them, in other fields. */
function eventOf(wire: Wire): Wire {
  return {
    ...wire,
    component: text(record(wire.source).component) || text(wire.reportingComponent) || wire.reportingController,
    lastTimestamp: text(wire.lastTimestamp) ?? wire.eventTime,
  }
}
