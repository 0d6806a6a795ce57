/** Patterns: what ours matches and captures, and what nginx, with its own PCRE, says of the same bytes. */
import { beforeAll, expect, it } from 'vitest'
import { readPcre } from '../../src/languages/nginx/pcre/pcre.js'
import { toBytes } from '../../src/languages/nginx/text/byte-text.js'
import { randomFrom, seed } from '../support/random.js'
import { refusal, serving, version } from './nginx.js'
import { get } from './raw-http.js'

beforeAll(version)

const random = randomFrom(seed + 2)
const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T

const bytes = ['a', 'b', 'A', 'B', 'k', 'K', 's', '_', '-', '1', '2', ' ', 'é', 'ſ', ',', '/', '}', ']', '=']
const classes = [
  '.',
  '\\d',
  '\\w',
  '\\s',
  '\\S',
  '\\W',
  '\\D',
  '\\h',
  '\\H',
  '\\v',
  '\\V',
  '\\N',
  '\\R',
  '[ab]',
  '[^a]',
]
const moreClasses = [
  '[a-c]',
  '[[:alpha:]]',
  '[[:^upper:]_]',
  '[]a]',
  '[^]a]',
  '[\\w-]',
  '[^\\W_]',
  '[A-Z]',
  '[é]',
  '[\\x80-\\xff]',
]
const evenMore = [
  '[[:punct:]]',
  '[[:space:][:xdigit:]]',
  '[a\\]b]',
  '[\\b\\t]',
  '[^[:lower:]]',
  '[+--]',
  '[a-]',
  '[\\101-C]',
  '[a[:b]',
]
const escapes = [
  '\\.',
  '\\x41',
  '\\x{42}',
  '\\101',
  '\\t',
  '\\n',
  '\\x',
  '\\-',
  '\\_',
  '\\é',
  '\\ca',
  '\\0',
  '\\x4',
  '\\K',
  '\\e',
]
const assertions = [
  '^',
  '$',
  '\\A',
  '\\z',
  '\\Z',
  '\\b',
  '\\B',
  '(?=a)',
  '(?!b)',
  '(?<=a)',
  '(?<!b)',
  '(?=(a))',
  '(?<=a|bb)',
]
const switches = [
  '(?i)',
  '(?s)',
  '(?m)',
  '(?-i)',
  '(?#c)',
  '(?im-s)',
  '\\Qa.\\E',
  '\\Q[',
  '\\E',
  '{',
  'a{',
  '{,2}',
  '{2',
]
const quantifiers = [
  '*',
  '+',
  '?',
  '{2}',
  '{1,2}',
  '{0,1}',
  '{2,}',
  '{0}',
  '*?',
  '+?',
  '??',
  '{1,2}?',
  '*+',
  '++',
  '?+',
  '{1,2}+',
]
const references = ['\\1', '\\2', '\\g1', '\\g{1}', '\\k<n>', '(?P=n)', "\\k'n'", '\\k{n}']

/** Of a few letters and many groups: what repeating does to captures shows where much can match. */
function dense(depth: number): string {
  const one = () => {
    const open = pick(['(', '(', '(?:', '(?>', '(?=', '(?!'])
    const atom =
      depth > 0 && random(2) === 0 ? `${open}${dense(depth - 1)})` : pick(['a', 'b', '[ab]', 'a', 'b', '\\1', '$'])
    return random(2) === 0 ? atom : atom + pick(quantifiers)
  }
  const branch = () => Array.from({ length: 1 + random(3) }, one).join('')
  return Array.from({ length: 1 + (random(3) === 0 ? 1 : 0) }, branch).join('|')
}

function pattern(depth: number): string {
  const branch = () => Array.from({ length: 1 + random(4) }, () => piece(depth)).join('')
  return Array.from({ length: 1 + (random(4) === 0 ? random(3) : 0) }, branch).join('|')
}

function piece(depth: number): string {
  const atom = pick([
    () => pick(bytes),
    () => pick(bytes),
    () => pick(bytes),
    () => pick(pick([classes, moreClasses, evenMore])),
    () => pick(escapes),
    () => (depth > 0 ? group(depth) : pick(bytes)),
    () => (depth > 0 ? group(depth) : pick(bytes)),
  ])()
  const rare = random(12)
  if (rare === 0) return pick(assertions)
  if (rare === 1) return pick(switches)
  if (rare === 2 && random(2) === 0) return pick(references)
  return random(3) === 0 ? atom + pick(quantifiers) : atom
}

function group(depth: number): string {
  const open = pick(['(', '(', '(', '(?:', '(?:', '(?>', '(?i:', '(?s-i:', '(?=', '(?!', '(?<n>', "(?'m'", '(?P<l>'])
  return `${open}${pattern(depth - 1)})`
}

