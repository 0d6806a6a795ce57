/** How wide a terminal shows a text, and lines that fit: ASCII, marks, East Asian letters, emoji, flags. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { displayWidth, laidOut, wrap } from '../../../src/domain/text/width.js'
import { hostileText } from '../../print/support/hostile-text.js'

describe('displayWidth', () => {
  it.each<[string, string, number]>([
    ['nothing', '', 0],
    ['ASCII', 'shop.example.com', 16],
    ['Latin with marks of their own', 'bücher', 6],
    ['a combining mark', 'e\u0301', 1],
    ['a spacing mark', '\u0915\u093e', 2],
    ['Chinese and Japanese', '日本ひカ', 8],
    ['Hangul syllables', '한글', 4],
    ['Hangul in letters', '\u1112\u1161\u11ab', 2],
    ['fullwidth and halfwidth', 'Ａｱ', 3],
    ['brackets of old', '\u2329\u232a', 4],
    ['an ideograph beyond the basic plane', '\u{20000}', 2],
    ['an emoji', '🎉', 2],
    ['a flag', '🇩🇪', 2],
    ['symbols that are text', '→✓…', 3],
    ['a mark upon a wide letter', 'か\u3099', 2],
    ['a skin tone', '👍🏽', 2],
    ['a text symbol that is drawn as a picture', '❤️', 2],
    ['a keycap', '1️⃣', 2],
    ['a family, joined', '👩‍👩‍👧', 2],
    ['half a flag', '🇩', 1],
  ])('%s', (_name, text, width) => {
    expect(displayWidth(text)).toBe(width)
  })
})

it('breaks into lines of the width that was asked for, and loses nothing but white space', () => {
  fc.assert(
    fc.property(hostileText, fc.integer({ min: 8, max: 30 }), (text, width) => {
      const lines = wrap(text, width)
      for (const line of lines) expect(displayWidth(line.trimEnd())).toBeLessThanOrEqual(width)
      expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
    }),
    { verbose: true },
  )
})

it('keeps every line within the terminal, its margin included', () => {
  expect(laidOut('one two three four', { head: 'at  ', rest: '      ' }, 14)).toEqual([
    'at  one two',
    '      three',
    '      four',
  ])
})
