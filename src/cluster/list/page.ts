/** A page of a list, in JSON or in protobuf → its objects, cut down one by one, and the token of the next page. */
import type { KubeObject } from '../../domain/objects/meta.js'
import type { Kind, Kinds } from '../../domain/objects/objects.js'
import { project } from '../../domain/objects/project.js'
import { record, text } from '../../domain/objects/project-fields.js'
import { problem } from '../../domain/problem.js'
import { readList } from '../protobuf/list.js'
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
