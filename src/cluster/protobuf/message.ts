/** What a message of protobuf is made of: fields by number, each read in its way, all others passed over. */
import { maskPathWord, maskWord } from '../../domain/masking/field.js'
import { textIn } from '../../domain/objects/project-fields.js'
import { type Cursor, wire } from './cursor.js'

/** @returns a message, whose bytes go from the cursor to `end` */
export type ReadMessage<T> = (cursor: Cursor, end: number) => T

export interface MessageField<T> {
  readonly number: number
  /** how its value is written; another one is none of this field */
  readonly type: number
  /** @param before what the message said of it so far: a list says it item by item */
  readonly read: (cursor: Cursor, end: number, before: unknown) => T | null
  /** what it is where it is not sent */
  readonly absent: T | null
}

/** All fields of T: the compiler misses one that is left out. */
export type Fields<T> = { readonly [K in keyof T]-?: MessageField<NonNullable<T[K]>> }

/** @param constants what every such message has besides */
export function message<T>(of: Fields<T>, constants: object = {}): ReadMessage<T> {
  const names = Object.keys(of) as (keyof T & string)[]
  const byNumber: { readonly name: string; readonly field: MessageField<unknown> }[] = []
  for (const name of names) byNumber[of[name].number] = { name, field: of[name] }
  const absent = { ...constants, ...Object.fromEntries(names.map((name) => [name, of[name].absent])) }
  return (cursor, end) => {
    const found: Record<string, unknown> = { ...absent }
    while (cursor.at < end) {
      const tag = cursor.varint()
      const type = tag & 7
      const known = byNumber[tag >>> 3]
      if (known === undefined || known.field.type !== type) {
        cursor.skip(type, end)
        continue
      }
      const after = type === wire.bytes ? cursor.endOfBytes(end) : end
      found[known.name] = known.field.read(cursor, after, found[known.name])
    }
    if (cursor.at > end) throw new Error('it sent protobuf whose parts overlap')
    return found as T
  }
}

/** Bytes of a part that are compared. */
const longest = 64

/** A part that many objects have in common: where it is the same as the one before, it is the same object. */
export function shared<T>(read: ReadMessage<T>): ReadMessage<T> {
  let last: { readonly bytes: Buffer; readonly value: T } | null = null
  return (cursor, end) => {
    const { bytes, at } = cursor
    if (end - at > longest) return read(cursor, end)
    if (last !== null && last.bytes.length === end - at && bytes.compare(last.bytes, 0, end - at, at, end) === 0) {
      cursor.at = end
      return last.value
    }
    last = { bytes: bytes.subarray(at, end), value: read(cursor, end) }
    return last.value
  }
}

/** A value of a map, by its key. */
export type ReadIn = (cursor: Cursor, end: number, key: string) => string

/** A message whose one field is all that counts. */
export function inside<T>(number: number, read: ReadMessage<T>): ReadMessage<T | null> {
  const around = message<{ value?: T }>({ value: field.object(number, read) })
  return (cursor, end) => around(cursor, end).value ?? null
}

/**
 * Fields by their type in Go, which decides what of them is in JSON: what is no pointer is sent even where it is zero, and
 * JSON leaves it out then, unless it is required.
 */
