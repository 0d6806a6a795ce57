/** Servers that nobody wants are passed over: what is left, its places and its flaws are those of a file that is read whole. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HostFilter } from '../../../src/languages/nginx/servers/host-filter.js'
import { serversFor } from '../../../src/languages/nginx/servers/skip-servers.js'
import type { Directive } from '../../../src/languages/nginx/text/directive.js'
import { parse } from '../../../src/languages/nginx/text/parse.js'
import { type Piece, PieceReader, type Wanted } from '../../../src/languages/nginx/text/pieces.js'

const seed = Number(process.env.TKNG_SEED ?? Math.floor(Math.random() * 2 ** 31))

function piecesOf(text: string, sizes: readonly number[], wanted?: Wanted): Piece[] {
  const bytes = new TextEncoder().encode(text)
  const reader = new PieceReader({ wanted })
  const found: Piece[] = []
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1
    found.push(...reader.push(bytes.subarray(at, at + size)))
    at += size
  }
  return [...found, ...reader.end()]
}

const isServer = ({ kind, inHttp, text }: Piece) =>
  kind === 'statement' && inHttp && /^server\s*\{/.test(Buffer.from(text).toString('latin1'))

const told = ({ kind, inHttp, line, offset, text, flaw }: Piece) => ({
  kind,
  inHttp,
  line,
  offset,
  // What was read when a flaw was met depends on the chunks.
  text: flaw === null ? Buffer.from(text).toString('latin1') : null,
  // Since when a token that is too long is open depends on them, too.
  flaw: flaw?.reason === 'token-too-long' ? { ...flaw, openSince: null } : flaw,
})

/** Tokens, and what stands between and inside of them. */
const words = fc.constantFrom(
  ...[
    'a',
    'server',
    'server_name x',
    'listen 80',
    'location /',
    'set $x',
    '"',
    "'",
    '\\',
    '$',
    '${',
    '#',
    '\n',
    ' ',
    '\t',
    ';',
    ';',
    '{',
    '}',
    '}',
    ')',
  ],
  ...[
    '"a b"',
    "'}'",
    '"\\""',
    '# }\n',
    'a"b',
    'x_by_lua_block {',
    'set_by_lua_block $x { "}" }',
    'a x_by_lua_block {',
    ' "x" ;',
    '\r\n',
    'é',
  ],
  'y'.repeat(4_095),
  'y'.repeat(4200),
)
const statement = fc.constantFrom(
  'a b;',
  'server_name "x" y;',
  `set $a "$${'{b}'}c";`,
  'location / { return 404; }',
  'location "/{" { if ($a) { return 200 "}"; } }',
  'content_by_lua_block { local a = "}" -- }\n }',
  '# a } comment {\n',
  'x "a"\n  b;',
  'add_header X \\;;',
)
const server = fc.array(statement, { maxLength: 5 }).map((all) => `server {\n${all.join('\n')}\n}\n`)
const noise = fc.array(words, { maxLength: 8 }).map((all) => all.join(''))
const conf = fc
  .array(
    fc.oneof({ weight: 4, arbitrary: server }, { weight: 2, arbitrary: statement }, { weight: 1, arbitrary: noise }),
    { maxLength: 8 },
  )
  .map((all) => `events {}\nhttp {\n${all.join('\n')}\n}\n# end\n`)
const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 4 })

describe(`servers that nobody wants (seed ${seed})`, () => {
  it('are passed over, and everything else is as it was', () => {
    fc.assert(
      fc.property(conf, sizes, (text, some) => {
        const all = piecesOf(text, [text.length + 1])
        const left = piecesOf(text, some, () => false)
        expect(left.map(told)).toEqual(all.filter((piece) => !isServer(piece)).map(told))
      }),
      { seed, numRuns: 600 },
    )
  })

  it('are those of which the answer is no, by the statements of their own level', () => {
    fc.assert(
      fc.property(conf, sizes, fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }), (text, some, answers) => {
        let asked = 0
        const left = piecesOf(text, some, () => answers[asked++ % answers.length] ?? false)
        let next = 0
        const all = piecesOf(text, [text.length + 1])
        const expected = all.filter((piece) => !isServer(piece) || answers[next++ % answers.length])
        expect(left.map(told)).toEqual(expected.map(told))
      }),
      { seed, numRuns: 200 },
    )
  })

  it('are asked about with what stands at their own level', () => {
    const seen: (readonly string[])[] = []
    const text = 'http { server { server_name "a b" c ; location / { x y; } listen 80 # z\n ; l { } } }'
    piecesOf(text, [7], (statements) => {
      seen.push(statements)
      return false
    })
    expect(seen).toEqual([['server_name "a b" c ', 'listen 80 # z\n ']])
  })
})

