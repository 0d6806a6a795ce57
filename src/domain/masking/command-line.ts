/** What may be kept of the command line of a container, or shown of that of a process. */

import { maskWord } from './field.js'
import type { Discretion } from './masker.js'
import { isPlain, mask } from './words.js'

/** A flag with or without a value; `-c` is one, too. */
const flag = /^(--?)([A-Za-z][\w.-]*)(?:=([\s\S]*))?$/

/**
 * Programs and the names of flags stay; a value stays where the flag is known to have a harmless one.
 * @param words program first, `$(VAR)` in them expanded or not
 */
export function maskCommandLine(words: readonly string[], argument: Discretion['argument']): string[] {
  const shown = (name: string, value: string) => maskWord(argument(name, value) ?? mask)
  let before: string | null = null
  return words.map((word) => {
    const said = flag.exec(word)
    if (said !== null && !said[2]?.split(/[._-]/).every(isNaming)) return mask
    const name = before
    before = said !== null && said[3] === undefined ? (said[2] ?? null) : null
    if (said === null) return name === null ? maskProgram(word) : shown(name, word)
    const [, dashes = '', ownName = '', value] = said
    return value === undefined ? word : `${dashes}${ownName}=${shown(ownName, value)}`
  })
}

/** `entryPoints`, `http2`, `k8s`; the value of a flag may stand right behind its letter. */
function isNaming(part: string): boolean {
  return /^[A-Za-z]*\d{0,4}[a-z]{0,2}$/.test(part)
}

/** The path of a program, or a word of everyday. */
function maskProgram(word: string): string {
  return word.length <= 80 && /^[\w./:-]*$/.test(word) && isPlain(word) ? word : mask
}