export const field = {
  text: (number: number) => bytes<string>(number, (cursor, end) => text(cursor, end) || null),
  anyText: (number: number, absent: string | null = null) =>
    bytes<string>(number, (cursor, end) => cursor.text(end) || absent, absent),
  path: (number: number) => bytes<string>(number, (cursor, end) => maskPathWord(cursor.text(end)) || null),
  pointerToText: (number: number) => bytes<string>(number, text),
  requiredText: (number: number) => bytes<string>(number, text, ''),
  texts: (number: number) => field.list<string>(number, text),
  /** @param isKept false for a key: its value is passed over, and no text is made of it */
  textMap: (number: number, isKept: (key: string) => boolean = () => true, value: ReadIn = textOfKey) =>
    bytes<Record<string, string>>(number, (cursor, end, before) => {
      cursor.member()
      const [key, found] = entry(cursor, end, isKept, value)
      const map = (before ?? {}) as Record<string, string>
      if (!isKept(key)) return before as typeof map | null
      // A key may have any name, __proto__ too.
      Object.defineProperty(map, key, { value: found, enumerable: true, writable: true, configurable: true })
      return map
    }),
  integer: (number: number) => varint<number>(number, (cursor) => cursor.varint() || null),
  pointerToInteger: (number: number) => varint<number>(number, (cursor) => cursor.varint()),
  requiredInteger: (number: number) => varint<number>(number, (cursor) => cursor.varint(), 0),
  flag: (number: number) => varint<boolean>(number, (cursor) => cursor.varint() !== 0 || null),
  pointerToFlag: (number: number) => varint<boolean>(number, (cursor) => cursor.varint() !== 0),
  time: (number: number) => bytes<string>(number, time),
  integerOrText: (number: number) => bytes<number | string>(number, integerOrText),
  object: <T>(number: number, read: ReadMessage<T>) =>
    bytes<NonNullable<T>>(number, read as ReadMessage<NonNullable<T>>),
  list: <T>(number: number, read: ReadMessage<T>) =>
    bytes<T[]>(number, (cursor, end, before) => {
      cursor.member()
      const item = read(cursor, end)
      const list = before as T[] | null
      // V8 gives an array that grows room for 17: most lists here have one, two or three.
      if (list === null || list.length < 4) return list === null ? [item] : [...list, item]
      list.push(item)
      return list
    }),
}

function bytes<T>(number: number, read: MessageField<T>['read'], absent: T | null = null): MessageField<T> {
  return { number, type: wire.bytes, read, absent }
}

function varint<T>(number: number, read: MessageField<T>['read'], absent: T | null = null): MessageField<T> {
  return { number, type: wire.varint, read, absent }
}

function text(cursor: Cursor, end: number): string {
  return maskWord(cursor.text(end))
}

function textOfKey(cursor: Cursor, end: number, key: string): string {
  return textIn(key, cursor.text(end))
}

/** https://protobuf.dev/programming-guides/proto3/#maps: a message of key and value, each left out where it is empty */
function entry(cursor: Cursor, end: number, isKept: (key: string) => boolean, value: ReadIn): [string, string] {
  let key = ''
  let found = ''
  while (cursor.at < end) {
    const tag = cursor.varint()
    if ((tag & 7) !== wire.bytes) cursor.skip(tag & 7, end)
    else {
      const after = cursor.endOfBytes(end)
      if (tag >>> 3 === 1) key = cursor.text(after)
      else if (tag >>> 3 === 2 && isKept(key)) found = value(cursor, after, key)
      else cursor.at = after
    }
  }
  return [maskWord(key), found]
}

const instant = message<{ seconds?: number }>({ seconds: field.pointerToInteger(1) })

/** As JSON has it: whole seconds, RFC 3339. null: the zero of Go. */
function time(cursor: Cursor, end: number): string | null {
  const { seconds } = instant(cursor, end)
  if (seconds === undefined || seconds === null) return null
  const inDay = seconds % secondsOfDay
  const date = dateOf(seconds - inDay)
  const two = (number: number) => (number < 10 ? `0${number}` : `${number}`)
  const [hours, minutes] = [Math.floor(inDay / 3600), Math.floor(inDay / 60) % 60]
  return date === null ? null : `${date}T${two(hours)}:${two(minutes)}:${two(inDay % 60)}Z`
}

const secondsOfDay = 24 * 60 * 60
let lastDay: { readonly seconds: number; readonly date: string | null } = { seconds: 0, date: '1970-01-01' }

/** Objects are made on few days, and a Date is dear. */
function dateOf(seconds: number): string | null {
  if (seconds !== lastDay.seconds) {
    const day = new Date(seconds * 1000)
    const date = Number.isNaN(day.getTime()) ? null : day.toISOString().slice(0, -'T00:00:00.000Z'.length)
    lastDay = { seconds, date }
  }
  return lastDay.date
}

/** https://github.com/kubernetes/apimachinery/blob/master/pkg/util/intstr/intstr.go */
const either = message<{ type: number; number: number; text: string }>({
  type: field.requiredInteger(1),
  number: field.requiredInteger(2),
  text: field.requiredText(3),
})

function integerOrText(cursor: Cursor, end: number): number | string {
  const { type, number, text } = either(cursor, end)
  return type === 0 ? number : text
}
