/** A page of a list in protobuf → its objects, cut down to what `project` keeps of their JSON. */
import type { Kind, Kinds } from '../../domain/objects/objects.js'
import { Cursor, wire } from './cursor.js'
import { open } from './envelope.js'
import { readers } from './kinds.js'
import { field, message, type ReadMessage } from './message.js'

export interface ProtobufList<K extends Kind> {
  /** '': there is no further page */
  readonly token: string
  /** read one by one, so that no more than one is half read at a time */
  readonly items: Iterable<Kinds[K]>
}

const itemsField = 2
const listMeta = message<{ token: string }>({ token: field.requiredText(3) })

/** @throws Error (in words), from the iteration too, for what is no list of this kind */
export function readList<K extends Kind>(kind: K, bytes: Buffer): ProtobufList<K> {
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
