/** Escapes of PCRE's patterns: https://www.pcre.org/current/doc/html/pcre2pattern.html#SEC5 */
import { type ByteSet, escapeSets } from './bytes.js'

/** What cannot be said, or is not known to mean the same, in JavaScript. Only `readPcre` catches it. */
export class Untranslatable extends Error {}

export interface Escape {
  /** offset after it */
  readonly end: number
  readonly byte?: number
  readonly set?: ByteSet
}

const controls: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 }

/**
 * The byte or the bytes that an escape stands for, in and outside of classes.
 * @param at of the character after the backslash
 * @returns null for one that means more than bytes, or nothing that is known
 */
export function readEscape(pattern: string, at: number): Escape | null {
  const letter = pattern[at]
  if (letter === undefined) throw new Untranslatable()
  const set = escapeSets[letter]
  if (set !== undefined) return { end: at + 1, set }
  const control = controls[letter]
  if (control !== undefined) return { end: at + 1, byte: control }
  if (letter === 'x') return hexadecimal(pattern, at)
  if (letter === '0') return octal(pattern, at)
  if (letter === 'c') return { end: at + 2, byte: controlByte(pattern[at + 1]) }
  if (/[0-9A-Za-z]/.test(letter)) return null
  return { end: at + 1, byte: letter.charCodeAt(0) }
}

function hexadecimal(pattern: string, at: number): Escape {
  const [, braced, digits = ''] = /^x(?:\{([\dA-Fa-f]+)\}|([\dA-Fa-f]{0,2}))/.exec(pattern.slice(at, at + 12)) ?? []
  // `\x{` that nothing closes differs from version to version.
  if (braced === undefined && digits === '' && pattern[at + 1] === '{') throw new Untranslatable()
  const byte = Number.parseInt((braced ?? digits) || '0', 16)
  if (byte > 255) throw new Untranslatable()
  return { end: at + 1 + (braced === undefined ? digits.length : braced.length + 2), byte }
}

function octal(pattern: string, at: number): Escape {
  const [digits = '0'] = /^[0-7]{1,3}/.exec(pattern.slice(at, at + 3)) ?? []
  return { end: at + digits.length, byte: Number.parseInt(digits, 8) }
}

function controlByte(letter: string | undefined): number {
  if (letter === undefined || letter < ' ' || letter > '~') throw new Untranslatable()
  return letter.toUpperCase().charCodeAt(0) ^ 64
}
