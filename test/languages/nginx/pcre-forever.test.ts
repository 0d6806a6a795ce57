/** Patterns that would never end where they do not match: they are named unknown. */
import { describe, expect, it } from 'vitest'
import { readPcre } from '../../../src/languages/nginx/pcre/pcre.js'

describe('patterns that are tried', () => {
  it.each([
    '(/|$)(.*)',
    '^([\\w-]+\\.)+a\\.test$',
    '(a|b)+',
    '(?:/x)*',
    '(.*)\\.(png|jpe?g)$',
    '(a+b)+',
    '([0-9]+/)*x',
    '(ab*c)+',
  ])('%s', (pattern) => {
    expect(readPcre(pattern, false)).not.toBeNull()
  })
})

describe('patterns that are not', () => {
  it.each([
    '(a+)+$',
    '^(?:a*)*b',
    '(\\w+)*x',
    '([a-z]+)+x',
    '(x|y+)+z',
    '(.*)*y',
    '(a{2,})+b',
    '(?<n>a+)+',
    '(a+){2,}b',
  ])('%s', (pattern) => {
    expect(readPcre(pattern, false)).toBeNull()
  })
})
