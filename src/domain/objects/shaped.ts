/**
 * A part of an object, described once: the description gives its type, how it is read of the wire or of a stranger's
 * file, and what of it must be masked before it is shown or kept.
 */
import { onceFor } from '../remember.js'
import type { KubeObject, Maybe } from './meta.js'
import { flag, integer, isRecord, path, record, stringMap, text, type Wire, word } from './project-fields.js'

const texts = (value: unknown) => stringMap(value)

/** What a field may hold. Those with `!` are never absent: where they are missing they are empty. */
const leaves = {
  /** a name, a host, an address, a time: whatever is one word */
  text: word,
  'text!': (value: unknown) => word(value) ?? '',
  /** or a pattern of one */
  path,
  /** of its rules the masker knows more */
  'any text': text,
  integer,
  'integer!': (value: unknown) => integer(value) ?? 0,
  'integer or text': (value: unknown) => integer(value) ?? word(value),
  flag,
  /** one of some few words, which anybody may write */
  word,
  'word!': (value: unknown) => word(value) ?? '',
  /** a word that newer releases put into an object with a `name` */
  feature: (value: unknown) => word(isRecord(value) ? value.name : value),
  /** a sentence of a controller, which quotes whatever it stumbled over */
  remark: text,
  /** what a header or the like, the `name` beside it, must be, or is set to: it may be a password */
  'value!': (value: unknown) => text(value) ?? '',
  labels: texts,
  /** texts by any name */
  map: texts,
  /** of the label whose `key` stands beside it */
  label: text,
}

export type Leaf = keyof typeof leaves
/** A list of one shape has items of that shape. */
export type Described = Leaf | readonly [Described] | { readonly [field: string]: Described }

/** The type of what is described. */
export type Shaped<D> = D extends Leaf
  ? NonNullable<ReturnType<(typeof leaves)[D]>>
  : D extends readonly [infer Item]
    ? readonly Shaped<Item>[]
    : { readonly [F in keyof D as D[F] extends `${string}!` ? F : never]: Shaped<D[F]> } & {
        readonly [F in keyof D as D[F] extends `${string}!` ? never : F]?: Maybe<Shaped<D[F]>>
      }

/** Of a kind whose fields are described. */
export type ShapedObject<K extends string, D> = KubeObject<K> & Shaped<D>

/** Null where the value has another type; of a list, the items that have are left out. */
export function shaped<D extends Described>(value: unknown, described: D): Shaped<D> | null {
  return readerOf(described)(value) as Shaped<D> | null
}

type Reader = (value: unknown) => unknown

/** Made once for each description: there are thousands of objects of one. */
function readerOf(described: Described): Reader {
  return typeof described === 'string' ? leaves[described] : made(described)
}

const made = onceFor((described: Exclude<Described, Leaf>): Reader => {
  if (isList(described)) {
    const item = readerOf(described[0])
    return (value) => {
      if (!Array.isArray(value)) return null
      const items: unknown[] = []
      for (const one of value) {
        const found = item(one)
        if (found !== null) items.push(found)
      }
      return items
    }
  }
  const fields = fieldsReader(described)
  return (value) => (isRecord(value) ? fields(value) : null)
})

function fieldsReader(
  described: Readonly<Record<string, Described>>,
  readOf: (described: Described, field: string) => Reader = readerOf,
): (wire: Wire) => Wire {
  const names = Object.keys(described)
  const readers = Object.entries(described).map(([field, one]) => readOf(one, field))
  return (wire) => {
    const found: Record<string, unknown> = {}
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string
      found[name] = (readers[i] as Reader)(wire[name])
    }
    return found
  }
}

/** Those of an object as a whole; `spec` and `status` are there even where they are missing. */
export function objectFields(described: Readonly<Record<string, Described>>): (wire: Wire) => Wire {
  return fieldsReader(described, (one, field) => {
    const read = readerOf(one)
    return field === 'spec' || field === 'status' ? (value) => read(record(value)) : read
  })
}

/** What is to be done with the text of a leaf. @param beside the fields of the object in which it stands */
export type Change = { readonly [L in Leaf]?: (value: never, beside: Wire) => unknown }

/** The same, with what stands in some kinds of leaves changed; a field that is not described is left out. */
export function withLeaves<T>(value: T, described: Described, change: Change): T {
  return changed(value, described, change, {}) as T
}

function changed(value: unknown, described: Described, change: Change, beside: Wire): unknown {
  if (value == null) return value
  if (typeof described === 'string') {
    const act = change[described] as ((value: unknown, beside: Wire) => unknown) | undefined
    return act === undefined ? value : act(value, beside)
  }
  if (isList(described)) return (value as readonly unknown[]).map((one) => changed(one, described[0], change, beside))
  return Object.fromEntries(
    Object.entries(record(value)).flatMap(([field, own]) => {
      const how = described[field]
      return how === undefined ? [] : [[field, changed(own, how, change, record(value))]]
    }),
  )
}

/** Is it a list of one shape. */
export function isList(described: Described): described is readonly [Described] {
  return Array.isArray(described)
}
