/** Gateways, their routes and what belongs to them, of the wire or of a stranger's file → the fields that we read. */
import type { Kinds } from '../objects.js'
import { integer, isRecord, metadata, record, text, type Wire } from '../project-fields.js'
import { type Described, shaped } from '../shaped.js'
import { gatewayShapes } from './gateways.js'
import { routeShapes } from './routes.js'

/** What is read of each kind, and how it is shown. */
export const shapesOfGateways = { ...gatewayShapes, ...routeShapes }

export type GatewayKind = keyof typeof shapesOfGateways

export const gatewayProjections = Object.fromEntries(
  Object.keys(shapesOfGateways).map((kind) => [kind, (wire: Wire) => projectGateway(kind as GatewayKind, wire)]),
) as unknown as { readonly [K in GatewayKind]: (wire: Wire) => Kinds[K] }

function projectGateway(kind: GatewayKind, wire: Wire): object {
  const shape: { readonly spec: Described; readonly status?: Described } = shapesOfGateways[kind]
  const projected = { kind, metadata: metadata(wire.metadata), spec: shaped(record(wire.spec), shape.spec) }
  if (shape.status === undefined) return projected
  // A status is of an older generation where the controller has not read the last change.
  const generation = integer(record(wire.metadata).generation)
  return {
    ...projected,
    metadata: { ...projected.metadata, generation },
    status: shaped(statusOf(record(wire.status)), shape.status),
  }
}

/** The features of a class are names; 1.3 began to put them into objects. */
function statusOf(status: Wire): Wire {
  const { supportedFeatures: features } = status
  return Array.isArray(features)
    ? { ...status, supportedFeatures: features.map((one) => text(isRecord(one) ? one.name : one)) }
    : status
}
