/** A file that streams by: whatever the chunks, the pieces are the file, and say what its tree says. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beginnings } from '../../../src/languages/nginx/text/beginnings.js'
import type { Directive } from '../../../src/languages/nginx/text/directive.js'
import { parse } from '../../../src/languages/nginx/text/parse.js'
import { type Piece, PieceReader, type Reading } from '../../../src/languages/nginx/text/pieces.js'

const conf = `# head
events { worker_connections 1; }
http {
  a "b {";
  server { server_name "x"; location / { return 404; } }
  # between }
  server { content_by_lua_block { "}" } }
}
stream { server { listen 1; } }
# tail
`

function piecesOf(text: string | Uint8Array, size: number): Piece[] {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const reader = new PieceReader()
  const found: Piece[] = []
  for (let at = 0; at < bytes.length; at += size) found.push(...reader.push(bytes.subarray(at, at + size)))
  return [...found, ...reader.end()]
}

/** All that is in them, each while it holds. */
function read(text: string, size: number, isLent: boolean): unknown[] {
  const bytes = new TextEncoder().encode(text)
  const reader = new PieceReader({ isLent })
  const inside = ({ name, args, line, block }: Directive): unknown => [name, args, line, block?.map(inside)]
  const all = ({ directive, leading, text, ...piece }: Piece) => ({
    ...piece,
    bytes: [leading, text].map((one) => Buffer.from(one).toString('hex')),
    inside: directive && inside(directive),
  })
  const found: unknown[] = []
  for (let at = 0; at < bytes.length; at += size)
    for (const piece of reader.push(bytes.subarray(at, at + size))) found.push(all(piece))
  for (const piece of reader.end()) found.push(all(piece))
  return found
}

const textOf = (pieces: readonly Piece[]) =>
  Buffer.concat(pieces.flatMap(({ leading, text }) => [leading, text])).toString('latin1')

describe('pieces', () => {
  it('are statements of the top and of http, in their order', () => {
    const found = piecesOf(conf, 1000).map(({ kind, inHttp, directive, line }) => [
      kind,
      inHttp,
      directive?.name ?? '',
      line,
    ])
    expect(found).toEqual([
      ['statement', false, 'events', 2],
      ['open', false, '', 3],
      ['statement', true, 'a', 4],
      ['statement', true, 'server', 5],
      ['statement', true, 'server', 7],
      ['close', false, '', 8],
      ['statement', false, 'stream', 9],
      ['rest', false, '', expect.any(Number)],
    ])
  })

  it('are the same for chunks of any size', () => {
    const whole = piecesOf(conf, 1000)
    for (let size = 1; size < 80; size++) {
      const pieces = piecesOf(conf, size)
      expect(textOf(pieces)).toBe(Buffer.from(conf).toString('latin1'))
      expect(pieces.map(({ kind, line, offset }) => [kind, line, offset])).toEqual(
        whole.map(({ kind, line, offset }) => [kind, line, offset]),
      )
    }
  })

  it('have the flaw of the whole text, and lose no byte, whatever the text', () => {
    const part = fc.constantFrom(
      'http {',
      'server {',
      '}',
      'a;',
      ' ',
      '\n',
      '"',
      "'",
      '#',
      '\\',
      'x_by_lua_block {',
      'ü',
      ';',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (parts, size) => {
        const text = parts.join('')
        const pieces = piecesOf(text, size)
        const flaw = parse(text).flaw
        if (flaw === null || flaw.reason.startsWith('end-'))
          expect(textOf(pieces)).toBe(Buffer.from(text).toString('latin1'))
        expect(pieces.at(-1)?.flaw ?? null).toEqual(flaw)
        expect(read(text, size, true)).toEqual(read(text, size, false))
      }),
      { numRuns: 2000, verbose: true },
    )
  })

  it('have of locations the statements that are taken, as if all were read', () => {
    const value = fc.constantFrom('a', '"b c"', "'# d'", '$x', '\\"')
    const statement = fc
      .tuple(
        fc.constantFrom('set $a', 'set  $a', 'set "$a"', '"set" $ab', 'set $b', 'return', 'returns', 'sets'),
        value,
      )
      .map((words) => `${words.join(' ')};\n`)
    const more = fc.constantFrom('if ($x) { set $a 1; }\n', '# set $a 1;\n', 'x_by_lua_block { set }\n', '\n')
    const location = fc.array(fc.oneof({ weight: 4, arbitrary: statement }, more), { maxLength: 12 })
    const ways = beginnings('set $a', 'return')
    const takenOf = (text: string, reading: Reading, size: number) => {
      const bytes = new TextEncoder().encode(text)
      const reader = new PieceReader({ ...reading, isLent: true })
      const told = ({ directive }: Piece) =>
        (directive?.block ?? []).map((one) => [
          one.name,
          one.line,
          one.beginning(ways).map(({ name, args, line, start, end }) => ({ name, args, line, start, end })),
        ])
      const found: unknown[] = []
      for (let at = 0; at < bytes.length; at += size)
        for (const piece of reader.push(bytes.subarray(at, at + size))) found.push(told(piece))
      for (const piece of reader.end()) found.push(told(piece))
      return found
    }
    fc.assert(
      fc.property(fc.array(location, { maxLength: 3 }), fc.integer({ min: 1, max: 400 }), (kinds, size) => {
        // The same ones again are passed over in leaps.
        const locations = [...kinds, ...kinds, ...kinds].map((one, i) => `location /${i} {\n${one.join('')}}\n`)
        const text = `http {\nserver { ${locations.join('')} return 403; }\n}\n`
        expect(takenOf(text, { taken: ways }, size)).toEqual(takenOf(text, {}, size))
      }),
      { numRuns: 1000 },
    )
  })

  it('keep no more of a large file than its largest piece', () => {
    const server = new TextEncoder().encode(`server { ${'listen 80; '.repeat(100)} }\n`)
    const reader = new PieceReader()
    let count = [...reader.push(new TextEncoder().encode('http {\n'))].length
    for (let i = 0; i < 20_000; i++) count += [...reader.push(server)].length
    expect(count).toBeGreaterThan(20_000)
  })
})
