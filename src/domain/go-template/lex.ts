/** The text of a template → texts, and the words of the actions between `{{` and `}}`. */
import { readNumber } from './numbers.js'
import { quoted, raw, rune } from './quotes.js'
import { type Literal, Wrong } from './tree.js'

export type Token =
  | { readonly is: 'text' | 'field' | 'variable' | 'word'; readonly text: string }
  | { readonly is: 'literal'; readonly value: Literal; readonly isText?: true }
  /** a keyword, or a sign: `{{`, `}}`, a blank, `(`, `)`, `|`, `,`, `=`, `:=`, `.` */
  | { readonly is: Sign }

const keywords = 'block break continue define else end if nil range template with'.split(' ') as readonly Keyword[]
type Keyword = 'block' | 'break' | 'continue' | 'define' | 'else' | 'end' | 'if' | 'nil' | 'range' | 'template' | 'with'
type Sign = Keyword | '{{' | '}}' | ' ' | '(' | ')' | '|' | ',' | '=' | ':=' | '.'

const [open, close] = ['{{', '}}'] as const

/** @throws Wrong */
export function lex(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  let isTrimmed = false
  while (at < text.length) {
    const brace = text.indexOf(open, at)
    const plain = brace === -1 ? text.slice(at) : text.slice(at, brace)
    const inside = brace + open.length
    const trims = brace !== -1 && /^-[ \t\r\n]/.test(text.slice(inside, inside + 2))
    const left = isTrimmed ? plain.replace(/^[ \t\r\n]+/, '') : plain
    const shown = trims ? trimmedEnd(left) : left
    if (shown !== '') tokens.push({ is: 'text', text: shown })
    if (brace === -1) break
    const begin = trims ? inside + 2 : inside
    const read = text.startsWith('/*', begin) ? comment(text, begin) : action(text, begin, tokens)
    at = read.next
    isTrimmed = read.trims
  }
  return tokens
}

/** By a loop: a pattern that is bound to the end would look from each blank on. */
function trimmedEnd(text: string): string {
  let end = text.length
  while (end > 0 && ' \t\r\n'.includes(text[end - 1] as string)) end -= 1
  return text.slice(0, end)
}

interface Ended {
  readonly next: number
  /** blanks after it are left out */
  readonly trims: boolean
}

function ends(text: string, at: number): Ended | null {
  if (text.startsWith(close, at)) return { next: at + close.length, trims: false }
  return /^[ \t\r\n]-\}\}/.test(text.slice(at, at + 4)) ? { next: at + 4, trims: true } : null
}

function comment(text: string, at: number): Ended {
  const end = text.indexOf('*/', at + 2)
  if (end === -1) throw new Wrong('unclosed comment')
  const ended = ends(text, end + 2)
  if (ended === null) throw new Wrong('comment ends before closing delimiter')
  return ended
}

/** What is one sign alone. */
const signs: ReadonlySet<string> = new Set(['|', ',', '='])

function action(text: string, from: number, tokens: Token[]): Ended {
  tokens.push({ is: open })
  let [at, depth] = [from, 0]
  for (;;) {
    const ended = ends(text, at)
    if (ended !== null) {
      if (depth > 0) throw new Wrong('unclosed left paren')
      tokens.push({ is: close })
      return ended
    }
    const one = text[at]
    if (one === undefined) throw new Wrong('unclosed action')
    if (one === '(') depth += 1
    if (one === ')') depth -= 1
    if (depth < 0) throw new Wrong('unexpected right paren')
    const [token, length] = next(text, at, one)
    tokens.push(token)
    at += length
  }
}

type LexedToken = readonly [token: Token, length: number]

function next(text: string, at: number, one: string): LexedToken {
  const rest = (length = 1_000) => text.slice(at, at + length)
  if (/[ \t\r\n]/.test(one)) return [{ is: ' ' }, blanks(text, at)]
  if (one === '(' || one === ')') return [{ is: one }, 1]
  if (signs.has(one)) return [{ is: one as Sign }, 1]
  if (one === ':' && text[at + 1] === '=') return [{ is: ':=' }, 2]
  if (one === '"') return literal(quoted(text, at))
  if (one === '`') return literal(raw(text, at))
  if (one === "'") {
    const [value, length] = rune(text, at)
    return [{ is: 'literal', value }, length]
  }
  if (one === '$') return named('variable', text, at)
  if (/^[+\-\d]|^\.\d/.test(rest(2))) {
    const [value, length] = readNumber(rest())
    return [{ is: 'literal', value }, length]
  }
  if (one === '.') return named('field', text, at)
  if (/^[\p{L}\p{Nd}_]/u.test(rest(2))) return named('word', text, at)
  throw new Wrong(`unexpected ${JSON.stringify([...rest(2)][0])} in action`)
}

function literal([value, length]: readonly [string, number]): LexedToken {
  return [{ is: 'literal', value, isText: true }, length]
}

/** Blanks up to those that belong to ` -}}`. */
function blanks(text: string, from: number): number {
  let at = from + 1
  while (/[ \t\r\n]/.test(text[at] ?? '') && ends(text, at) === null) at += 1
  return at - from
}

function named(is: 'field' | 'variable' | 'word', text: string, from: number): LexedToken {
  const begin = is === 'word' ? from : from + 1
  const pattern = /[\p{L}\p{Nd}_]*/uy
  pattern.lastIndex = begin
  const [name = ''] = pattern.exec(text) ?? []
  const end = begin + name.length
  const behind = text[end]
  if (behind !== undefined && !/[ \t\r\n.,|:()]/.test(behind) && !text.startsWith(close, end))
    throw new Wrong(`bad character ${JSON.stringify(behind)}`)
  const length = end - from
  if (is === 'variable') return [{ is, text: name }, length]
  if (is === 'field') return [name === '' ? { is: '.' } : { is, text: name }, length]
  if (name === 'true' || name === 'false') return [{ is: 'literal', value: name === 'true' }, length]
  const keyword = keywords.find((one) => one === name)
  return [keyword === undefined ? { is, text: name } : { is: keyword }, length]
}
