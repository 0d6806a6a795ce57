/** Texts that are made by chance, of words or of a sample that is spoilt, and what may become of them. */
import { Problem } from '../../../src/domain/problem.js'
import { randomFrom, seed } from '../../support/random.js'

const random = randomFrom(seed)
export const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T

/** A text, and what reads it. */
export type Reader = readonly [make: () => string, read: (text: string) => unknown]

/** Of JSON, alone. */
export const jsonSigns = ['{', '}', '[', ']', '"', ':', ',', 'null', '1e999', '-1']

const anywhere = [
  ' ',
  '\n',
  '\t',
  '"',
  "'",
  '\\',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ':',
  ',',
  '-',
  '$',
  '#',
  '&',
  '*',
  'é',
  '\u202e',
  '\0',
  '1',
]

/** Mostly the reader's own words, and one of them many times where chance says so. */
export function made(words: readonly string[]): string {
  const word = () => pick(random(3) === 0 ? anywhere : words)
  const piece = () => (random(20) === 0 ? word().repeat(random(2_000)) : word())
  return Array.from({ length: random(60) }, piece).join('')
}

/** The sample with parts taken out, doubled, swapped or replaced by words. */
export function spoilt(sample: string, words: readonly string[]): string {
  let text = sample
  for (let i = 0; i <= random(4); i++) {
    const at = random(text.length + 1)
    const end = Math.min(text.length, at + random(random(2) === 0 ? 4 : 200))
    const part = text.slice(at, end)
    const instead = pick(['', part + part, made(words), pick(words), part.split('').reverse().join('')])
    text = text.slice(0, at) + instead + text.slice(end)
  }
  return text
}

/** A refusal in our own words is an answer; anything else that is thrown is a crash. */
export async function answered(read: () => unknown): Promise<void> {
  try {
    await read()
  } catch (error) {
    if (!(error instanceof Problem) && !(error instanceof SyntaxError)) throw error
  }
}
