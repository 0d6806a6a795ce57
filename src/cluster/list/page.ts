/** A page of a list, in JSON or in protobuf → its objects, cut down one by one, and the token of the next page. */
import type { KubeObject } from '../../domain/objects/meta.js'
import type { Kind, Kinds } from '../../domain/objects/objects.js'
import { project } from '../../domain/objects/project.js'
import { record, text } from '../../domain/objects/project-fields.js'
import { problem } from '../../domain/problem.js'
import { Cursor, wire } from '../protobuf/cursor.js'
import { open } from '../protobuf/envelope.js'
import { readers } from '../protobuf/kinds.js'
import { field, message, type ReadMessage } from '../protobuf/message.js'
import { detailOf } from '../wire/errors.js'

export interface Page<T> {
  /** null: it is not what the list is of, an object with a name */
  readonly items: Iterable<T | null>
  /** '': there is no next one */
  readonly token: string
}

/**
 * @param body as the transport has it
 * @throws Problem `not-kubernetes`, from the iteration too, for what is no list of this kind
 */
export function pageOf<K extends Kind>(kind: K, body: unknown, server: string): Page<Kinds[K]> {
  if (!Buffer.isBuffer(body)) return pageOfJson(kind, body, server)
  const { items, token } = orProblem(server, () => readList(kind, body))
  return { items: named(eachOrProblem(server, items)), token }
}

function pageOfJson<K extends Kind>(kind: K, body: unknown, server: string): Page<Kinds[K]> {
  const list = record(body)
  const items = list.items ?? []
  if (list.kind !== `${kind}List` || !Array.isArray(items))
    throw problem('not-kubernetes', { server, detail: `it sent JSON that is no ${kind}List` })
  return { items: named(projected(kind, items)), token: text(record(list.metadata).continue) ?? '' }
}

function* projected<K extends Kind>(kind: K, items: readonly unknown[]): Generator<Kinds[K]> {
  for (const item of items) yield project(kind, item)
}

/** Protobuf may lack what every object has. */
function* named<T extends Partial<KubeObject>>(items: Iterable<T>): Generator<T | null> {
  for (const item of items) yield item.metadata?.name ? item : null
}

function* eachOrProblem<T>(server: string, items: Iterable<T>): Generator<T> {
  const each = items[Symbol.iterator]()
  for (let next = orProblem(server, () => each.next()); !next.done; next = orProblem(server, () => each.next()))
    yield next.value
}

function orProblem<T>(server: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw problem('not-kubernetes', { server, detail: detailOf(error) }, error)
  }
}

interface ProtobufList<K extends Kind> {
  /** '': there is no further page */
  readonly token: string
  /** read one by one, so that no more than one is half read at a time */
  readonly items: Iterable<Kinds[K]>
}

const itemsField = 2
const listMeta = message<{ token: string }>({ token: field.anyText(3, '') })

/** @throws Error (in words), from the iteration too, for what is no list of this kind */
function readList<K extends Kind>(kind: K, bytes: Buffer): ProtobufList<K> {
  const { kind: found, raw } = open(bytes)
  const read = readers[kind] as ReadMessage<Kinds[K]> | undefined
  if (found !== `${kind}List` || read === undefined) throw new Error(`it sent protobuf that is no ${kind}List`)
  const places: number[] = []
  const cursor = new Cursor(raw)
  let token = ''
  for (const end = raw.length; cursor.at < end; ) {
    const tag = cursor.varint()
    if ((tag & 7) !== wire.bytes) cursor.skip(tag & 7, end)
    else {
      const after = cursor.endOfBytes(end)
      if (tag >>> 3 === 1) token = listMeta(cursor, after).token
      else if (tag >>> 3 === itemsField) {
        cursor.beginObject(cursor.at)
        cursor.member()
        places.push(cursor.at, after)
      }
      cursor.at = after
    }
  }
  return { token, items: itemsAt(cursor, places, read) }
}

function* itemsAt<T>(cursor: Cursor, places: readonly number[], read: ReadMessage<T>): Generator<T> {
  for (let i = 0; i < places.length; i += 2) {
    cursor.beginObject(places[i] as number)
    yield read(cursor, places[i + 1] as number)
  }
}
