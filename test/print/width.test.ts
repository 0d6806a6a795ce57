/** How wide a terminal shows a text: ASCII, marks, East Asian letters, emoji, flags. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cut, displayWidth } from '../../src/print/width.js'
import { hostileText } from './support/hostile-text.js'

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
  ])('%s', (_name, text, width) => {
    expect(displayWidth(text)).toBe(width)
  })
})

it('cuts to the width that was asked for, at the end, and only what is too wide', () => {
  fc.assert(
    fc.property(hostileText, fc.integer({ min: 1, max: 30 }), (text, width) => {
      const shown = cut(text, width)
      expect(displayWidth(shown)).toBeLessThanOrEqual(width)
      if (displayWidth(text) <= width) expect(shown).toBe(text)
      else expect(text.startsWith(shown.slice(0, -1)) && shown.endsWith('…')).toBe(true)
    }),
    { verbose: true },
  )
})
