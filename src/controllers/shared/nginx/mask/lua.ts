/** Lua code within nginx.conf, with the strings and comments taken out: what is left is what it does, and to what. */
import { mask } from '../../../../domain/masking/words.js'

/** What ends a stretch of code that is neither string nor comment. */
const special = /["'[-]/g

/** Modules are named by strings, and so is what they return: `require("configuration")`, `pcall(require, "balancer")`. */
const beforeModule = /\brequire\s*(?:[(,]\s*)?$/
const moduleName = /^[a-z][a-z_.]{0,60}$/

/** @param code may be cut at its end */
export function maskLua(code: string): string {
  let masked = ''
  let from = 0
  for (;;) {
    special.lastIndex = from
    const at = special.exec(code)?.index ?? code.length
    masked += code.slice(from, at).replaceAll(/\d{7,}/g, mask)
    if (at === code.length) return masked
    const end = endOf(code, at)
    masked += shown(code, at, end, masked)
    from = end
  }
}

function shown(code: string, at: number, end: number, before: string): string {
  const first = code.charAt(at)
  const text = code.slice(at, end)
  if (end === at + 1) return text
  if (first === '-') return `-- ${mask}`
  if (first === '[') return `[[${mask}]]`
  const inside = text.slice(1, text.endsWith(first) ? -1 : undefined)
  return inside === '' || (moduleName.test(inside) && beforeModule.test(before.slice(-40)))
    ? text
    : `${first}${mask}${first}`
}

/** After the string, comment or long bracket that begins at `at`; the next character where none does. */
function endOf(code: string, at: number): number {
  const first = code.charAt(at)
  if (first === '-') {
    if (code[at + 1] !== '-') return at + 1
    const level = levelAt(code, at + 2)
    return level === null ? endOfLine(code, at) : endOfLong(code, at + 2, level)
  }
  if (first === '[') {
    const level = levelAt(code, at)
    return level === null ? at + 1 : endOfLong(code, at, level)
  }
  for (let i = at + 1; i < code.length && code[i] !== '\n'; i += code[i] === '\\' ? 2 : 1)
    if (code[i] === first) return i + 1
  return Math.min(code.length, endOfLine(code, at))
}

/** How many `=` stand in `[==[`; null: it is no long bracket. */
function levelAt(code: string, at: number): number | null {
  if (code[at] !== '[') return null
  let i = at + 1
  while (code[i] === '=' && i - at < 100) i += 1
  return code[i] === '[' ? i - at - 1 : null
}

function endOfLong(code: string, at: number, level: number): number {
  const close = `]${'='.repeat(level)}]`
  const found = code.indexOf(close, at)
  return found === -1 ? code.length : found + close.length
}

function endOfLine(code: string, from: number): number {
  const found = code.indexOf('\n', from)
  return found === -1 ? code.length : found
}
