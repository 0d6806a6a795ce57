/**
 * A rule as it may be shown: what a header or a parameter must be may be a password, and where no text stands there are words.
 * Hosts, paths and patterns stay as they are written.
 */
import { told } from '../../domain/findings/finding.js'
import { maskPathWord } from '../../domain/masking/field.js'
import { maskRemark } from '../../domain/masking/text.js'
import { bareMask, maskNamed, maskWords } from '../../domain/masking/words.js'

/** Those whose texts after the first are values; what stands there is not decided by what a reader makes of the whole. */
const matcher = /\b(headers?|headersregexp|headerregexp|query|queryregexp)[ \t]*\(/gi

export function maskRule(rule: string): string {
  let masked = ''
  let from = 0
  matcher.lastIndex = 0
  for (let found = matcher.exec(rule); found !== null; found = matcher.exec(rule)) {
    masked += withWords(rule.slice(from, matcher.lastIndex))
    const { text, end } = maskArguments(rule, matcher.lastIndex)
    masked += text
    from = end
    matcher.lastIndex = end
  }
  return masked + withWords(rule.slice(from))
}

function withWords(part: string): string {
  return part.replaceAll(/([`"])([^`"]*)\1|[^`"]+/g, (whole, quote: string | undefined, inside: string) =>
    quote === undefined ? maskWords(whole, bareMask) : quote + maskPathWord(inside) + quote,
  )
}

/** Up to the parenthesis that closes, or the end. A text alone may be `name=value`, as the older syntax has it. */
function maskArguments(rule: string, start: number) {
  let text = ''
  let name: string | null = null
  let at = start
  while (at < rule.length && rule[at] !== ')') {
    const quote = rule.charAt(at)
    if (quote !== '`' && quote !== '"') {
      text += quote
      at += 1
      continue
    }
    const end = endOf(rule, at)
    const inside = rule.slice(at + 1, end)
    text += `${quote}${name === null ? maskPair(inside) : maskNamed(name, inside)}${quote}`
    name ??= inside
    at = end + 1
  }
  return { text, end: Math.min(at, rule.length) }
}

function maskPair(text: string): string {
  const equals = text.indexOf('=')
  return equals === -1 ? text : `${text.slice(0, equals)}=${maskNamed(text.slice(0, equals), text.slice(equals + 1))}`
}

/** Where the quote stands that closes; the end of the rule where none does. */
function endOf(rule: string, open: number): number {
  const quote = rule.charAt(open)
  for (let at = open + 1; at < rule.length; at++) {
    if (rule[at] === '\\' && quote === '"') at += 1
    else if (rule[at] === quote) return at
  }
  return rule.length
}

/** It is no rule: then anything may stand there. */
export function wrongRule(rule: string, fault: string) {
  return told('rule-invalid', { rule: maskRule(rule), fault: maskRemark(fault) })
}
