/** Every regular expression of ours takes as long as its text is long, and not the square of that. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

const sources = join(import.meta.dirname, '..', 'src')

interface Written {
  readonly where: string
  readonly pattern: RegExp
}

function patternsOf(file: string): Written[] {
  const path = join(sources, file)
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest)
  const found: Written[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      const body = node.text.slice(1, end)
      const flags = new Set(`${node.text.slice(end + 1)}g`)
      if (/[*+]|\{\d+,/.test(body))
        found.push({ where: `${file}: ${body}`, pattern: new RegExp(body, [...flags].join('')) })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** Those whose text is short, or that were told before that it has this form. */
const known = [
  // Only of durations that have their form.
  'cli/duration.ts: ([\\d.]+)([a-zµ]+)',
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

const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

it('on texts that are made of what it looks for', { timeout: 600_000 }, () => {
  const written = files.flatMap(patternsOf).filter(({ where }) => !known.includes(where))
  expect(written.length).toBeGreaterThan(100)
  const slow = written.filter(({ pattern }) => {
    const words = wordsOf(pattern)
    return ['', ...words].some((begin) =>
      [...units, ...words].some((unit) => ['', '\u0001', '\n!'].some((end) => isSquare(pattern, [begin, unit, end]))),
    )
  })
  expect(slow.map(({ where }) => where)).toEqual([])
})

it('is found where there is one', () => {
  expect(isSquare(/\s*\n\s*/g, ['', ' ', '\u0001'])).toBe(true)
})
