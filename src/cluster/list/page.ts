/** A page of a list, in JSON or in protobuf → its objects, cut down one by one, and the token of the next page. */
import type { Kind, Kinds } from '../../domain/objects/objects.js'
import { project } from '../../domain/objects/project.js'
import { isRecord, text } from '../../domain/objects/project-fields.js'
import { problem } from '../../domain/problem.js'
import { readList } from '../protobuf/list.js'
import { detailOf } from '../wire/errors.js'

export interface Page<T> {
  /** null: an item that is no object with a name */
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
  return { items: eachOrProblem(server, items), token }
}

function pageOfJson<K extends Kind>(kind: K, body: unknown, server: string): Page<Kinds[K]> {
  const list = (body ?? {}) as { kind?: unknown; metadata?: { continue?: unknown } | null; items?: unknown }
  const items = list.items ?? []
  if (list.kind !== `${kind}List` || !Array.isArray(items))
    throw problem('not-kubernetes', { server, detail: `it sent JSON that is no ${kind}List` })
  const token = list.metadata?.continue
  return { items: projected(kind, items), token: typeof token === 'string' ? token : '' }
}

function* projected<K extends Kind>(kind: K, items: readonly unknown[]): Generator<Kinds[K] | null> {
  for (const item of items)
    yield isRecord(item) && isRecord(item.metadata) && text(item.metadata.name) ? project(kind, item) : null
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
