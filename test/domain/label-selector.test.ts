/** Label selectors: the cases of the API server's own grammar. */
import { describe, expect, it } from 'vitest'
import { matchesLabels, parseLabelSelector } from '../../src/domain/objects/label-selector.js'

const labels = { app: 'web', tier: 'front', 'example.com/team': 'a', empty: '' }

describe('matches', () => {
  it.each([
    ['', true],
    ['app=web', true],
    ['app==web', true],
    ['app = web', true],
    ['app=cache', false],
    ['app!=cache', true],
    ['missing!=x', true],
    ['missing=x', false],
    ['app', true],
    ['!app', false],
    ['! missing', true],
    ['app in (web, cache)', true],
    ['app in (cache)', false],
    ['app notin (cache,db)', true],
    ['missing notin (x)', true],
    ['app=web,tier=front', true],
    ['app=web,tier in (back,front),!missing', true],
    ['app=web,tier=back', false],
    ['example.com/team=a', true],
    ['empty=', true],
    ['empty in ()', true],
    ['constructor', false],
  ])('%s → %s', (text, expected) => {
    expect(matchesLabels(parseLabelSelector(text), labels)).toBe(expected)
  })

  it('reads absent labels as none', () => {
    expect(matchesLabels(parseLabelSelector('a!=b'), null)).toBe(true)
    expect(matchesLabels(parseLabelSelector('a'), undefined)).toBe(false)
  })
})

describe('refuses', () => {
  it.each(['app=we b', '=web', 'app=web,', ',', 'app in web', 'app in (a', 'a b', 'app=-x', 'app>1', '!app=web'])(
    '%s',
    (text) => {
      expect(() => parseLabelSelector(text)).toThrow(SyntaxError)
    },
  )
})
