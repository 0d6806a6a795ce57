/**
 * The older syntax writes patterns as templates: `{name:[a-z]+}.a.test` is a text with patterns in it.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/muxer/http/matcher_v2.go
 */

import type { Rule } from './rule.js'

/** What a part without a pattern of its own stands for. */
const usual = { host: '[^.]+', path: '[^/]+' } as const

/**
 * @param isPrefix it need not fit to the end
 * @returns a pattern; null: its braces do not fit
 */
export function patternOfTemplate(text: string, of: keyof typeof usual, isPrefix: boolean): string | null {
  let pattern = ''
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('{', at)
    pattern += literally(text.slice(at, open === -1 ? text.length : open))
    if (open === -1) break
    const close = closing(text, open)
    if (close === -1) return null
    const inner = text.slice(open + 1, close)
    const colon = inner.indexOf(':')
    if (inner === '' || colon === 0 || colon === inner.length - 1) return null
    pattern += `(${colon === -1 ? usual[of] : inner.slice(colon + 1)})`
    at = close + 1
  }
  return pattern.includes('}') && text.indexOf('{') === -1 ? null : `^${pattern}${isPrefix ? '' : '$'}`
}

/** The first matcher whose text is a template, though its rule has none: there they are texts like others. */
export function templateIn(rule: Rule): { readonly matcher: string; readonly text: string } | null {
  if (rule.is === 'not') return templateIn(rule.part)
  if (rule.is !== 'matcher') return rule.parts.map(templateIn).find((found) => found !== null) ?? null
  // A brace that closes follows for sure where the text ends with one, so that no brace has to look for its own.
  const text = rule.args.find((arg) => /\{[A-Za-z_]\w*(?:\}|:[^}])/.test(arg.slice(0, arg.lastIndexOf('}') + 1)))
  return text === undefined || !/^(?:Host|Path)/.test(rule.name) ? null : { matcher: rule.name, text }
}

/** The brace that closes this one: patterns may have braces, too. */
function closing(text: string, open: number): number {
  let depth = 0
  for (let i = open; i < text.length; i++) {
    if (text[i] === '{') depth++
    else if (text[i] === '}' && --depth === 0) return i
  }
  return -1
}

function literally(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')
}
