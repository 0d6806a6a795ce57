/** Nothing from the cluster steers a terminal, in any format. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sanitize } from '../../../src/domain/text/sanitize.js'
import { printRows } from '../../../src/print/printers.js'
import { styleFor } from '../../../src/print/style.js'
import { type Format, formats, type Tone, type View } from '../../../src/print/view.js'
import { hostileText } from '../../print/support/hostile-text.js'

interface Look {
  readonly tone?: Tone
  readonly color?: 'always'
}

function print(text: string, format: Format, { tone = 'plain', color }: Look = {}): string {
  const view: View<string> = {
    kind: 'Test',
    columns: [{ header: 'TEXT', cell: (text) => ({ text, tone }) }],
    toJson: (text) => ({ text }),
    toName: (text) => text,
  }
  const style = styleFor({ env: {}, columns: undefined, color: color ?? 'never' })
  const context = { now: 0, allNamespaces: false }
  return [...printRows([text], view, [], { format, noHeaders: true, style, context })].join('')
}

describe('sanitize', () => {
  it.each([
    ['plain.example.com/path?x=1', 'plain.example.com/path?x=1'],
    ['bücher.example', 'bücher.example'],
    ['日本 🎉', '日本 🎉'],
    ['\u001b[31mred', '\\x1b[31mred'],
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['\u0000\u007f\u0085', '\\x00\\x7f\\x85'],
    ['a\u202eb', 'a\\u202eb'],
    ['\ufeff\u200b', '\\ufeff\\u200b'],
    ['\u2028', '\\u2028'],
    ['\ud800', '\\ud800'],
    ['\u{e0041}', '\\udb40\\udc41'],
    ['\uffff', '\\uffff'],
  ])('%j → %s', (text, expected) => {
    expect(sanitize(text)).toBe(expected)
  })
})

const dangerous = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

describe.each(formats)('-o %s', (format) => {
  it('prints no character that steers a terminal, whatever the text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const printed = print(text, format)
        expect(printed.replaceAll('\n', '')).not.toMatch(dangerous)
        // As many lines as for a harmless text: no line break came from the cluster.
        expect(printed.split('\n').length).toBe(print('harmless', format).split('\n').length)
      }),
      { verbose: true },
    )
  })
})

it('with colour, a table holds no escape sequence but our own', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const coloured = print(text, 'table', { tone: 'bad', color: 'always' })
      // The blanks at a text's own end are kept inside its colour.
      expect(coloured.replaceAll(/\u001b\[(?:31|39)m/g, '').trimEnd()).toBe(print(text, 'table').trimEnd())
    }),
    { verbose: true },
  )
})
