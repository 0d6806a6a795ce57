/** Texts in quotes as Go reads and writes them: https://go.dev/ref/spec#String_literals */
import { goEscapes } from '../text/go-escapes.js'
import { Wrong } from './tree.js'

/** @throws Wrong */
export function quoted(text: string, at: number): readonly [value: string, length: number] {
  const inside = upTo('"', text, at, 'unterminated quoted string')
  return [unescaped(inside, '"'), inside.length + 2]
}

/** @throws Wrong */
export function raw(text: string, at: number): readonly [value: string, length: number] {
  const end = text.indexOf('`', at + 1)
  if (end === -1) throw new Wrong('unterminated raw quoted string')
  return [text.slice(at + 1, end).replaceAll('\r', ''), end + 1 - at]
}

/** A character, which is its number. @throws Wrong */
export function rune(text: string, at: number): readonly [value: bigint, length: number] {
  const inside = upTo("'", text, at, 'unterminated character constant')
  const characters = [...unescaped(inside, "'")]
  if (characters.length !== 1) throw new Wrong(`malformed character constant: '${inside}'`)
  return [BigInt(characters[0]?.codePointAt(0) ?? 0), inside.length + 2]
}

/** @returns what stands between the marks, as it stands */
function upTo(mark: string, text: string, from: number, unterminated: string): string {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === mark) return text.slice(from + 1, at)
    if (text[at] === '\n') break
    if (text[at] === '\\') at += 1
  }
  throw new Wrong(unterminated)
}

function unescaped(inside: string, mark: string): string {
  const bytes: Buffer[] = []
  const coded = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|([\s\S]?))|[^\\]+/g
  for (const [whole, byte, short, long, octal, one] of inside.matchAll(coded)) {
    const code =
      byte === undefined ? (octal === undefined ? undefined : Number.parseInt(octal, 8)) : Number.parseInt(byte, 16)
    if (code !== undefined && code > 255) throw new Wrong(`invalid syntax: ${whole}`)
    if (code !== undefined) bytes.push(Buffer.from([code]))
    else bytes.push(Buffer.from(one === undefined ? character(short ?? long, whole) : escaped(one, mark, whole)))
  }
  return Buffer.concat(bytes).toString()
}

function character(hex: string | undefined, whole: string): string {
  if (hex === undefined) return whole
  const code = Number.parseInt(hex, 16)
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) throw new Wrong(`invalid syntax: ${whole}`)
  return String.fromCodePoint(code)
}

function escaped(one: string, mark: string, whole: string): string {
  const found = one === mark ? mark : goEscapes[one]
  if (found === undefined) throw new Wrong(`invalid syntax: ${whole}`)
  return found
}

const shown = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u
const named = new Map(Object.entries(goEscapes).map(([letter, text]) => [text, `\\${letter}`]))

/**
 * https://pkg.go.dev/strconv#Quote
 * @param ascii everything else as an escape
 */
export function quote(text: string, mark: '"' | "'" = '"', ascii = false): string {
  return `${mark}${[...text].map((one) => quotedRune(one, mark, ascii)).join('')}${mark}`
}

function quotedRune(one: string, mark: string, ascii: boolean): string {
  if (one === mark) return `\\${mark}`
  const name = named.get(one)
  if (name !== undefined) return name
  const code = one.codePointAt(0) ?? 0
  if (shown.test(one) && (!ascii || code < 0x80)) return one
  const hex = code.toString(16)
  if (code < 0x20 || code === 0x7f) return `\\x${hex.padStart(2, '0')}`
  return code > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`
}
