/** Texts that nginx accepts, and texts that it refuses, and where: ours says the same of each. */
import { beforeAll, describe, expect, it } from 'vitest'
import { toText } from '../../src/languages/nginx/text/byte-text.js'
import type { Directive } from '../../src/languages/nginx/text/directive.js'
import { isCut } from '../../src/languages/nginx/text/flaw.js'
import { parse } from '../../src/languages/nginx/text/parse.js'
import { randomFrom, seed } from '../support/random.js'
import { dump, luaModules, type Refusal, refusals, serving, version } from './nginx.js'
import { get } from './raw-http.js'
import { Texts } from './texts.js'

beforeAll(version)

/** TKNG_NGINX_TEXTS: how many texts, in all. */
const count = Number(process.env.TKNG_NGINX_TEXTS ?? 10_000)

const texts = new Texts(seed)

/** A block inside of `map` or `types`: not the reader refuses it, but the directive. */
function nestsInTable({ name, block }: Directive): boolean {
  const inside = block ?? []
  return name === 'map' || name === 'types' ? inside.some((entry) => entry.block !== null) : inside.some(nestsInTable)
}

/** What both say of a text; `elsewhere`: a directive was refused, and what came before it was read. */
function verdict(
  text: string,
  theirs: Refusal | null,
): { readonly ours: unknown; readonly theirs: unknown; readonly kind: string } {
  const { flaw, statements } = parse(text)
  if (theirs === null) return { kind: 'accepted', ours: flaw, theirs: null }
  const found = /unexpected "([\s\S]*?)" in \//.exec(theirs.text)?.[1]
  if (found !== undefined && !(found === '{' && statements.some(nestsInTable)))
    return { kind: 'unexpected', ours: [flaw?.found, flaw?.line], theirs: [found, theirs.line] }
  // Which line nginx names depends on how much of the code it had passed.
  if (/lua code block/i.test(theirs.text)) return { kind: 'cut in Lua', ours: flaw?.reason, theirs: 'end-in-lua' }
  if (theirs.text.includes('unexpected end of file'))
    return { kind: 'cut', ours: [flaw !== null && isCut(flaw), flaw?.line], theirs: [true, theirs.line] }
  if (theirs.text.includes('too long parameter'))
    return { kind: 'too long', ours: [flaw?.reason, flaw?.line], theirs: ['token-too-long', theirs.line] }
  return { kind: 'elsewhere', ours: flaw === null || flaw.line >= theirs.line, theirs: true }
}

async function compare(all: readonly string[], prefix: string, kinds: readonly string[]): Promise<void> {
  const said = await refusals(all.map((text) => prefix + text))
  const tally = new Map<string, number>()
  const disagreements: unknown[] = []
  for (const [i, text] of all.entries()) {
    const { kind, ours, theirs } = verdict(prefix + text, said[i] ?? null)
    tally.set(kind, (tally.get(kind) ?? 0) + 1)
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) disagreements.push({ text, kind, ours, theirs, said: said[i] })
  }
  expect(disagreements).toEqual([])
  expect(kinds.filter((kind) => (tally.get(kind) ?? 0) < all.length / 100)).toEqual([])
}

describe(`texts, TKNG_SEED=${seed}`, () => {
  it('soups of tokens', () =>
    compare(
      Array.from({ length: count * 0.4 }, () => texts.soup()),
      '',
      ['accepted', 'unexpected', 'cut'],
    ))

  it('damaged configurations', () =>
    compare(
      Array.from({ length: count * 0.4 }, () => texts.mutant()),
      '',
      ['accepted', 'unexpected', 'cut', 'elsewhere'],
    ))

  it('damaged Lua', async () => {
    const modules = (await luaModules()).map((file) => `load_module ${file}; `).join('')
    await compare(
      Array.from({ length: count * 0.2 }, () => texts.lua()),
      modules,
      ['accepted', 'unexpected', 'cut'],
    )
  })

  it('are read alike when nginx prints them', async () => {
    const shape = ({ name, args, block }: Directive): unknown => [name, args, block?.map(shape)]
    let printed = 0
    for (let i = 0; i < 60; i++) {
      const text = texts.mutant()
      const theirs = await dump(text)
      if (theirs === null) continue
      printed++
      expect(parse(theirs).statements.map(shape)).toEqual(parse(text).statements.map(shape))
    }
    expect(printed).toBeGreaterThan(5)
  })
})

describe(`tokens, TKNG_SEED=${seed}`, () => {
  it('have the value that nginx gives them', async () => {
    const random = randomFrom(seed + 3)
    const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T
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
