/**
 * JSONPath templates as kubectl reads them: text with `{…}` in between. It is a language of its own, and no library for
 * RFC 9535 agrees with it. https://kubernetes.io/docs/reference/kubectl/jsonpath/
 *
 * Held against kubectl's own reader by test/domain/jsonpath.test.ts.
 */
import { goEscapes } from '../text/go-escapes.js'

export type Step =
  | { readonly is: 'field'; readonly name: string }
  /** every value of a list or an object */
  | { readonly is: 'every' }
  /** the value, and all that is in it */
  | { readonly is: 'below' }
  | {
      readonly is: 'slice'
      readonly from: number | null
      readonly to: number | null
      readonly isOne: boolean
      readonly by: number | null
    }
  | { readonly is: 'union'; readonly of: readonly (readonly Step[])[] }
  | {
      readonly is: 'filter'
      readonly left: readonly Step[]
      readonly sign: string | null
      readonly right: readonly Step[]
    }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'literal'; readonly value: number | boolean }
  | { readonly is: 'range' }
  | { readonly is: 'end' }

/** A text, or what stands between two braces; a range with all up to its end. */
export type TemplatePart =
  | { readonly is: 'steps'; readonly steps: readonly Step[] }
  | { readonly is: 'range'; readonly over: readonly Step[]; readonly parts: readonly TemplatePart[] }

export type Template = readonly TemplatePart[]

/** @returns `wrong`: what is the matter with it, in words */
export function parseTemplate(text: string): Template | { readonly wrong: string } {
  try {
    return nested(stepsIn(text))
  } catch (error) {
    if (error instanceof Wrong) return { wrong: error.message }
    throw error
  }
}

class Wrong extends Error {}

type Steps = readonly Step[]

function nested(all: readonly Steps[]): Template {
  const [parts, rest] = until(all, 0, false)
  if (rest < all.length) throw new Wrong('not in range, nothing to end')
  return parts
}

/** What comes before the end of the range that is open; without one, all. @returns where it goes on */
function until(all: readonly Steps[], from: number, isOpen: boolean): [parts: TemplatePart[], next: number] {
  const parts: TemplatePart[] = []
  let at = from
  while (at < all.length) {
    const steps = all[at] ?? []
    at += 1
    if (steps.some(({ is }) => is === 'end')) return isOpen ? [parts, at] : [parts, at - 1]
    if (!steps.some(({ is }) => is === 'range')) parts.push({ is: 'steps', steps })
    else {
      const [inside, next] = until(all, at, true)
      if (!all[next - 1]?.some(({ is }) => is === 'end')) throw new Wrong('a range has no {end}')
      parts.push({ is: 'range', over: steps.filter(({ is }) => is !== 'range'), parts: inside })
      at = next
    }
  }
  return [parts, at]
}

/** Of each text and each pair of braces. */
function stepsIn(text: string): Steps[] {
  const found: Steps[] = []
  let rest = text
  while (rest !== '') {
    const brace = rest.indexOf('{')
    const plain = brace === -1 ? rest : rest.slice(0, brace)
    if (plain !== '') found.push([{ is: 'text', text: plain }])
    if (brace === -1) return found
    const [steps, after] = action(rest.slice(brace + 1))
    found.push(steps)
    rest = after
  }
  return found
}

/** @param text behind an opening brace. @returns what stands up to the closing one, and what is behind it */
function action(text: string): [steps: Step[], after: string] {
  const steps: Step[] = []
  let rest = text
  while (!rest.startsWith('}')) {
    const [step, length] = nextStep(rest, steps.at(-1))
    if (step !== null) steps.push(...step)
    rest = rest.slice(length)
  }
  return [steps, rest.slice(1)]
}

type ParsedSteps = readonly [steps: readonly Step[] | null, length: number]

function nextStep(text: string, before: Step | undefined): ParsedSteps {
  if (text.startsWith('[?(')) return filter(text)
  if (text.startsWith('..')) {
    if (before?.is === 'below') throw new Wrong('invalid multiple recursive descent')
    const name = /^[\p{L}\p{N}_]/u.test(text.slice(2)) ? fieldIn(text.slice(2)) : null
    return [[{ is: 'below' }, ...(name === null ? [] : [name.step])], 2 + (name?.length ?? 0)]
  }
  const first = text[0]
  if (first === undefined || first === '\n' || first === '\r') throw new Wrong('unclosed action')
  if (' @$'.includes(first)) return [null, 1]
  if (first === '[') return brackets(text)
  if (first === '"' || first === "'") return quote(text, first)
  if (first === '.') {
    const { step, length } = fieldIn(text.slice(1))
    return [[step], length + 1]
  }
  if (/^[+\-\p{Nd}]/u.test(text)) return number(text)
  if (/^[\p{L}_]/u.test(text)) return word(text)
  throw new Wrong(`unrecognized character in action: ${JSON.stringify([...text][0])}`)
}

