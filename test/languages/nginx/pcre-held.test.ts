/** Patterns are ruled out by the text that each match holds, and only where PCRE would not give up before. */
import { expect, it } from 'vitest'
import { Budget, readPcre } from '../../../src/languages/nginx/pcre/pcre.js'

function tried(pattern: string, subject: string, ignoreCase = true) {
  // A pattern that is not tried at all costs thirty steps.
  const budget = new Budget()
  const found = readPcre(pattern, ignoreCase)?.match(subject, budget)
  return { found: typeof found === 'string' ? found : found && 'match', isTried: budget.work > 30 }
}

it.each([
  ['^(www|app)\\.h12\\..+$', 'www.h13.example', 'none', false],
  ['^(www|app)\\.h12\\..+$', 'WWW.H12.example', 'match', true],
  ['^(.*)\\.h12\\.test$', 'a.h1.2.test', 'none', false],
  ['\\.h12\\.|x', 'x', 'match', true],
  ['(?:\\.h12)?\\.test$', 'a.test', 'match', true],
])('%s on %s: %s', (pattern, subject, found, isTried) => {
  expect(tried(pattern, subject)).toEqual({ found, isTried })
})

it('what takes too many tries is still that, whatever it has to hold', () => {
  expect(tried('^(a|aa)+\\.test$', `${'a'.repeat(60)}.tes`, false).found).toMatch(/gave-up|too-long|none/)
  expect(tried('^(a|aa)+\\.test$', `${'a'.repeat(60)}.tes`, false).isTried).toBe(true)
})
