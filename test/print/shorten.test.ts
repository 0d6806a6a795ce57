/** A text in less room: what stays of a name, a path and a list. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { displayWidth } from '../../src/domain/text/width.js'
import { type Shortening, shorten } from '../../src/print/shorten.js'
import { hostileText } from './support/hostile-text.js'

const ways: readonly Shortening[] = ['middle', 'start', 'end', 'count']

describe('shorten', () => {
  it.each<[string, string, number, Shortening, string]>([
    ['a name keeps both ends', 'ingress-nginx-controller-68dbfcb676-plpcp', 19, 'middle', 'ingress-n…676-plpcp'],
    ['a path keeps its end', 'shop.example.com/cart/items', 12, 'start', '…/cart/items'],
    ['a sentence keeps its beginning', 'no endpoint is ready', 8, 'end', 'no endp…'],
    ['a list keeps its first and its number', '10.0.0.1,10.0.0.2,10.0.0.3', 12, 'count', '10.0.0.1 +2'],
    ['a list whose first is too long', 'a-rather-long-name,b', 8, 'count', 'a-ra… +1'],
    ['what fits stays whole', 'abc', 3, 'middle', 'abc'],
    ['a wide letter that is too wide for what is left', '日本語', 4, 'end', '日…'],
    ['marks stay with their letters', 'e\u0301e\u0301e\u0301', 2, 'end', 'e\u0301…'],
  ])('%s', (_name, text, width, how, expected) => {
    expect(shorten(text, width, how)).toBe(expected)
  })
})

it('fits the width that was asked for, is marked, and leaves alone what fits', () => {
  fc.assert(
    fc.property(hostileText, fc.integer({ min: 1, max: 30 }), fc.constantFrom(...ways), (text, width, how) => {
      const shown = shorten(text, width, how)
      expect(displayWidth(shown)).toBeLessThanOrEqual(width)
      if (displayWidth(text) <= width) expect(shown).toBe(text)
      else expect(shown).toMatch(/…| \+\d+$/)
    }),
    { verbose: true },
  )
})
