/** Sets of bytes: what a class, an escape or a letter of a pattern stands for, in the C locale that nginx matches in. */

export type ByteSet = Uint8Array

/** @param ranges pairs of first and last, as characters: `09az` */
export function setOf(ranges: string): ByteSet {
  const set = new Uint8Array(256)
  for (let at = 0; at < ranges.length; at += 2) set.fill(1, ranges.charCodeAt(at), ranges.charCodeAt(at + 1) + 1)
  return set
}

export function without(set: ByteSet): ByteSet {
  return set.map((has) => 1 - has)
}

export function join(into: ByteSet, set: ByteSet): void {
  for (let byte = 0; byte < 256; byte++) if (set[byte] === 1) into[byte] = 1
}

/** Both cases of every ASCII letter that it has. */
export function foldCase(set: ByteSet): ByteSet {
  const folded = set.slice()
  for (let upper = 65; upper <= 90; upper++) {
    const either = (set[upper] as number) | (set[upper + 32] as number)
    folded[upper] = either
    folded[upper + 32] = either
  }
  return folded
}

const digit = setOf('09')
const word = setOf('09AZaz__')
const space = setOf('\t\r  ')
const horizontal = setOf('\t\t  \xa0\xa0')
const vertical = setOf('\n\r\x85\x85')

/** Escapes that stand for a set. */
export const escapeSets: Readonly<Record<string, ByteSet>> = {
  d: digit,
  D: without(digit),
  w: word,
  W: without(word),
  s: space,
  S: without(space),
  h: horizontal,
  H: without(horizontal),
  v: vertical,
  V: without(vertical),
}

/** `[:name:]` */
export const posixSets: Readonly<Record<string, ByteSet>> = {
  alpha: setOf('AZaz'),
  lower: setOf('az'),
  upper: setOf('AZ'),
  alnum: setOf('09AZaz'),
  ascii: setOf('\0\x7f'),
  blank: setOf('\t\t  '),
  cntrl: setOf('\0\x1f\x7f\x7f'),
  digit,
  graph: setOf('!~'),
  print: setOf(' ~'),
  punct: setOf('!/:@[`{~'),
  space,
  word,
  xdigit: setOf('09AFaf'),
}

/** The set as a class of JavaScript. */
export function classOf(set: ByteSet): string {
  const ranges: string[] = []
  for (let from = 0; from < 256; from++) {
    if (set[from] === 0) continue
    let to = from
    while (to < 255 && set[to + 1] === 1) to++
    ranges.push(to === from ? hex(from) : `${hex(from)}-${hex(to)}`)
    from = to
  }
  return `[${ranges.join('')}]`
}

function hex(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`
}

/** One byte as a pattern of JavaScript. */
export function literalOf(byte: number, ignoreCase: boolean): string {
  const letter = String.fromCharCode(byte)
  if (!/[0-9A-Za-z]/.test(letter)) return hex(byte)
  return ignoreCase && /[A-Za-z]/.test(letter) ? `[${letter.toLowerCase()}${letter.toUpperCase()}]` : letter
}
