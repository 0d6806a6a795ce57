/** Tables: alignment, what is cut on a terminal and never in a pipe, colour that does not disturb. */
import { describe, expect, it } from 'vitest'
import { styleFor } from '../../src/print/style.js'
import { tablePrinter } from '../../src/print/table.js'
import type { Column, Tone } from '../../src/print/view.js'
import { cut, displayWidth } from '../../src/print/width.js'

type Row = readonly [name: string, text: string, tone?: Tone]
const columns: Column<Row>[] = [
  { header: 'NAME', cell: ([name]) => name },
  { header: 'TEXT', cell: ([, text, tone]) => ({ text, tone: tone ?? 'plain' }) },
]

function table(
  rows: readonly Row[],
  options: { columns?: number; color?: 'always'; noHeaders?: boolean } = {},
): string {
  const style = styleFor({ env: {}, columns: options.columns, color: options.color ?? 'never' })
  return [...tablePrinter(columns, style, { now: 0, allNamespaces: true }, options.noHeaders ?? false)(rows)].join('')
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

  it('cuts the longest column to the terminal', () => {
    const lines = table(
      [
        [long, 'short'],
        ['b', 'c'],
      ],
      { columns: 40 },
    ).split('\n')
    expect(lines[1]).toBe(`${'x'.repeat(31)}…   short`)
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(40)
  })

  it('cuts several long columns alike', () => {
    expect(table([[long, long]], { columns: 43, noHeaders: true })).toBe(`${'x'.repeat(19)}…   ${'x'.repeat(19)}…\n`)
  })

  it('keeps at least eight columns of a cell, however narrow the terminal', () => {
    expect(table([[long, long]], { columns: 3, noHeaders: true })).toBe('xxxxxxx…   xxxxxxx…\n')
  })

  it('never cuts below a header', () => {
    const wide: Column<string>[] = [
      { header: 'ENDPOINT ADDRESSES', cell: (text) => text },
      { header: 'B', cell: () => 'b' },
    ]
    const style = styleFor({ env: {}, columns: 10, color: 'never' })
    expect([...tablePrinter(wide, style, { now: 0, allNamespaces: true }, false)([long])].join('')).toBe(
      `ENDPOINT ADDRESSES   B\n${'x'.repeat(17)}…   b\n`,
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

  it.each([
    ['abcdef', 4, 'abc…'],
    ['abc', 3, 'abc'],
    ['日本語', 4, '日…'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
  ])('cut(%j, %i) → %j', (text, width, expected) => {
    expect(cut(text, width)).toBe(expected)
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
