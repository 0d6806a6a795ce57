/** What a capture keeps of a replica that runs, as texts. */
import { sideBySide } from '../../domain/at-once/side-by-side.js'
import type { SaidText } from '../../domain/controllers/observation.js'
import { endOfLog } from '../../domain/controllers/pod-access.js'
import type { Answered } from '../../domain/controllers/replica-facts.js'
import type { Reach } from './reach.js'
import { textOf } from './read.js'

export type Text = readonly [name: string, read: () => Promise<SaidText>]

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** The end of its log, where that is wanted. */
export function logTexts(isWanted: boolean, name: string, { logs }: Reach): readonly Text[] {
  return isWanted ? [[name, async () => textOf(await logs(endOfLog))]] : []
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
