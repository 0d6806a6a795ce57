/** What the program has written in itself: its patterns end, and its sentences pass its own mask. */
import { createContext, Script } from 'node:vm'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { maskText } from '../src/domain/masking/text.js'
import { fromNodes, ownSources } from './support/own-sources.js'
import { randomFrom, seed } from './support/random.js'

/** Those with a repeat that has no end. */
function patternsOf(source: ts.SourceFile): RegExp[] {
  return fromNodes(source, (node) => {
    if (!ts.isRegularExpressionLiteral(node)) return undefined
    const end = node.text.lastIndexOf('/')
    const body = node.text.slice(1, end)
    return /[*+]|\{\d+,\}/.test(body) ? new RegExp(body, node.text.slice(end + 1)) : undefined
  })
}

/** Those that are made while it runs, with a plain word where something is filled in; null: it is none of a template. */
function madePatternsOf(source: ts.SourceFile): (readonly [string, RegExp | null])[] {
  return fromNodes(source, (node) => {
    if (!ts.isNewExpression(node) || node.expression.getText(source) !== 'RegExp') return undefined
    const [made, flags] = node.arguments ?? []
    if (made === undefined) return undefined
    if (!ts.isTemplateExpression(made)) return [`${source.fileName}: ${made.getText(source)}`, null] as const
    const filledIn = made.templateSpans.map(({ expression }) => expression.getText(source))
    const written = `${source.fileName}: ${filledIn.join(' ')}`
    const body = made.head.text + made.templateSpans.map(({ literal }) => `word${literal.text}`).join('')
    return [written, new RegExp(body, flags !== undefined && ts.isStringLiteral(flags) ? flags.text : '')] as const
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

const random = randomFrom(seed)
const one = <T>(all: readonly T[]): T => all[random(all.length)] as T

const anything = [...'aA0 \t\n\r.-_/$"\'=:,;{}()[]<>@?&%\\*|#é~!`+']

/** What a text for it may be made of: its own words and signs most of all. */
function piecesOf({ source }: RegExp): readonly string[] {
  const plain = source
    .replaceAll('\\d', '0')
    .replaceAll('\\w', 'a')
    .replaceAll(/\\[a-zA-Z\d]/g, ' ')
    .replaceAll('\\', '')
  const words = plain.match(/[A-Za-z][\w -]+|:\/\/|--+/g) ?? []
  const signs = [...plain].filter((sign) => !/[()[\]?*+|^]/.test(sign))
  const escaped = [...source.matchAll(/\\(\W)/g)].map(([, sign = '']) => sign)
  return [...words, ...signs, ...escaped, ...escaped]
}

/** Characters of a text, of which the square is seconds. */
const length = 50_000

/** It says a few pieces again and again, behind one and before another. */
function textOf(pieces: readonly string[]): string {
  const piece = () => one(random(3) === 0 || pieces.length === 0 ? anything : pieces)
  const repeated = Array.from({ length: random(3) + 1 }, piece).join('')
  return one(['', '', ...pieces]) + repeated.repeat(length / repeated.length) + one(['', '\u0001', '\n', ...pieces])
}

/** What is filled in, by file: words of ours, or what was read with its signs escaped, or bounded in its length. */
const madeAtRunTime = [
  // of blanks, of word characters; the last is tried on nothing
  ...['capture/read/yaml-pieces.ts: indent', 'controllers/f5-nginx/model/block-breaks.ts: twice'],
  'controllers/ingress-nginx/annotations/values.ts: text',
  // with its signs escaped, and with three stars of one name each at the most
  'controllers/ingress-nginx/why/evidence/evidence.ts: literal',
  "languages/nginx/text/dump.ts: glob.startsWith('/') ? '^' : '(?:^|/)' literal.join('[^/]*')",
  // words and patterns of ours
  ...['controllers/f5-nginx/observe/live.ts: word', 'controllers/ingress-nginx/model/https-redirect.ts: variable'],
  ...['controllers/ingress-nginx/observe/by-hand.ts: margin', 'controllers/ingress-nginx/observe/metrics.ts: name'],
  ...['controllers/shared/nginx/logs/records.ts: name', 'controllers/shared/nginx/logs/records.ts: names'],
  ...[
    'domain/jsonpath/parse.ts: mark mark',
    ...Array.from({ length: 3 }, () => 'domain/objects/label-selector.ts: key'),
  ],
  ...Array.from({ length: 2 }, () => 'domain/text/sanitize.ts: unsafe.source'),
  ...['domain/text/sanitize.ts: unsafe.source', 'languages/traefik/config/read.ts: both'],
]

const context = createContext({})
const script = new Script('pattern.lastIndex = 0; pattern.global ? text.replaceAll(pattern, "") : pattern.exec(text)')

/** @param timeout milliseconds */
function endsInTime(pattern: RegExp, text: string, timeout = 1_000): boolean {
  try {
    script.runInContext(Object.assign(context, { pattern, text }), { timeout })
    return true
  } catch {
    return false
  }
}

describe('a pattern takes as long as its text is long, and not the square of that', () => {
  it(`on texts that are made of what it looks for, TKNG_SEED=${seed}`, { timeout: 600_000 }, () => {
    const written = new Map(ownSources().flatMap((source) => patternsOf(source).map((one) => [`${one}`, one] as const)))
    expect(written.size).toBeGreaterThan(500)
    const slow = [...written.values()].flatMap((pattern) => {
      const texts = Array.from({ length: 8 }, () => textOf(piecesOf(pattern)))
      const found = texts.find((text) => !endsInTime(pattern, text))
      return found === undefined ? [] : [`${pattern} on ${JSON.stringify([found.slice(0, 30), found.slice(-10)])}`]
    })
    expect(slow).toEqual([])
  })

  it('those that are made while it runs too, each of words of ours or of a text without its signs', () => {
    const made = ownSources().flatMap(madePatternsOf)
    expect(made.map(([written]) => written).sort()).toEqual([...madeAtRunTime].sort())
    const slow = made.flatMap(([written, pattern]) => {
      const texts = pattern === null ? [] : Array.from({ length: 40 }, () => textOf(piecesOf(pattern)))
      return pattern === null || texts.every((text) => endsInTime(pattern, text)) ? [] : [written]
    })
    expect(slow).toEqual([])
  })

  it.each([/\s*\n\s*!/, /^(?:#.*\s+)*!/, /[^;{}]*$/])('and one that takes longer is found: %s', (pattern) => {
    const texts = Array.from({ length: 2_000 }, () => textOf(piecesOf(pattern)))
    expect(texts.every((text) => endsInTime(pattern, text, 100))).toBe(false)
  })
})

it('a sentence passes the mask as it is, whatever it speaks of', () => {
  const sentences = ownSources().flatMap(sentencesOf)
  expect(sentences.length).toBeGreaterThan(500)
  expect(sentences.filter((text) => maskText(text) !== text).map((text) => [text, maskText(text)])).toEqual([])
})
