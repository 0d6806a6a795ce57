/** Objects of the kinds that a controller brought with it: its dialect says where they stand and what is read of them. */
import type { Gap } from '../gap.js'
import { maskWord } from '../masking/field.js'
import { someOf } from '../text/counted.js'
import type { KubeObject } from './meta.js'
import type { KindInfo } from './objects.js'
import { isRecord, metadata, path, record, text, type Wire, word } from './project-fields.js'
import { type NamespacedName, nameOf, refOf } from './ref.js'

/** A kind by its group: versions of it are read alike. */
export interface CustomKind extends KindInfo {
  readonly kind: string
  /** as kubectl takes it, too. Absent: it has none */
  readonly shortNames?: readonly string[]
  /** where it stood before: its controller says whether that is still read. Absent: nowhere */
  readonly formerGroup?: string
  /** the fields that are read, and may be kept and shown, of `spec` and `status`: whatever it does not name is dropped */
  readonly shape: { readonly spec?: Shape; readonly status?: Shape }
  /** Secrets whose certificates one of them shows. Absent: none */
  readonly secretsOf?: (object: CustomObject) => readonly NamespacedName[]
}

/**
 * `'value'`: a text of one word, a number or a flag, or a list of these; `'path'`: or a pattern of one; `'text'`: any text,
 * of which the dialect says what may be shown; `'map'`: such values by any key; a list: one of these words; else an object's
 * own fields. A list has the shape of each of its items.
 */
export type Shape = Plain | 'map' | readonly string[] | { readonly [field: string]: Shape }

type Plain = 'value' | 'path' | 'text'

const readers = { value: word, path, text } as const

/** Fields that are plain values. @param names with blanks between them */
export function values(names: string, as: Plain = 'value'): Readonly<Record<string, Plain>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, as]))
}

export interface CustomObject extends KubeObject {
  readonly apiVersion: string
  readonly spec: Wire
  readonly status: Wire
  /** more stands in it than is read */
  readonly isCut?: true
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

export function isFormer({ formerGroup }: CustomKind, { apiVersion }: CustomObject): boolean {
  return formerGroup !== undefined && apiVersion.startsWith(`${formerGroup}/`)
}

/** What no honest object needs, and what a stranger's has too much of: what goes beyond is cut off. */
const most = { items: 10_000, keys: 1_000, length: 64 * 1024 } as const

/** @param object anything: a parsed list item, a YAML document */
export function projectCustom({ kind, group, version, shape }: CustomKind, object: unknown): CustomObject {
  const wire = record(object)
  const cut = new Cut()
  const [spec, status] = [cut.fieldsOf(wire.spec, shape.spec ?? {}), cut.fieldsOf(wire.status, shape.status ?? {})]
  return {
    kind,
    apiVersion: word(wire.apiVersion) ?? `${group}/${version}`,
    metadata: metadata(wire.metadata),
    spec,
    status,
    ...(cut.isCut && { isCut: true }),
  }
}

/** Names that are told. */
const mostNames = 3

/** What is not read of the objects of a listing. */
export function cutsOf({ kind }: CustomKind, items: readonly CustomObject[]): Gap[] {
  const names = items.filter(({ isCut }) => isCut).map((one) => nameOf(refOf(one)))
  if (names.length === 0) return []
  const limits = `more than ${most.items} items in a list, ${most.keys} keys or ${most.length / 1024} KiB of text`
  const message = `${someOf(names, mostNames)}: of ${limits} the rest is not looked at`
  return [{ kind, namespace: null, reason: 'limited', message }]
}

/** What is kept of one object, as deep as the shape, never deeper. */
class Cut {
  isCut = false

  fieldsOf(value: unknown, shape: Shape): Wire {
    const shaped = Array.isArray(value) ? null : this.#shaped(value, shape)
    return isRecord(shaped) ? shaped : {}
  }

  #shaped(value: unknown, shape: Shape): unknown {
    if (Array.isArray(value))
      return this.#first(value, most.items).map((one) => (Array.isArray(one) ? null : this.#shaped(one, shape)))
    if (shape === 'value' || shape === 'path' || shape === 'text') return this.#plain(value, shape)
    if (isWords(shape)) return shape.find((word) => word === value) ?? null
    if (!isRecord(value)) return null
    if (shape === 'map')
      return Object.fromEntries(
        this.#first(Object.entries(value), most.keys)
          .map(([key, one]) => [maskWord(key), this.#plain(one, 'value')])
          .filter(([, one]) => one !== null),
      )
    return Object.fromEntries(
      Object.entries(shape).flatMap(([field, own]) =>
        Object.hasOwn(value, field) && value[field] != null ? [[field, this.#shaped(value[field], own)]] : [],
      ),
    )
  }

  #first<T>(all: readonly T[], count: number): readonly T[] {
    if (all.length > count) this.isCut = true
    return all.slice(0, count)
  }

  #plain(value: unknown, as: Plain): unknown {
    if (typeof value === 'string') {
      if (value.length <= most.length) return readers[as](value)
      this.isCut = true
      return null
    }
    return typeof value === 'number' || typeof value === 'boolean' ? value : null
  }
}

function isWords(shape: Shape): shape is readonly string[] {
  return Array.isArray(shape)
}