/** A backslash takes the next character into the name; none of them stays. */
function fieldIn(text: string): { readonly step: Step; readonly length: number } {
  const [all = ''] = /^(?:\\[\s\S]|[^\\ \t\r\n.,[\]$@{}])*/u.exec(text) ?? []
  const step: Step = all === '*' ? { is: 'every' } : { is: 'field', name: all.replaceAll('\\', '') }
  return { step, length: all.length }
}

function word(text: string): ParsedSteps {
  const [all = ''] = /^[^ \t\r\n.,[\]$@{}]*/.exec(text) ?? []
  if (all === 'true' || all === 'false') return [[{ is: 'literal', value: all === 'true' }], all.length]
  if (all === 'range' || all === 'end') return [[{ is: all }], all.length]
  throw new Wrong(`unrecognized identifier ${all}`)
}

function number(text: string): ParsedSteps {
  const [all = ''] = /^[+-]?[\d.]*/.exec(text) ?? []
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(all)) throw new Wrong(`cannot parse number ${all}`)
  return [[{ is: 'literal', value: Number(all) }], all.length]
}

/** The escapes of a string of Go: https://go.dev/ref/spec#Rune_literals */
function quote(text: string, mark: string): ParsedSteps {
  const [all] = new RegExp(`^${mark}(?:[^\\n]*?[^\\\\\\n])??${mark}`).exec(text) ?? []
  if (all === undefined) throw new Wrong('unterminated quoted string')
  const inside = all.slice(1, -1)
  const coded = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|([\s\S])?)/g
  const said = inside.replaceAll(coded, (whole, x, u, long, octal, one) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
    const hex = x ?? u ?? long
    if (hex !== undefined) return String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(hex, 16)))
    const found = one === mark ? mark : goEscapes[one]
    if (found === undefined) throw new Wrong(`${whole} in ${all} is no escape`)
    return found
  })
  return [[{ is: 'text', text: said }], all.length]
}

function brackets(text: string): ParsedSteps {
  const end = text.search(/[\]\n]/)
  if (end === -1 || text[end] !== ']') throw new Wrong('unterminated array')
  return [[...inBrackets(text.slice(1, end))], end + 1]
}

function inBrackets(text: string): readonly Step[] {
  const several = text.split(',')
  if (several.length > 1) return [{ is: 'union', of: several.map((one) => inBrackets(trimmed(one))) }]
  const [, key] = /^'([^']*)'$/.exec(text) ?? []
  if (key !== undefined) return action(`.${key}}`)[0]
  const [whole, from = '', to, by] = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text === '*' ? ':' : text) ?? []
  if (whole === undefined) throw new Wrong(`invalid array index ${text}`)
  const start = indexOf(from)
  const step = by === undefined ? null : indexOf(by.slice(1))
  if (to === undefined) return [{ is: 'slice', from: start, to: (start ?? 0) + 1, isOne: true, by: step }]
  return [{ is: 'slice', from: start, to: indexOf(to.slice(1)), isOne: false, by: step }]
}

function trimmed(text: string): string {
  return text.replaceAll(/^ +|(?<! ) +$/g, '')
}

function indexOf(text: string): number | null {
  if (text === '-') throw new Wrong('array index - is not a number')
  return text === '' ? null : Number(text)
}

function filter(text: string): ParsedSteps {
  const inside = conditionIn(text.slice('[?('.length))
  if (inside === null) throw new Wrong('unterminated filter')
  const length = '[?('.length + inside.length + 1
  if (text[length] !== ']') throw new Wrong('unclosed array expect ]')
  const [, left, sign, right] = /^([^!<>=]+)([!<>=]+)(.+)$/s.exec(inside) ?? []
  const compared =
    left === undefined || sign === undefined || right === undefined
      ? { left: action(`${inside}}`)[0], sign: null, right: [] }
      : { left: action(`${left}}`)[0], sign, right: action(`${right}}`)[0] }
  return [[{ is: 'filter', ...compared }], length + 1]
}

/** Up to the closing parenthesis; of one in quotes nothing is closed. null: there is none. */
function conditionIn(text: string): string | null {
  let mark = ''
  let isClosed = false
  for (let at = 0; at < text.length; at++) {
    const one = text[at] as string
    if (one === '\n') return null
    if ((one === '"' || one === "'") && mark === '') mark = one
    else if (one === mark && text[at - 1] !== '\\') isClosed = true
    else if (one === ')' && (mark !== '') === isClosed) return text.slice(0, at)
  }
  return null
}
