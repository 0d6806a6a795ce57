/** Candidates as kubectl and our own scripts read them. */
import { oneLine } from '../domain/text/sanitize.js'
import type { Offer } from './answer.js'

/** Longer meanings are cut: they share a line with the name. */
const longest = 80

/** `name<TAB>meaning` a line, and at the end `:` with the directive, as in cobra's `__complete`. */
export function completionLines({ candidates, directive }: Offer): string {
  const lines = candidates.map(({ name, meaning }) => {
    const said = oneLine(meaning).replaceAll('\t', ' ')
    const short = said.length > longest ? `${said.slice(0, longest - 1)}…` : said
    return short === '' ? name : `${name}\t${short}`
  })
  return [...lines, `:${directive}`, ''].join('\n')
}
