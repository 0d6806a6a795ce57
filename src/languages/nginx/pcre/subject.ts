/** What can be asked of a place in a subject. */
import { lower } from '../text/byte-text.js'
import { escapeSets } from './bytes.js'
import type { Assertion } from './syntax.js'

let recent = ''
let recentLowered = ''

/** In lower case; of the same subject once, for all the patterns that are tried on it. */
export function lowered(subject: string): string {
  if (subject !== recent) {
    recent = subject
    recentLowered = lower(subject)
  }
  return recentLowered
}

/** Do the `length` bytes at `from` stand at `pos`, too. */
export function isRepeated(subject: string, from: number, length: number, pos: number): boolean {
  for (let i = 0; i < length; i++) if (subject.charCodeAt(from + i) !== subject.charCodeAt(pos + i)) return false
  return true
}

export function holds(assertion: Assertion, subject: string, pos: number): boolean {
  const { length } = subject
  switch (assertion) {
    case 'start':
      return pos === 0
    case 'very-end':
      return pos === length
    case 'end':
      return pos === length || (pos === length - 1 && subject[pos] === '\n')
    case 'line-start':
      return pos === 0 || (pos < length && subject[pos - 1] === '\n')
    case 'line-end':
      return pos === length || subject[pos] === '\n'
    case 'word-edge':
      return isWord(subject.charCodeAt(pos - 1)) !== isWord(subject.charCodeAt(pos))
    default:
      return isWord(subject.charCodeAt(pos - 1)) === isWord(subject.charCodeAt(pos))
  }
}

function isWord(byte: number): boolean {
  return escapeSets.w?.[byte] === 1
}
