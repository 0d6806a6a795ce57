/** What a capture keeps of a replica that runs, as texts. */
import { sideBySide } from '../../domain/at-once/side-by-side.js'
import type { Replica } from '../../domain/controllers/controller.js'
import type { Answered } from '../../domain/controllers/observation.js'
import { nameOf } from '../../domain/objects/ref.js'
import { problem } from '../../domain/problem.js'
import type { Reach } from './reach.js'
import { textOf } from './read.js'
import { Unusable } from './ways.js'

export type Text = readonly [name: string, read: () => Promise<string>]

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** The end of its log, where that is wanted. */
export function logTexts(isWanted: boolean, name: string, { logs }: Reach): readonly Text[] {
  return isWanted ? [[name, async () => textOf(await logs({ tail: 5000, limitBytes: 4 * 1024 * 1024 }))]] : []
}

/** Name → what is shown for it. @param most questions under way at a time */
export async function certificatesText(
  names: Iterable<string>,
  most: number,
  ask: (name: string) => Promise<Answered<string | null>>,
): Promise<string> {
  const all = [...new Set(names)]
  const found = await sideBySide(all, most, async (name) => (await ask(name)).value)
  return json(Object.fromEntries(all.map((name, i) => [name, found[i]])))
}

/** @throws Problem `not-observed` where it is no answer after all */
export async function wholeText(
  replica: Replica,
  what: string,
  { value, way }: Answered<AsyncIterable<Uint8Array>>,
): Promise<string> {
  try {
    return await textOf(value)
  } catch (error) {
    if (!(error instanceof Unusable)) throw error
    throw problem('not-observed', { what, pod: nameOf(replica), tried: [{ way, why: error.message }] })
  }
}
