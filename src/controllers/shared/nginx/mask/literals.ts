/** Words of nginx.conf as they are written, without what may be a secret in them; variables are nobody's secret. */
import { maskTokens } from '../../../../domain/masking/text.js'
import { maskUrl, maskUsers } from '../../../../domain/masking/url.js'
import { isPlain, mask, maskWords } from '../../../../domain/masking/words.js'

const variable = /(\$\w+|\$\{\w+\})/

/** A word whose meaning is known: a name, a pattern, an address, a size. */
export function meant(word: string): string {
  // Of a key or a certificate, what stands in it instead of the name of a file.
  if (word.startsWith('data:')) return `data:${secret(word.slice('data:'.length))}`
  const known = word.includes('://') ? maskUsers(word) : word
  return known.length < 16 ? known : maskTokens(known)
}

/** A word that leads somewhere: paths stay, and what is handed over with them must be plain. */
export function address(word: string): string {
  return meant(word.includes('?') || word.includes('://') ? maskUrl(word) : word)
}

/** A word that may say anything: what people say stays. */
export function anyText(word: string): string {
  if (word.includes('://') || /^\$?\{?\w*\}?\//.test(word)) return address(word)
  return betweenVariables(word, (text) => (isPlain(text) ? text : maskWords(text, mask)))
}

/** A word of which nothing is known: numbers, sizes and switches stay. */
export function unknown(word: string): string {
  return betweenVariables(word, (text) => text.replaceAll(/[^\x00-\x2f:-@[-^`{-\x7f]+/g, switchOrMask))
}

/** A word that is announced to be secret. */
export function secret(word: string): string {
  return betweenVariables(word, (text) => (/[^\x00-\x2f:-@[-^`{-\x7f]/.test(text.replace(mask, '')) ? mask : text))
}

function switchOrMask(word: string): string {
  return /^(?:\d{1,6}[a-zA-Z]{0,2}|on|off|true|false|default|any|all|masked)$/.test(word) ? word : mask
}

function betweenVariables(word: string, change: (text: string) => string): string {
  return word
    .split(variable)
    .map((part, index) => (index % 2 === 1 || part === '' ? part : change(part)))
    .join('')
}