const letters = [
  'a',
  'a',
  'b',
  'A',
  'B',
  'k',
  'K',
  's',
  '_',
  '-',
  '1',
  '2',
  '.',
  ' ',
  '\n',
  '\t',
  '\xe9',
  '\xc9',
  '\xa0',
  '\x85',
]
const moreLetters = ['\xb5', '\xff', '{', '}', ',', ']', '=', '\x01', '\r', toBytes('é'), toBytes('ſ'), '[', ':', '+']
const subject = () => {
  const alphabet = pick([['a', 'b'], ['a', 'b'], letters, [...letters, ...moreLetters]])
  return Array.from({ length: random(9) }, () => pick(alphabet)).join('')
}

const conf = (patterns: readonly string[]) =>
  patterns
    .map((text, i) => {
      const quoted = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
      return `location /${i}/ { if ($uri ~ "^/\\d+/=(?<subject>[\\s\\S]*)\\z") {} if ($subject ~ "${quoted}") { return 200 "1|$1|$2|$3|"; } return 200 0; }`
    })
    .join('\n')

/** Those that nginx accepts. */
async function accepted(patterns: readonly string[]): Promise<readonly string[]> {
  const found = await refusal(`events {}\nhttp { server {\n${conf(patterns)}\n}}`)
  if (found === null) return patterns
  return accepted(patterns.filter((_, i) => i !== found.line - 3))
}

/** Repeats in repeats: how often such a pattern is tried doubles with each byte. */
function doubling(): string {
  const atom = () => pick(['a', '[ab]', '\\w', '.', 'a?a', 'a|aa', 'a|[ab]', 'a|b'])
  const inner = `${random(2) === 0 ? '' : '?:'}${pick([`${pick(['a', '[a-z]', '\\w', '.'])}${pick(['+', '*', '+?', '{1,9}'])}${pick(['', 'b?', '-*'])}`, atom()])}`
  return `${pick(['^/', '', '^/x?'])}(${inner})${pick(['+', '*', '{2,}', '+?'])}${pick(['$', '[cd]', '(?!!)', 'c', '\\z'])}`
}

const percent = (text: string) =>
  text.replaceAll(/[\s\S]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)

it(`generated patterns, TKNG_SEED=${seed}`, async () => {
  const patterns: string[] = []
  for (let i = 0; i < 12; i++)
    patterns.push(...(await accepted(Array.from({ length: 60 }, () => (i % 2 === 0 ? pattern(2) : dense(3))))))
  const known = patterns.flatMap((text) => {
    const pcre = readPcre(toBytes(text), false)
    return pcre === null ? [] : [{ text, pcre }]
  })
  // Many of these patterns are stranger than any that people write.
  expect(known.length / patterns.length).toBeGreaterThan(0.5)
  const disagreements: unknown[] = []
  let matched = 0
  await serving(`server { listen 127.0.0.1:PORT;\n${conf(known.map(({ text }) => text))}\n}`, async (port) => {
    for (const [i, { text, pcre }] of known.entries())
      for (let j = 0; j < 12; j++) {
        const one = subject()
        const captures = pcre.match(one)
        if (captures === 'gave-up' || captures === 'too-long') throw new Error(`${text} takes too many tries on ${one}`)
        const ours = captures === 'none' ? '0' : `1|${[0, 1, 2].map((n) => captures[n] ?? '').join('|')}|`
        const { body } = await get(port, 'x', `/${i}/=${percent(one)}`)
        if (captures !== 'none') matched++
        if (ours !== body) disagreements.push({ pattern: text, subject: one, ours, theirs: body })
      }
  })
  expect(disagreements).toEqual([])
  expect(matched).toBeGreaterThan(500)
})

it(`when nginx gives up, TKNG_SEED=${seed}`, async () => {
  const known = (await accepted(Array.from({ length: 60 }, doubling))).map((text) => {
    const pcre = readPcre(text, false)
    if (pcre === null) throw new Error(`${text} is not read`)
    return { text, pcre }
  })
  const disagreements: unknown[] = []
  const counts: Record<string, number> = {}
  await serving(`server { listen 127.0.0.1:PORT;\n${conf(known.map(({ text }) => text))}\n}`, async (port) => {
    for (const [i, { text, pcre }] of known.entries())
      for (const length of [9, 14, 18, 30, 50]) {
        const one = `/${'a'.repeat(length)}${pick(['!', '!', 'b!', 'c'])}`
        const matched = pcre.match(one)
        const ours = typeof matched === 'string' ? matched : 'match'
        counts[ours] = (counts[ours] ?? 0) + 1
        const { status, body } = await get(port, 'x', `/${i}/=${percent(one)}`)
        const theirs = status === 500 ? 'gave-up' : body.startsWith('1') ? 'match' : 'none'
        if (ours !== 'too-long' && ours !== theirs) disagreements.push({ pattern: text, subject: one, ours, theirs })
      }
  })
  expect(disagreements).toEqual([])
  expect(Math.min(counts.match ?? 0, counts.none ?? 0, counts['gave-up'] ?? 0)).toBeGreaterThan(10)
  expect(counts['too-long'] ?? 0).toBeLessThan(30)
})
