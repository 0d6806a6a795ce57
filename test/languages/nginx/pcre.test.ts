/** Patterns as nginx's PCRE reads them. Generated ones are compared with a real nginx in a suite of its own. */
import { describe, expect, it } from 'vitest'
import { readPcre } from '../../../src/languages/nginx/pcre/pcre.js'
import { toBytes } from '../../../src/languages/nginx/text/byte-text.js'

const match = (pattern: string, subject: string, ignoreCase = false) =>
  readPcre(toBytes(pattern), ignoreCase)?.match(toBytes(subject))

describe('a pattern', () => {
  it.each<[string, string, string[] | null]>([
    ['(?i)/something(/|$)(.*)', '/SomeThing/x', ['/', 'x']],
    ['a(?i)b|c', 'C', []],
    ['(?i:a)b', 'AB', null],
    ['(?i)k', '\u212a', null],
    ['(?i)[s-u]', 'ſ', null],
    ['(?i)é', 'É', null],
    ['(?i)[^a]', 'A', null],
    ['^.$', 'é', null],
    ['^..$', 'é', []],
    ['[é]', '\u00c3', []],
    ['a$', 'a\n', []],
    ['a\\z', 'a\n', null],
    ['.', '\r', []],
    ['.', '\u2028', []],
    ['\\s', '\u00a0', null],
    ['[[:alnum:]_]+$', 'a_1', []],
    ['[]a]', ']', []],
    ['[a[:b]', '[', []],
    ['x{,2}', 'x{,2}', []],
    ['a{', 'a{', []],
    ['\\Qa.b\\E$', 'a.b', []],
    ['\\h\\R', ' \r\n', []],
    ['a++a', 'aaa', null],
    ['(?>a|ab)c', 'abc', null],
    ['(?<=a)b\\K', 'ab', []],
    ['(?P<x>a)(?P=x)', 'aa', ['a']],
    ["(?'x'a)\\k<x>", 'aa', ['a']],
    ['(|a)?', 'a', ['']],
    ['(a)|(b)', 'b', ['', 'b']],
    ['[\\101]\\x42\\x{43}', 'ABC', []],
    ['(?#c)a', 'a', []],
    ['(?s)a.b', 'a\nb', []],
    ['(?m)^b', 'a\nb', []],
  ])('%s for %j: %j', (pattern, subject, expected) => {
    expect(match(pattern, subject)).toEqual(expected)
  })

  it.each([
    '(?R)',
    'a(?1)',
    '(a)?\\1',
    '(?i)(a)\\1',
    '(a*)*',
    '(?:(a)|b)*',
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

  it('names its captures', () => {
    expect([...(readPcre('(a)(?<b>b)(?P<c>(d))', false)?.names ?? [])]).toEqual([
      ['b', 2],
      ['c', 3],
    ])
  })
})
