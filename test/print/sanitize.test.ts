/** Nothing from the cluster steers a terminal, in any format; in documents the value stays exact. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { printRows } from '../../src/print/printers.js'
import { sanitize } from '../../src/print/sanitize.js'
import { styleFor } from '../../src/print/style.js'
import { formats, type View } from '../../src/print/view.js'

const view: View<string> = {
  kind: 'Test',
  columns: [{ header: 'TEXT', cell: (text) => text }],
  toJson: (text) => ({ text }),
  toName: (text) => text,
}
const plain = styleFor({ env: {}, columns: undefined, color: 'never' })
const print = (text: string, format: (typeof formats)[number]) =>
  [
    ...printRows([text], view, [], {
      format,
      noHeaders: true,
      style: plain,
      context: { now: 0, allNamespaces: false },
    }),
  ].join('')

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
  ])('%j → %s', (text, expected) => {
    expect(sanitize(text)).toBe(expected)
  })
})

const anyText = fc.string({ unit: 'binary', maxLength: 40 })
const dangerous = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

describe.each(formats)('-o %s', (format) => {
  it('prints no character that steers a terminal, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => !dangerous.test(print(text, format).replaceAll('\n', ''))),
      { verbose: true },
    )
  })
})

it('keeps values exact in JSON and YAML', () => {
  const valid = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => `${text}\u001b\u0085\u202e`)
  fc.assert(
    fc.property(valid, (text) => {
      expect(JSON.parse(print(text, 'json')).items).toEqual([{ text }])
      expect(parse(print(text, 'yaml')).items).toEqual([{ text }])
    }),
    { verbose: true },
  )
})
