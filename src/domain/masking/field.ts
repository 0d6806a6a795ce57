/** Fields in which one word stands, or a list of them: no sentence says there what nobody says, and no key stands for a name. */
import { maskText } from './text.js'
import { maskUsers } from './url.js'
import { isPlain, mask } from './words.js'

/** Is it written as names, hosts, addresses and most paths are. */
export function isNameLike(text: string): boolean {
  return /^[a-z\d.*:/@_-]*$/.test(text)
}

/**
 * A field for one word: a name, a host, an address, a number, a time. No sentence stands there that says what nobody says, no
 * assignment, and nothing as long and as mixed as keys are.
 */
export function maskWord(text: string): string {
  if (isNameLike(text)) return text
  if (/\s/.test(text)) return isPlain(text) ? text : mask
  return maskKeys(text)
}

/** For a sentence that quotes what is no word of everyday: as {@link maskText}, and without what is as long and as mixed as keys. */
export function maskKeys(text: string): string {
  return maskText(text).replaceAll(/[A-Za-z\d+/=_-]{32,}/g, (run) => (isKeyLike(run) ? mask : run))
}

function isKeyLike(run: string): boolean {
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run) && !isPlain(run)
}

/** The same where a path, a pattern or a URL may stand: what is one is what requests are held against, or sent to. */
export function maskPathWord(text: string): string {
  return /^[/^~(\\.*[$=]|^\S*:\/\//.test(text) ? maskUsers(text) : maskWord(text)
}

/** The same of words with commas, and perhaps blanks, between them. */
export function maskListed(text: string): string {
  return text.replaceAll(/[^,\s](?:[^,]*[^,\s])?/g, maskPathWord)
}
