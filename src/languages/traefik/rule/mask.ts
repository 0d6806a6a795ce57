/** A rule as it may be shown: what a header or a parameter must be may be a password. All else of it stays as it is written. */

/** Those whose texts after the first are values; what stands there is not decided by what a reader makes of the whole. */
const matcher = /\b(headers?|headersregexp|headerregexp|query|queryregexp)[ \t]*\(/gi

/** @param maskNamed what may be shown of a value, by the name of the header or the parameter */
export function maskRule(rule: string, maskNamed: (name: string, value: string) => string): string {
  let masked = ''
  let from = 0
  matcher.lastIndex = 0
  for (let found = matcher.exec(rule); found !== null; found = matcher.exec(rule)) {
    masked += rule.slice(from, matcher.lastIndex)
    const { text, end } = maskArguments(rule, matcher.lastIndex, maskNamed)
    masked += text
    from = end
    matcher.lastIndex = end
  }
  return masked + rule.slice(from)
}

/** Up to the parenthesis that closes, or the end. A text alone may be `name=value`, as the older syntax has it. */
function maskArguments(rule: string, start: number, maskNamed: (name: string, value: string) => string) {
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
    text += `${quote}${name === null ? maskPair(inside, maskNamed) : maskNamed(name, inside)}${quote}`
    name ??= inside
    at = end + 1
  }
  return { text, end: Math.min(at, rule.length) }
}

function maskPair(text: string, maskNamed: (name: string, value: string) => string): string {
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
