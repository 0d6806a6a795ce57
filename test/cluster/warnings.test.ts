/** Warning headers of the API server. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseWarnings } from '../../src/cluster/wire/api-server.js'

describe('Warning headers', () => {
  it.each<[string, string, string[]]>([
    ['one', '299 - "old"', ['old']],
    ['several in one header', '299 - "a", 299 host:80 "b"', ['a', 'b']],
    ['with a date', '299 - "a" "Wed, 21 Oct 2015 07:28:00 GMT", 299 - "b"', ['a', 'b']],
    ['escaped quotes and backslashes', '299 - "say \\"a\\\\b\\""', ['say "a\\b"']],
    ['other codes are not for people', '199 - "misc", 299 - "old"', ['old']],
    ['without an agent', '299 "old"', []],
    ['without quotes', '299 - old', []],
    ['without an end', '299 - "old', []],
    ['what follows a broken one is not read', '299 - "a", nonsense, 299 - "b"', ['a']],
    ['an empty text', '299 - ""', []],
    ['an empty header', '', []],
    ['UTF-8', Buffer.from('299 - "für später"').toString('latin1'), ['für später']],
    ['escape sequences for a terminal', '299 - "\u001b[31mred\u0007"', ['[31mred']],
  ])('%s', (_name, header, texts) => {
    expect(parseWarnings([header])).toEqual(texts)
  })

  it('reads back every text that can be quoted (property)', () => {
    const text = fc
      .string({ unit: fc.constantFrom(...'ab"\\,; 1é') })
      .filter((text) => text.trim() === text && text !== '' && !text.includes('  '))
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const header = texts.map((text) => `299 - "${text.replaceAll(/["\\]/g, '\\$&')}"`).join(', ')
        expect(parseWarnings([Buffer.from(header).toString('latin1')])).toEqual(texts)
      }),
    )
  })
})
