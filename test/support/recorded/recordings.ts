/** The recordings of real clusters: data that stays outside the project, in the folder that TKNG_RECORDINGS names. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Kind, kinds } from '../../../src/domain/objects/objects.js'

const folder = process.env.TKNG_RECORDINGS

export function recording(...path: string[]): string {
  if (!folder) throw new Error('TKNG_RECORDINGS is not set: it names the folder of the recordings (guide, zoo, …)')
  return join(folder, ...path)
}

export function recordedJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(recording(...path), 'utf8')) as T
}

/** The recorded objects of a kind in a folder, in wire JSON; of a kind that has no file there were none. */
export function recordedList(kind: Kind, ...folder: readonly string[]): unknown[] {
  const path = [...folder, `${kinds[kind].plural}.json`]
  return existsSync(recording(...path)) ? recordedJson<{ items: unknown[] }>(...path).items : []
}

/** The recorded objects of a cluster (`guide`, `zoo`), in wire JSON. */
export function recordedObjects(cluster: string): Record<Kind, unknown[]> {
  const all = Object.keys(kinds) as Kind[]
  return Object.fromEntries(all.map((kind) => [kind, recordedList(kind, cluster, 'api')])) as Record<Kind, unknown[]>
}
