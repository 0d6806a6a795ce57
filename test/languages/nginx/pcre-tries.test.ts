/** Patterns whose tries double with each byte, or grow with a high power: all are answered, or given up, within few steps. */
import { describe, expect, it } from 'vitest'
import { Budget, readPcre } from '../../../src/languages/nginx/pcre/pcre.js'

const budget = 1_000_000

/** What comes of it, and for how many steps of the machine. */
function tried(pattern: string, subject: string) {
  const pcre = readPcre(pattern, false)
  if (pcre === null) throw new Error(`${pattern} is not read`)
  const steps = new Budget(budget)
  const matched = pcre.match(subject, steps)
  return { result: typeof matched === 'string' ? matched : 'match', steps: budget - steps.left }
}

const path = (letters: number, end = '') => `/${'a'.repeat(letters)}${end}`

describe('as a real nginx answers', () => {
  it.each([
    ['^/([a-z0-9]+-?)+$', path(60), 'match'],
    ['^/([a-z0-9]+-?)+$', path(20, '!'), 'none'],
    ['^/([a-z0-9]+-?)+$', path(22, '!'), 'too-long'],
    ['^/([a-z0-9]+-?)+$', path(60, '!'), 'gave-up'],
    ['^/(a+)+$', path(36, '!'), 'gave-up'],
    ['^/(a+)+b', path(36, '!'), 'none'],
    ['^/(?:a+b?)+$', path(60, '!'), 'gave-up'],
    ['^/((a+))+$', path(60, '!'), 'gave-up'],
    ['^/(a|aa)+$', path(28, '!'), 'none'],
    ['^/(a|aa)+$', path(60, '!'), 'gave-up'],
    ['^/(a?a)+$', path(60, '!'), 'gave-up'],
    ['^/([[:alnum:]]+)+$', path(60, '!'), 'gave-up'],
    ['([a-z]*)*[bc]', path(60, '!'), 'gave-up'],
    ['(a|b|ab)*[cd]', path(60, '!'), 'none'],
    ['^/(?>a+|b)+[cd]', path(60, '!'), 'none'],
    ['(?=(a+)+[bc])x', path(60, '!'), 'none'],
    ['(.*)x(.*)x(.*)x(.*)x(.*)x(.*)x(.*)x', path(60), 'none'],
    ['(.*)x(.*)x(.*)x(.*)x(.*)x(.*)x(.*)x(.*)y', 'x'.repeat(60), 'none'],
    ['(.*)x(.*)x(.*)x(.*)x(.*)x(.*)x(.*)x(.*)[yz]', 'x'.repeat(60), 'gave-up'],
  ])('%s on %s: %s', (pattern, subject, expected) => {
    expect(tried(pattern, subject).result).toBe(expected)
  })
})

it('what is known to lead nowhere is not tried again, so that steps grow with the length', () => {
  const { steps } = tried('^/([a-z]+-?)+$', path(16, '!'))
  expect(tried('^/([a-z]+-?)+$', path(2000, '!')).steps).toBeLessThan(steps + 50_000)
})

describe('where an earlier capture decides, nothing is remembered, and the budget ends it', () => {
  it.each(['^/(a+)+\\1[bc]', '^/((a|aa)+)\\1[bc]', '(?:(a*)\\1)+[bc]'])('%s', (pattern) => {
    expect(tried(pattern, path(60, '!')).result).toBe('too-long')
  })
})

/** A class, an optional separator and a repeat, nested or alternated: 2,016 patterns in all. */
const atoms = ['a', '.', '[a-z0-9]', '\\w', '[[:alnum:]]', '[^/]', '(?:a|b)', '(?i)a']
const quantifiers = ['+', '*', '{1,}', '+?', '*?', '{2,9}', '?']
const separators = ['', '-?', 'b?', '(?:-|_)?', '-*', '\\s*']
const wholes = ['(X)+$', '(?:X)*$', '(X|Y)+!x', '((X))+$', '(X)+(X)+$', '^/(?:(X)*)*[bc]']

describe.each(atoms)('252 patterns of %s, each as a whole', (atom) => {
  const parts = quantifiers.flatMap((quantifier) => separators.map((separator) => `${atom}${quantifier}${separator}`))
  it.each(wholes)('in %s end far within the budget', (whole) => {
    for (const part of parts) {
      const pattern = whole.replaceAll('X', part).replaceAll('Y', atom)
      const { result, steps } = tried(pattern, path(60, '!'))
      expect({ pattern, result, isBounded: steps < budget / 3 }).toEqual({
        pattern,
        result: expect.stringMatching(/^(?:match|none|gave-up)$/),
        isBounded: true,
      })
    }
  })
})
