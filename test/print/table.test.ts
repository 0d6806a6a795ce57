/** Tables: alignment, what is cut on a terminal and never in a pipe, colour that does not disturb. */
import { describe, expect, it } from 'vitest'
import { displayWidth } from '../../src/domain/text/width.js'
import { styleFor } from '../../src/print/style.js'
import { type TableWishes, tablePrinter } from '../../src/print/table.js'
import type { Column, Tone } from '../../src/print/view.js'
import { wordWrap } from '../../src/print/word-wrap.js'

type Row = readonly [name: string, text: string, tone?: Tone]
const columns: Column<Row>[] = [
  { header: 'NAME', cell: ([name]) => name },
  { header: 'TEXT', cell: ([, text, tone]) => ({ text, tone: tone ?? 'plain' }) },
]

function table(
  rows: readonly Row[],
  options: { columns?: number; color?: 'always'; noHeaders?: boolean } = {},
): string {
  return draw(columns, rows, { ...options, noHeaders: options.noHeaders ?? false })
}

function draw<R>(
  columns: readonly Column<R>[],
  rows: readonly R[],
  {
    columns: room,
    color = 'never',
    ...wishes
  }: { columns?: number; color?: 'always' | 'never' } & Partial<TableWishes>,
): string {
  const style = styleFor({ env: {}, columns: room, color })
  const context = { now: 0, allNamespaces: true }
  const usual = { style, context, noHeaders: false, noTrunc: false, isWide: false, isChosen: false }
  return [...tablePrinter(columns, { ...usual, ...wishes }, true)(rows)].join('')
}

describe('alignment', () => {
  it('puts three spaces between columns, and none at the end', () => {
    expect(
      table([
        ['a', 'b'],
        ['long', ''],
      ]),
    ).toBe('NAME   TEXT\na      b\nlong\n')
  })

  it('counts wide and combining characters as a terminal shows them', () => {
    expect(
      table(
        [
          ['日本', 'x'],
          ['e\u0301', 'y'],
        ],
        { noHeaders: true },
      ),
    ).toBe('日本   x\ne\u0301      y\n')
  })

  it('is not moved by colour', () => {
    expect(
      table(
        [
          ['a', 'b', 'good'],
          ['cc', 'd'],
        ],
        { color: 'always', noHeaders: true },
      ),
    ).toBe('a    \u001b[32mb\u001b[39m\ncc   d\n')
  })
})

describe('width', () => {
  const long = 'x'.repeat(253)

  it('shortens the longest column to the terminal', () => {
    const lines = table(
      [
        [long, 'short'],
        ['b', 'c'],
      ],
      { columns: 40 },
    ).split('\n')
    expect(lines[1]).toBe(`${'x'.repeat(16)}…${'x'.repeat(16)}  short`)
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(40)
  })

  it('shortens several long columns alike', () => {
    expect(table([[long, long]], { columns: 42, noHeaders: true })).toBe(
      `${'x'.repeat(10)}…${'x'.repeat(9)}  ${'x'.repeat(10)}…${'x'.repeat(9)}\n`,
    )
  })

  it('cuts nothing on a terminal that does not know its width', () => {
    expect(table([[long, 'b']], { columns: 0, noHeaders: true })).toBe(`${long}   b\n`)
  })

  it('cuts nothing in a pipe, and does not let one long name widen every row', () => {
    const [first, second] = table(
      [
        [long, 'short'],
        ['b', 'c'],
      ],
      { noHeaders: true },
    ).split('\n')
    expect(first).toBe(`${long}   short`)
    expect(second).toBe(`b${' '.repeat(82)}c`)
  })
})

