/** Is a text as a rule wants it. */
import { lower, type TextRule } from '../config/rules.js'
import type { Tried } from './regex.js'

export function fits(rule: TextRule, text: string): Tried {
  if (rule.is === 'regex') return rule.regex.matches(text)
  if (rule.is === 'other') return 'untried'
  const subject = rule.ignoresCase ? lower(text) : text
  switch (rule.is) {
    case 'exact':
      return subject === rule.text
    case 'prefix':
      return subject.startsWith(rule.text)
    case 'suffix':
      return subject.endsWith(rule.text)
    case 'contains':
      return subject.includes(rule.text)
  }
}
