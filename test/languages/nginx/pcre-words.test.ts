/** Words of patterns: those that people write as paths, and whatever else a pattern may hold. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readPcre } from '../../../src/languages/nginx/pcre/pcre.js'
import { wordsOf } from '../../../src/languages/nginx/pcre/words.js'

it.each<[pattern: string, words: readonly string[]]>([
  ['/plain', ['/plain']],
  ['/something(/|$)(.*)', ['/something/a', '/something', '/something/o', '/something/cc', '/something/qq']],
  ['/id/[0-9]{3}$', ['/id/000', '/id/777', '/id/444', '/id/111', '/id/888', '/id/555', '/id/222', '/id/999']],
  ['/(en|de|fr)/news/?$', ['/en/news/', '/de/news', '/fr/news/', '/en/news', '/de/news/', '/fr/news']],
  ['/(?!admin)[ad]+', ['/a', '/d', '/aa']],
  ['/(?i)x(?:y(?<z>\\d+))?', ['/xy0', '/x', '/xy4', '/xy88', '/xy22']],
  ['/(a|b)/\\1', ['/a/a', '/b/b']],
  ['/v\\d\\.(js|css)$', ['/v0.js', '/v7.css', '/v4.js', '/v1.css', '/v8.js', '/v5.css', '/v2.js', '/v9.css']],
  // Not balanced, repeated beyond measure, a property: no word of them is known.
  ['/(a', []],
  ['/a{60000}', []],
  ['/((((a{999}){999}){999}){999}){999}', []],
  ['/\\p{L}', []],
])('%s', (pattern, words) => {
  expect(wordsOf(pattern, true)).toEqual(words)
})

it('of whatever pattern, are matched by it, and few', () => {
  const piece = fc.constantFrom(
    '/',
    'a',
    '(',
    ')',
    '|',
    '[',
    ']',
    '^',
    '$',
    '.',
    '*',
    '+',
    '?',
    '{2}',
    '\\',
    'd',
    '-',
    '(?:',
    '(?=',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const pattern = pieces.join('')
      const words = wordsOf(pattern, false)
      expect(words.length).toBeLessThanOrEqual(8)
      for (const word of words) expect(readPcre(`^(?:${pattern})`, false)?.match(word)).toBeInstanceOf(Array)
    }),
  )
})
