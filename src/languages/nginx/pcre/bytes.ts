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

/** The one byte of a set; -1: it has none, or several. */
export function byteOf(set: ByteSet): number {
  const first = set.indexOf(1)
  return first === set.lastIndexOf(1) ? first : -1
}
