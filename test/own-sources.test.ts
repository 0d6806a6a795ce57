/** What the program has written in itself: its patterns end, and its sentences pass its own mask. */
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { maskText } from '../src/domain/masking/text.js'
import { fromNodes, ownSources } from './support/own-sources.js'

interface Written {
  readonly where: string
  readonly pattern: RegExp
}

/** Those that may take the square of their text: one repetition that begins where the text does is tried once. */
function patternsOf(source: ts.SourceFile): Written[] {
  return fromNodes(source, (node) => {
    if (!ts.isRegularExpressionLiteral(node)) return undefined
    const end = node.text.lastIndexOf('/')
    const body = node.text.slice(1, end)
    const flags = node.text.slice(end + 1)
    const repeats = body.match(/[*+]|\{\d+,/g)?.length ?? 0
    const isTriedOnce = body.startsWith('^') && !body.includes('|') && !flags.includes('m')
    if (repeats === 0 || (repeats === 1 && isTriedOnce)) return undefined
    const pattern = new RegExp(body, [...new Set(`${flags}g`)].join(''))
    return { where: `${source.fileName}: ${body}`, pattern }
  })
}

/** Literals with a blank in them; whatever is filled in is the one word that may stand anywhere. */
function sentencesOf(source: ts.SourceFile): string[] {
  const texts = fromNodes(source, (node) => {
    if (ts.isStringLiteralLike(node)) return node.text
    if (!ts.isTemplateExpression(node)) return undefined
    return node.head.text + node.templateSpans.map(({ literal }) => `always${literal.text}`).join('')
  })
  // Examples of annotations are no sentences.
  return texts.filter((text) => /\w \w/.test(text) && !text.includes('nginx.ingress.kubernetes.io/'))
}

/** Those whose text is short, or that were told before that it has this form. */
const known = [
  // Only of durations that have their form.
  'cli/words/duration.ts: ([\\d.]+)([a-zµ]+)',
  // Values of at most a thousand characters.
  'controllers/ingress-nginx/annotations/known/suggest.ts: :.*$',
  // Paths of at most 4096.
  'controllers/ingress-nginx/why/paths.ts: \\\\.|\\[(?:\\\\.|[^\\]\\\\])*\\]',
]

const units = [
  ' ',
  '\n',
  '\t',
  '\r\n',
  'a',
  '0',
  '-',
  '(',
  '[',
  '{',
  '"',
  "'",
  '\\',
  '.',
  '/',
  ':',
  '@',
  '#',
  '$(',
  '=',
  ',',
  'a ',
  'a,',
  ':a@',
  '\\"',
  'a: ',
]

/** The words that a pattern has in it, since most of them begin with one. */
function wordsOf({ source }: RegExp): string[] {
  const plain = source.replaceAll(/\[(?:\\.|[^\]\\])*\]|\\[a-zA-Z]/g, '\0').replaceAll(/\\(.)/g, '$1')
  return [...plain.matchAll(/[^\0()|*+?{}^$.]{2,}/g)].map(([word]) => word).slice(0, 6)
}

/** Milliseconds of work for a text of this length that begins with a word, says one thing again and again, and ends otherwise. */
function cost(pattern: RegExp, length: number, [begin, unit, end]: readonly [string, string, string]): number {
  const text = begin + unit.repeat(Math.ceil(length / unit.length)) + end
  pattern.lastIndex = 0
  const before = process.cpuUsage()
  text.replace(pattern, '')
  return process.cpuUsage(before).user / 1000
}

/** A square is sixteen times as dear where the text is four times as long; a hiccup of the machine is not. */
function isSquare(pattern: RegExp, parts: readonly [string, string, string]): boolean {
  return cost(pattern, 4000, parts) > 3 && cost(pattern, 4000, parts) > 3 && cost(pattern, 16_000, parts) > 40
}

describe('a pattern takes as long as its text is long, and not the square of that', () => {
  it('on texts that are made of what it looks for', { timeout: 600_000 }, () => {
    const written = ownSources()
      .flatMap(patternsOf)
      .filter(({ where }) => !known.includes(where))
    expect(written.length).toBeGreaterThan(100)
    const slow = written.filter(({ pattern }) => {
      const words = wordsOf(pattern)
      return ['', ...words].some((begin) =>
        [...units, ...words].some((unit) => ['', '\u0001', '\n!'].some((end) => isSquare(pattern, [begin, unit, end]))),
      )
    })
    expect(slow.map(({ where }) => where)).toEqual([])
  })

  it('and one that takes longer is found', () => {
    expect(isSquare(/\s*\n\s*/g, ['', ' ', '\u0001'])).toBe(true)
  })
})

it('a sentence passes the mask as it is, whatever it speaks of', () => {
  const sentences = ownSources().flatMap(sentencesOf)
  expect(sentences.length).toBeGreaterThan(500)
  expect(sentences.filter((text) => maskText(text) !== text).map((text) => [text, maskText(text)])).toEqual([])
})