describe('what gives way on a narrow terminal', () => {
  interface Route {
    readonly name: string
    readonly path: string
    readonly port: string
    readonly addresses: string
    readonly note: string
  }
  const routes: Column<Route>[] = [
    { header: 'NAME', cell: ({ name }) => name },
    { header: 'PATH', cell: ({ path }) => path, shorten: 'start' },
    { header: 'PORT', cell: ({ port }) => port, leaves: 1 },
    { header: 'ADDRESSES', cell: ({ addresses }) => addresses, leaves: 2, shorten: 'count' },
  ]
  const route = (name: string, path: string, port = '80', addresses = '192.0.2.1,192.0.2.2'): Route => ({
    ...{ name, path, port, addresses },
    note: `the rule of ${name} has no such path, and nothing else takes it`,
  })

  it('says once what all rows share', () => {
    expect(draw(routes, [route('a', '/a'), route('b', '/b')], { columns: 30 })).toBe(
      'all: ADDRESSES\n  192.0.2.1,192.0.2.2\nNAME  PATH  PORT\na     /a    80\nb     /b    80\n',
    )
  })

  it('lets the least important column go, and says so', () => {
    const said: string[] = []
    const rows = [route('a'.repeat(18), '/a', '80', '192.0.2.1'), route('b'.repeat(18), '/b', '81', '192.0.2.2')]
    expect(draw(routes, rows, { columns: 32, tell: (one) => said.push(one) })).toBe(
      `NAME                PATH  PORT\n${'a'.repeat(18)}  /a    80\n${'b'.repeat(18)}  /b    81\n`,
    )
    expect(said).toEqual(['cut to 32 columns: ADDRESSES left out; --no-trunc shows all'])
  })

  it('shortens no two names to the same', () => {
    const names = Array.from({ length: 30 }, (_, i) => `${'a'.repeat(40)}-${i}`)
    const shown = draw(
      routes,
      names.map((name) => route(name, '/')),
      { columns: 34 },
    )
      .split('\n')
      .filter((line) => line.startsWith('aa'))
    expect(new Set(shown).size).toBe(30)
    for (const line of shown) expect(displayWidth(line)).toBeLessThanOrEqual(34)
  })

  it('keeps a column that alone tells two rows apart', () => {
    const rows = [route('web', '/', '80', '192.0.2.1'), route('web', '/', '81', '192.0.2.7'), route('web', '/x')]
    expect(draw(routes, rows, { columns: 18 })).toContain('PORT')
  })

  it('breaks sentences into lines beside the other columns', () => {
    const sentences: Column<Route>[] = [
      ...routes.slice(0, 2),
      { header: 'NOTE', cell: ({ note }) => note, shorten: 'wrap' },
    ]
    expect(draw(sentences, [route('a', '/a'), route('b', '/b')], { columns: 40, wordWrap })).toBe(
      [
        'NAME  PATH  NOTE',
        'a     /a    the rule of a has no such',
        '            path, and nothing else takes',
        '            it',
        'b     /b    the rule of b has no such',
        '            path, and nothing else takes',
        '            it',
        '',
      ].join('\n'),
    )
  })

  it('says in short what has no room, says so, and says it whole in a pipe', () => {
    const said: string[] = []
    const short: Column<Route>[] = [
      ...routes.slice(0, 2),
      { header: 'NOTE', cell: ({ note }) => note, brief: ({ name }) => `not ${name}`, shorten: 'wrap' },
    ]
    const rows = [route('a', '/a'), route('b', '/b')]
    expect(draw(short, rows, { columns: 40, wordWrap, tell: (one) => said.push(one) })).toBe(
      'NAME   PATH   NOTE\na      /a     not a\nb      /b     not b\n',
    )
    expect(said).toEqual(['cut to 40 columns: NOTE shortened; --no-trunc shows all'])
    for (const wishes of [{}, { columns: 40, noTrunc: true }, { columns: 40, isWide: true, wordWrap }])
      expect(draw(short, rows, wishes)).toContain('nothing')
  })

  it('writes a field a line where no line holds a row', () => {
    expect(draw(routes, [route('a', '/a'), route('b', '/b', '81', '192.0.2.7')], { columns: 20, isWide: true })).toBe(
      [
        'NAME       a',
        'PATH       /a',
        'PORT       80',
        'ADDRESSES  192.0.2.1',
        '           ,192.0.2.',
        '           2',
        '',
        'NAME       b',
        'PATH       /b',
        'PORT       81',
        'ADDRESSES  192.0.2.7',
        '',
      ].join('\n'),
    )
  })

  it('cuts nothing with --no-trunc', () => {
    expect(draw(routes, [route('a'.repeat(50), '/a')], { columns: 20, noTrunc: true })).toContain(
      `${'a'.repeat(50)}   /a     80     192.0.2.1,192.0.2.2`,
    )
  })
})

describe('colour', () => {
  const red = (facts: { env?: Record<string, string>; columns?: number; color?: 'auto' | 'always' | 'never' }) =>
    styleFor({ env: facts.env ?? {}, columns: facts.columns, color: facts.color ?? 'auto' }).tone('x', 'bad') !== 'x'

  it.each([
    ['a pipe', {}, false],
    ['a terminal', { columns: 80 }, true],
    ['a dumb terminal', { columns: 80, env: { TERM: 'dumb' } }, false],
    ['NO_COLOR', { columns: 80, env: { NO_COLOR: '1' } }, false],
    ['an empty NO_COLOR', { columns: 80, env: { NO_COLOR: '' } }, true],
    ['FORCE_COLOR in a pipe', { env: { FORCE_COLOR: '1' } }, true],
    ['FORCE_COLOR=0', { columns: 80, env: { FORCE_COLOR: '0' } }, false],
    ['NO_COLOR beside FORCE_COLOR', { env: { NO_COLOR: '1', FORCE_COLOR: '1' } }, false],
    ['--color always over NO_COLOR', { color: 'always' as const, env: { NO_COLOR: '1' } }, true],
    ['--color never over FORCE_COLOR', { color: 'never' as const, env: { FORCE_COLOR: '3' }, columns: 80 }, false],
  ])('%s', (_name, facts, expected) => {
    expect(red(facts)).toBe(expected)
  })
})
