/** Texts that nginx accepts, and texts that it refuses, and where: ours says the same of each. */
import { beforeAll, describe, expect, it } from 'vitest'
import { toText } from '../../src/nginx/byte-text.js'
import { parse } from '../../src/nginx/parse.js'
import { randomFrom, refusal, seed, serving, version } from './nginx.js'
import { get } from './raw-http.js'

beforeAll(version)

const random = randomFrom(seed)
const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T

const atoms = [
  'a',
  'b7',
  '-',
  '/',
  '.',
  '\\.',
  '\\"',
  "\\'",
  '\\\\',
  '\\ ',
  '\\t',
  '#',
  '}',
  '"',
  "'",
  '{',
  ';',
  ' ',
  '\n',
  '\t',
  '\r\n',
  'ü',
  '=',
  '~',
  '"x y"',
  "'x;y'",
  '"{}"',
  '# c\n',
  '"\\""',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: so nginx writes variables
  '${uri}',
]
const soup = () => Array.from({ length: 1 + random(12) }, () => pick(atoms)).join('')

/** log_format takes any words, so that what is refused is refused for its syntax. */
const text = () =>
  `events {}\nhttp {\n${Array.from({ length: 1 + random(3) }, (_, i) => `log_format f${i} w${soup()};\n`).join('')}}\n`

/** Errors of the reader itself; all others come from directives, after the reader was content so far. */
const ofSyntax = /unexpected|too long/

describe(`soups of tokens, TKNG_SEED=${seed}`, () => {
  it('are accepted or refused alike, at the same line', async () => {
    const texts = Array.from({ length: Number(process.env.TKNG_NGINX_TEXTS ?? 1500) }, text)
    let [accepted, refused] = [0, 0]
    const workers = Array.from({ length: 4 }, async () => {
      for (let next = texts.pop(); next !== undefined; next = texts.pop()) {
        const theirs = await refusal(next)
        const { flaw } = parse(next)
        if (theirs === null) {
          expect({ text: next, flaw }).toEqual({ text: next, flaw: null })
          accepted += 1
        } else if (ofSyntax.test(theirs.text)) {
          const said = { text: next, theirs: theirs.text, line: theirs.line }
          expect({ ...said, line: flaw?.line }).toEqual(said)
          refused += 1
        } else {
          // A directive was refused; what came before it was read.
          expect({ text: next, ok: flaw === null || flaw.line >= theirs.line }).toEqual({ text: next, ok: true })
        }
      }
    })
    await Promise.all(workers)
    expect(Math.min(accepted, refused)).toBeGreaterThan(50)
  })
})

describe(`tokens, TKNG_SEED=${seed}`, () => {
  it('have the value that nginx gives them', async () => {
    const parts = [
      'a',
      '/',
      '\\.',
      '\\"',
      "\\'",
      '\\\\',
      '\\t',
      '\\n',
      '\\r',
      '\\d',
      '#',
      '}',
      '{',
      ';',
      ' ',
      'ü',
      '"',
      "'",
    ]
    const tokens = Array.from({ length: 600 }, () => {
      const quote = pick(['"', "'", ''])
      const inside = Array.from({ length: 1 + random(8) }, () => pick(parts)).join('')
      return `${quote}${quote === '' ? `x${inside}` : inside}${quote}`
    }).filter((token) => {
      const { statements, flaw } = parse(`a ${token};`)
      return (
        flaw === null &&
        statements.length === 1 &&
        statements[0]?.args.length === 1 &&
        statements[0].end === Buffer.byteLength(`a ${token};`)
      )
    })
    expect(tokens.length).toBeGreaterThan(150)
    const locations = tokens.map((token, i) => `location = /${i} { return 200 ${token}; }`)
    await serving(`server { listen 127.0.0.1:PORT; ${locations.join('\n')} }`, async (port) => {
      for (const [i, token] of tokens.entries()) {
        const ours = parse(`a ${token};`).statements[0]?.args[0]
        expect([token, ours]).toEqual([token, toText((await get(port, 'x', `/${i}`)).body)])
      }
    })
  })
})
