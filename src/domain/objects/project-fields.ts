/** Values of any shape → fields of the type that we expect: what has another type counts as absent. No private key is read. */

import { maskPathWord, maskWord } from '../masking/field.js'
import { maskPrivateKeys } from '../masking/private-keys.js'
import type { ObjectMeta } from './meta.js'

export type Wire = Readonly<Record<string, unknown>>

/** Not the one that is long, and a copy of the object as it was applied, secrets included. */
export function isKeptAnnotation(name: string): boolean {
  return name !== 'kubectl.kubernetes.io/last-applied-configuration'
}

/** RFC 3339, as the API server writes it. */
export function instant(value: unknown): string | null {
  const said = word(value) ?? ''
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(said) ? said : null
}

export function metadata(value: unknown): ObjectMeta {
  const wire = record(value)
  return {
    name: word(wire.name),
    generateName: word(wire.generateName),
    namespace: word(wire.namespace),
    uid: word(wire.uid),
    creationTimestamp: word(wire.creationTimestamp),
    deletionTimestamp: word(wire.deletionTimestamp),
    labels: stringMap(wire.labels),
    annotations: stringMap(wire.annotations, isKeptAnnotation),
  }
}

export function isRecord(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function record(value: unknown): Wire {
  return isRecord(value) ? value : {}
}

/** What a text of JSON says; undefined: it is none. */
export function jsonIn(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** The same, where an object is expected. */
export function recordIn(json: string): Wire {
  return record(jsonIn(json))
}

/** null stays null and an absent or mistyped list is null; items that are no objects are dropped. */
export function list<T>(value: unknown, item: (wire: Wire) => T): T[] | null {
  if (!Array.isArray(value)) return null
  const items: T[] = []
  for (const one of value) if (isRecord(one)) items.push(item(one))
  return items
}

/** The objects of a list, which may not be there. */
export function wires(value: unknown): readonly Wire[] {
  return list(value, (one) => one) ?? []
}

export function texts(value: unknown): string[] | null {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string').map(maskPrivateKeys) : null
}

export function text(value: unknown): string | null {
  return typeof value === 'string' ? maskPrivateKeys(value) : null
}

/** Where one word should stand: see {@link maskWord}. */
export function word(value: unknown): string | null {
  return typeof value === 'string' ? maskWord(value) : null
}

/** Where a path, a pattern or a URL may stand: see {@link maskPathWord}. */
export function path(value: unknown): string | null {
  return typeof value === 'string' ? maskPathWord(maskPrivateKeys(value)) : null
}

export function integer(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) ? value : null
}

export function flag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}

/** What is read of a text by its key: the annotation names a class, as a field does. */
export function textIn(key: string, value: string): string {
  return key === 'kubernetes.io/ingress.class' ? maskWord(value) : maskPrivateKeys(value)
}

/** `null` for an empty map too: most objects have none, and 10,000 empty objects are not free. */
export function stringMap(
  value: unknown,
  isKept: (key: string) => boolean = () => true,
): Record<string, string> | null {
  if (!isRecord(value)) return null
  const entries: [string, string][] = []
  for (const [key, one] of Object.entries(value))
    if (typeof one === 'string' && isKept(key)) entries.push([maskWord(key), textIn(key, one)])
  return entries.length > 0 ? Object.fromEntries(entries) : null
}
