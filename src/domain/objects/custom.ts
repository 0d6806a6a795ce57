/** Objects of the kinds that a controller brought with it: its dialect says where they stand and what is read of them. */
import type { KubeObject } from './meta.js'
import type { KindInfo } from './objects.js'
import { isRecord, metadata, record, text, type Wire } from './project-fields.js'
import type { NamespacedName } from './ref.js'

/** A kind by its group: versions of it are read alike. */
export interface CustomKind extends KindInfo {
  readonly kind: string
  /** as kubectl takes it, too. Absent: it has none */
  readonly shortNames?: readonly string[]
  /** where it stood before, which nobody reads any more. Absent: nowhere */
  readonly formerGroup?: string
  /** the fields that are read, and may be kept and shown, of `spec` and `status`: whatever it does not name is dropped */
  readonly shape: { readonly spec?: Shape; readonly status?: Shape }
  /** Secrets whose certificates one of them shows. Absent: none */
  readonly secretsOf?: (object: CustomObject) => readonly NamespacedName[]
}

/**
 * `'value'`: a text, a number or a flag, or a list of these; `'map'`: such values by any key; a list: one of these words;
 * else an object's own fields.
 * A list has the shape of each of its items.
 */
export type Shape = 'value' | 'map' | readonly string[] | { readonly [field: string]: Shape }

export interface CustomObject extends KubeObject {
  readonly apiVersion: string
  readonly spec: Wire
  readonly status: Wire
}

/** Secrets whose certificates the objects of a listing show. */
export function secretsNamed({
  kind,
  items,
}: {
  readonly kind: CustomKind
  readonly items: readonly CustomObject[]
}): readonly NamespacedName[] {
  return kind.secretsOf === undefined ? [] : items.flatMap(kind.secretsOf)
}

/** `middlewares.example.com`: one kind's name among all. */
export function customName({ plural, group }: Pick<CustomKind, 'plural' | 'group'>): string {
  return `${plural}.${group}`
}

/** What no honest object needs, and what a stranger's has too much of: what goes beyond is cut off. */
const most = { items: 10_000, keys: 1_000, length: 64 * 1024 } as const

/** @param object anything: a parsed list item, a YAML document */
export function projectCustom({ kind, group, version, shape }: CustomKind, object: unknown): CustomObject {
  const wire = record(object)
  return {
    kind,
    apiVersion: text(wire.apiVersion) ?? `${group}/${version}`,
    metadata: metadata(wire.metadata),
    spec: fieldsOf(wire.spec, shape.spec ?? {}),
    status: fieldsOf(wire.status, shape.status ?? {}),
  }
}

function fieldsOf(value: unknown, shape: Shape): Wire {
  const shaped = Array.isArray(value) ? null : cut(value, shape)
  return isRecord(shaped) ? shaped : {}
}

/** As deep as the shape, never deeper. */
function cut(value: unknown, shape: Shape): unknown {
  if (Array.isArray(value))
    return value.slice(0, most.items).map((one) => (Array.isArray(one) ? null : cut(one, shape)))
  if (shape === 'value') return plain(value)
  if (isWords(shape)) return shape.find((word) => word === value) ?? null
  if (!isRecord(value)) return null
  if (shape === 'map')
    return Object.fromEntries(
      Object.entries(value)
        .slice(0, most.keys)
        .map(([key, one]) => [key, plain(one)])
        .filter(([, one]) => one !== null),
    )
  return Object.fromEntries(
    Object.entries(shape).flatMap(([field, own]) =>
      Object.hasOwn(value, field) && value[field] != null ? [[field, cut(value[field], own)]] : [],
    ),
  )
}

function isWords(shape: Shape): shape is readonly string[] {
  return Array.isArray(shape)
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.length <= most.length ? text(value) : null
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}
