/** Patterns as nginx's PCRE reads them. Generated ones are compared with a real nginx in a suite of its own. */
import { describe, expect, it } from 'vitest'
import { readPcre } from '../../../src/languages/nginx/pcre/pcre.js'
import { toBytes } from '../../../src/languages/nginx/text/byte-text.js'

const match = (pattern: string, subject: string) => readPcre(toBytes(pattern), false)?.match(toBytes(subject))

describe('a pattern', () => {
  it.each<[string, string, string[] | 'none']>([
    ['(?i)/something(/|$)(.*)', '/SomeThing/x', ['/', 'x']],
    ['a(?i)b|c', 'C', []],
    ['(?i:a)b', 'AB', 'none'],
    ['(?i)k', '\u212a', 'none'],
    ['(?i)[s-u]', 'ſ', 'none'],
    ['(?i)é', 'É', 'none'],
    ['(?i)[^a]', 'A', 'none'],
    ['^.$', 'é', 'none'],
    ['^..$', 'é', []],
    ['[é]', '\u00c3', []],
    ['a$', 'a\n', []],
    ['a\\z', 'a\n', 'none'],
    ['.', '\r', []],
    ['.', '\u2028', []],
    ['\\s', '\u00a0', 'none'],
    ['[[:alnum:]_]+$', 'a_1', []],
    ['[]a]', ']', []],
    ['[a[:b]', '[', []],
    ['x{,2}', 'x{,2}', []],
    ['a{', 'a{', []],
    ['\\Qa.b\\E$', 'a.b', []],
    ['\\h\\R', ' \r\n', []],
    ['a++a', 'aaa', 'none'],
    ['(?>a|ab)c', 'abc', 'none'],
    ['(?<=a)b\\K', 'ab', []],
    ['(?P<x>a)(?P=x)', 'aa', ['a']],
    ["(?'x'a)\\k<x>", 'aa', ['a']],
    ['(|a)?', 'a', ['']],
    ['(a)|(b)', 'b', ['', 'b']],
    ['[\\101]\\x42\\x{43}', 'ABC', []],
    ['(?#c)a', 'a', []],
    ['(?s)a.b', 'a\nb', []],
    ['(?m)^b', 'a\nb', []],
    ['(a)?\\1', 'a', 'none'],
    ['(?i)(a)\\1', 'aA', ['a']],
    ['(a*)*', 'aab', ['']],
    ['(?:(a)|b)*', 'ab', ['a']],
    ['(?:\\2b|(a)(c))*d', 'accbd', ['a', 'c']],
    ['(a|ab)(c|bcd)(d*)', 'abcd', ['a', 'bcd', '']],
    ['^(?:a?){3}a{3}$', 'aaa', []],
    ['(a+?)(a*)', 'aaa', ['a', 'aa']],
    ['(?>a+)a', 'aaa', 'none'],
    ['^(?=(a+))b|a', 'ab', ['']],
    ['(?<!b)a$', 'ba', 'none'],
    ['x*(y)', 'xxy', ['y']],
    ['[^/]*\\.php', '/a/b.php', []],
  ])('%s for %j: %j', (pattern, subject, expected) => {
    expect(match(pattern, subject)).toEqual(expected)
  })

  it.each([
    '(?R)',
    'a(?1)',
    '(a)\\2',
    '(a\\1)',
    '(?<=a*)b',
    '(?<=(?:a|bb))c',
    '(?:[ab]x){1,20000}',
    `(?<${'n'.repeat(33)}>a)`,
    `${'('.repeat(251)}a${')'.repeat(251)}`,
    'a'.repeat(4097),
    '(*UTF8)a',
    '(?(1)a)',
    '(?|a)',
    '(?x) a',
    '\\p{L}',
    '\\X',
    '\\y',
    '\\x{100}',
    '[[.a.]]',
    '[\\d-z]',
    '(?<=(a))',
    '(?=a)*',
    '(',
    'a)',
    '*a',
    'a**',
    '\\',
    '[',
    '[b-a]',
  ])('%s is unknown, or none', (pattern) => {
    expect(readPcre(pattern, false)).toBeNull()
  })

  it('may have as many parentheses in each other as PCRE takes', () => {
    const pattern = `${'('.repeat(250)}a${')'.repeat(250)}`
    expect(match(pattern, 'a')).toEqual(Array.from({ length: 250 }, () => 'a'))
  })

  it('names its captures', () => {
    expect([...(readPcre('(a)(?<b>b)(?P<c>(d))', false)?.names ?? [])]).toEqual([
      ['b', 2],
      ['c', 3],
    ])
  })
})
