/** Two readers of YAML, one quick and one that knows all of it: what the quick one answers is what the other one says. */
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { plainYaml } from '../../src/capture/read/plain-yaml.js'
import { randomFrom, seed } from '../support/random.js'

const readFully = (text: string) => {
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent' })
  return document.errors.length > 0 ? { errors: document.errors.length } : { value: document.toJS() as unknown }
}

const plain = [
  [
    'a manifest',
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  labels: {app: web, tier: "1"}\nspec:\n  ports:\n  - port: 80\n    name: http\n  -\n    port: 443\n',
  ],
  [
    'a snippet',
    'data:\n  # of the shop\n  snippet: |\n    if ($a) {\n\n      return 403;\n    }\n  more: |-\n    x\n\n\nkind: ConfigMap\n',
  ],
  ['a marker before it', '---\na: 1\n'],
  ['comments beside values', 'a: x # one\nb: "x # two" # three\nc: x#four\nd: # five\n  e: 1\n'],
  ['lists of lists', 'a:\n- - 1\n  - 2\n- - - x\nb:\n  - [1, [two, "three"], {}]\n  - {}\n'],
  [
    'numbers and what looks like some',
    'a: 0.5\nb: 1e3\nc: -0\nd: +5\ne: 1.\nf: 0755\ng: 10.0.0.1\nh: 1m\ni: 12345678901234567890\n',
  ],
  ['nothing', 'a:\nb: ~\nc: null\nd: ""\ne:\n- \n-\n'],
] as const

const left = [
  ['an anchor', 'a: &x 1\nb: *x\n'],
  ['a tag', 'a: !!str 1\n'],
  ['a value of two lines', 'a: one\n  two\n'],
  ['a folded text', 'a: >\n  one\n  two\n'],
  ['a key twice', 'a: 1\na: 2\n'],
  ['a key that is no text', '1: a\nnull: b\n'],
  ['a tab', 'a:\tb\n'],
  ['a space that is no space of YAML', 'a: b\u3000\n'],
  ['a mapping in a value', 'a: b: c\n'],
  ['a number of another base', 'a: 0x10\n'],
  ['the prototype', '__proto__: {a: 1}\n'],
  ['a complex key', '? a\n: b\n'],
  ['text alone', 'hello\n'],
] as const

describe('answers', () => {
  it.each(plain)('%s', (_, text) => expect(plainYaml(text)).toEqual(readFully(text)))
})

describe('leaves to the other', () => {
  it.each(left)('%s', (_, text) => expect(plainYaml(text)).toBeNull())
})

const rounds = Number(process.env.TKNG_ROUNDS ?? 1_500)

/** Pieces of which lines are made: those that are plain, and those that are almost. */
const words = [
  'web',
  'a.b/c',
  '"x y"',
  "'it''s'",
  '80',
  '-1',
  '~',
  'true',
  '{a: 1}',
  '[x, "y"]',
  'x: y',
  '- z',
  '|',
  '|-',
  '>',
  '#c',
  'a #c',
  '*x',
  '&y',
  '!t',
  '',
  '{',
  ']',
  '"',
  "'",
  ':',
  '-',
  '0x1',
  '.5',
  '1e3',
  'a:',
  '? k',
  '@',
  '%',
  ',',
  '{a: b, }',
  '[a,b]',
  '{"a":1}',
  '{a: }',
  '\\',
  '"\\n"',
  '"\\x41"',
  'null',
  'http://a/b',
  '{u: http://a/b}',
  '[a b, c]',
  '=',
]
const starts = [
  'k: ',
  'l:',
  'm: ',
  '- ',
  '-',
  '- k: ',
  '- l:',
  '- - ',
  '',
  '# ',
  '"q": ',
  "'r': ",
  '1: ',
  'f:g: ',
  '---',
  '...',
  'k:  ',
]

it(`says what the other one says of texts that are almost plain (seed ${seed})`, () => {
  const random = randomFrom(seed)
  const pick = <T>(all: readonly T[]) => all[random(all.length)] as T
  let answered = 0
  for (let round = 0; round < rounds; round++) {
    const lines = Array.from(
      { length: 1 + random(7) },
      () => `${' '.repeat(pick([0, 0, 1, 2, 2, 4]))}${pick(starts)}${pick(words)}`,
    )
    const text = lines.join('\n') + pick(['', '\n', '\n\n', '\n  \n'])
    const quick = plainYaml(text)
    if (quick === null) continue
    answered += 1
    expect({ text, ...quick }).toEqual({ text, ...readFully(text) })
  }
  expect(answered).toBeGreaterThan(rounds / 40)
})
