/** The condition of an `if`: ngx_http_rewrite_if_condition in src/http/modules/ngx_http_rewrite_module.c */

import { readPcre } from '../pcre/pcre.js'
import type { Run } from '../route/run.js'
import { lower, toText } from '../text/byte-text.js'
import { isHidden, mayBeSame, whyHidden } from '../text/hidden.js'
import { readTemplate } from './template.js'
import { Unknown } from './value.js'

export type Condition = (run: Run) => boolean | Unknown

/** @param words all that stands between `if` and its brace, as byte strings */
export function readCondition(words: readonly string[]): Condition {
  const [variable = '', operator, value = ''] = withoutParentheses(words)
  const never: Condition = () => new Unknown(`the condition ${toText(words.join(' '))} cannot be tried here`)
  if (!/^\$\w+$/.test(variable)) return never
  const name = lower(variable.slice(1))
  if (operator === undefined) return reading(name, (_, text) => text !== '' && text !== '0')
  if (operator === '=' || operator === '!=') return comparison(name, operator === '=', value) ?? never
  const [, not, pattern, ignoreCase] = /^(!)?(~)(\*)?$/.exec(operator) ?? []
  if (pattern === undefined) return never
  const pcre = isHidden(value) ? null : readPcre(value, ignoreCase !== undefined)
  if (pcre === null) return never
  return reading(name, (run, text) => {
    const matches = run.match(pcre, text, true)
    return matches instanceof Unknown ? matches : matches === (not === undefined)
  })
}

/** Parentheses are stuck to the first and the last word, or words of their own. */
export function withoutParentheses(words: readonly string[]): readonly string[] {
  const inner = [...words]
  if (inner[0] === '(') inner.shift()
  else inner[0] = (inner[0] ?? '').slice(1)
  if (inner.at(-1) === ')') inner.pop()
  else inner[inner.length - 1] = (inner.at(-1) ?? '').slice(0, -1)
  return inner
}

function reading(name: string, test: (run: Run, text: string) => boolean | Unknown): Condition {
  return (run) => {
    const text = run.read(name)
    if (text instanceof Unknown) return text
    return isHidden(text) ? new Unknown(whyHidden) : test(run, text)
  }
}

function comparison(name: string, equal: boolean, value: string): Condition | null {
  const template = readTemplate(value)
  if (template === null) return null
  return (run) => {
    const text = run.read(name)
    const other = run.fill(template, run.escapes).path
    if (text instanceof Unknown) return text
    if (other instanceof Unknown) return other
    return mayBeSame(text, other) ? new Unknown(whyHidden) : (text === other) === equal
  }
}
