/** Private keys in a text of any kind: the one thing that no answer ever shows, raw or not. */
import { mask } from './words.js'

/** As PEM, OpenSSH, PGP and SSH2 name it: https://www.rfc-editor.org/rfc/rfc7468, RFC 9580, RFC 4716. */
const label = 'PRIVATE KEY'
const opening = /BEGIN [A-Z\d ]{0,40}PRIVATE KEY$/
const closing = /-----END [A-Z\d ]{0,40}PRIVATE KEY(?: BLOCK)?-----$|---- END [A-Z\d ]{0,40}PRIVATE KEY ----$/

/** Characters in which an opening or a closing line is looked for. */
const longestLine = 100

/** Of one key at most, so that nobody hides a whole text behind a line that looks like the beginning of one. */
const longestKey = 32 * 1024

/** A key is base64 with blanks, its headers, and the escapes of whatever text it stands in (`\n`, `\\n`). */
const inKey = new Set([...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=,:.-_\\ \t\r\n'])

/**
 * Takes private keys out of a text that comes in parts, cut anywhere. Nothing is held back: the line that opens a key
 * may pass, and what it holds does not.
 */
export class KeyFilter {
  /** the end of what came before: outside of a key what passed, inside of one what did not */
  #recent = ''
  /** how much of a key was left out; null: not in a key */
  #dropped: number | null = null

  /** Could this part, after those before it, hold some of a key? Where not, {@link pass} may have it as it is. */
  isTouchedBy(holdsLabel: boolean, head: string): boolean {
    return holdsLabel || this.#dropped !== null || (this.#recent + head).includes(label)
  }

  /** Takes note of a part that goes by untouched. @param end its last characters */
  passed(end: string): void {
    this.#recent = (this.#recent + end).slice(-longestLine)
  }

  /** @returns what may be shown of this part */
  push(part: string): string {
    let shown = ''
    let at = 0
    while (at < part.length) {
      if (this.#dropped === null) {
        const end = this.#endOfLabel(part, at)
        shown += part.slice(at, end)
        this.passed(part.slice(Math.max(at, end - longestLine), end))
        at = end
        if (opening.test(this.#recent)) {
          this.#dropped = 0
          this.#recent = ''
        }
      } else {
        const before = this.#dropped
        const end = this.#leaveOut(part, at, before)
        if (before === 0 && end > at) shown += mask
        at = end
      }
    }
    return shown
  }

  /** After the next `PRIVATE KEY`, of which a part may have passed before; else the end. */
  #endOfLabel(part: string, from: number): number {
    const before = this.#recent.slice(1 - label.length)
    const found = (before + part.slice(from, from + label.length)).indexOf(label)
    if (found !== -1) return from + found + label.length - before.length
    const next = part.indexOf(label, from)
    return next === -1 ? part.length : next + label.length
  }

  #leaveOut(part: string, from: number, dropped: number): number {
    let count = dropped
    for (let at = from; at < part.length; at += 1) {
      const character = part.charAt(at)
      if (!inKey.has(character) || count >= longestKey) return this.#leave(at)
      count += 1
      this.#recent = (this.#recent + character).slice(-longestLine)
      if (character === '-' && closing.test(this.#recent)) return this.#leave(at + 1)
    }
    this.#dropped = count
    return part.length
  }

  #leave(at: number): number {
    this.#dropped = null
    this.#recent = ''
    return at
  }
}

export function maskPrivateKeys(text: string): string {
  return text.includes(label) ? new KeyFilter().push(text) : text
}