const set = fc.constantFrom('set $a "1";', 'set $a "2";', 'set $a\n3;', 'set $a 4; # 4\n')

/** Those that name their Ingress stand between others. */
const named = fc
  .array(fc.tuple(set, set, fc.boolean()), { minLength: 6, maxLength: 9 })
  .map((all) =>
    all.map(
      ([one, other, isOdd]) =>
        `location / {\n${one}\nb c;\n\n# }\nd "}";\n${isOdd ? 'x y;' : ''}e f;\n${other}\ng h;\nif ($x) {\n i j;\n}\n}`,
    ),
  )

/** Locations that are alike but for some statements, and have things in them that end otherwise than they seem to. */
const alike = fc
  .record({
    heads: fc.array(fc.constantFrom('set $a "1";', 'set $a "2";', 'set $b 3;', '# }\n', ''), { maxLength: 5 }),
    body: fc.constantFrom(
      'proxy_pass http://a;\n\n  proxy_redirect off;\n',
      'if ($x) {\n return 403;\n }\n add_header X "}";\n # {\n',
      'rewrite_by_lua_block { local a = "}" }\n x y;',
      `${' '.repeat(900)}a b;\n# ${'c'.repeat(900)}\n`,
      'a b',
    ),
    end: fc.constantFrom('', '\n', ' c d;', `# ${'z'.repeat(900)}\n`, 'x', '}'),
  })
  .map(({ heads, body, end }) => `location / { ${heads.join('\n')} ${body}${end}}`)
const twins = fc
  .array(
    fc.oneof(named, fc.array(alike, { maxLength: 4 })).map((all) => `server { listen 80;\n${all.join('\n')}\n}`),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) => `http {\n${all.join('\n')}\n}\n`)

describe(`locations that are mostly alike (seed ${seed})`, () => {
  it('are passed over as if each was the only one', () => {
    fc.assert(
      fc.property(twins, sizes, (text, some) => {
        const all = piecesOf(text, [text.length + 1])
        for (const chunks of [some, [text.length + 1]]) {
          const left = piecesOf(text, chunks, () => false)
          expect(left.map(told)).toEqual(all.filter((piece) => !isServer(piece)).map(told))
        }
      }),
      { seed, numRuns: 200 },
    )
  })
})

/** All that is known of statements, and of those in them. */
const treeOf = (statements: readonly Directive[]): unknown[] =>
  statements.map(({ name, args, line, start, end, block, leading }) => ({
    ...{ name, args, line, start, end, leading: Buffer.from(leading).toString('latin1') },
    block: block && treeOf(block),
  }))

describe(`locations that are mostly alike, where they are wanted (seed ${seed})`, () => {
  it('are read as in a file that is read at once', () => {
    fc.assert(
      fc.property(twins, sizes, (text, some) => {
        const { statements, flaw } = parse(text)
        fc.pre(flaw === null)
        const whole = treeOf(statements[0]?.block ?? [])
        for (const chunks of [some, [text.length + 1]]) {
          const found = piecesOf(text, chunks).filter(({ kind, inHttp }) => kind === 'statement' && inHttp)
          expect(treeOf(found.flatMap(({ directive }) => directive ?? []))).toEqual(whole)
        }
      }),
      { seed, numRuns: 40 },
    )
  })
})

describe('a server may answer for www.shop.example', () => {
  const filter = new HostFilter(['www.shop.example'])

  it.each([
    ['www.shop.example', true],
    ['WWW.shop.example', true],
    ['*.shop.example', true],
    ['*.example', true],
    ['.shop.example', true],
    ['shop.example', true],
    ['www.*', true],
    ['www.shop.*', true],
    ['~^anything$', true],
    ['_', true],
    ['', true],
    ['other.example', false],
    ['*.other.example', false],
    ['a.www.shop.example', false],
    ['shop.*', false],
  ])('%s: %s', (name, expected) => {
    expect(filter.mayMatch(name)).toBe(expected)
  })

  it('where it is the first of its socket, says that it is the default, or has no name', () => {
    const isWanted = serversFor(['www.shop.example'])
    const asked = (names: string, ...listens: string[]) =>
      isWanted([...(names === '' ? [] : [`server_name ${names}`]), ...listens.map((one) => `listen ${one}`)])
    expect(asked('a.example', '80')).toBe(true)
    expect(asked('b.example', '80')).toBe(false)
    expect(asked('c.example', '80', '443 ssl')).toBe(true)
    expect(asked('d.example', '443 ssl http2', '80')).toBe(false)
    expect(asked('e.example', '80 default_server')).toBe(true)
    expect(asked('', '80')).toBe(true)
    expect(asked('f.example "*.shop.example"', '80')).toBe(true)
    expect(asked('g.example')).toBe(false)
  })
})
