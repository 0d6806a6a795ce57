/** Values as text: https://pkg.go.dev/fmt, as far as what JSON is made of, and whole numbers, can meet it. */
import { keysOf } from '../jsonpath/evaluate.js'
import { floatText, hexText } from './numbers.js'
import { quote } from './quotes.js'
import type { Value } from './tree.js'
import { fractionOf, isListValue, isObjectValue, typeOf, wholeOf } from './values.js'

/** Between two that are no texts stands a blank. */
export function print(args: readonly Value[]): string {
  return args.reduce<string>((text, arg, i) => {
    const blank = i > 0 && typeof arg !== 'string' && typeof args[i - 1] !== 'string' ? ' ' : ''
    return text + blank + valueText(arg)
  }, '')
}

/** What stands between the percent sign and the verb. */
interface Directive {
  readonly minus: boolean
  readonly plus: boolean
  readonly sharp: boolean
  readonly space: boolean
  readonly zero: boolean
  readonly width: number | null
  readonly precision: number | null
}

const bare: Directive = {
  minus: false,
  plus: false,
  sharp: false,
  space: false,
  zero: false,
  width: null,
  precision: null,
}

/** As `%v` writes it. */
export function valueText(value: Value): string {
  return value === null || value === undefined ? '<nil>' : formatted(value, 'v', bare)
}

/** More than that Go takes for a mistake, too. */
const widest = 1_000_000

export function printf(format: string, args: readonly Value[]): string {
  const directive = /%([-+# 0]*)(?:\[(\d+)\])?(\*|\d+)?(?:(\.)(?:\[(\d+)\])?(\*|\d*))?(?:\[(\d+)\])?([\s\S]?)/gu
  let [next, isReordered] = [0, false]
  const at = (index: string | undefined) => {
    if (index === undefined) return
    next = Number(index) - 1
    isReordered = true
  }
  const sized = (said: string | undefined, bad: string, isFixed: boolean): number | null | string => {
    if (said === undefined) return null
    const size = said === '*' ? wholeOf(args[next++]) : BigInt(said || 0)
    if (size === undefined || size > widest || size < (isFixed ? 0 : -widest)) return `%!(${bad})`
    return Number(size)
  }
  const text = format.replaceAll(directive, (_all, flags, first, wide, dot, second, exact, last, verb) => {
    if (verb === '') return '%!(NOVERB)'
    at(first)
    const width = sized(wide, 'BADWIDTH', false)
    at(second)
    const precision = dot === undefined ? null : sized(exact, 'BADPREC', true)
    at(last)
    if (verb === '%') return '%'
    const complaint = [width, precision].filter((one) => typeof one === 'string').join('')
    const known = typeof width === 'number' ? width : null
    if (next < 0 || (isReordered && next >= args.length)) return `${complaint}%!${verb}(BADINDEX)`
    if (next >= args.length) return `${complaint}%!${verb}(MISSING)`
    const minus = flags.includes('-') || (known ?? 0) < 0
    const how: Directive = {
      minus,
      // Of %+v it is meant for names of fields, which nothing here has.
      plus: flags.includes('+') && verb !== 'v',
      sharp: flags.includes('#'),
      space: flags.includes(' '),
      zero: flags.includes('0') && !minus,
      width: known === null ? null : Math.abs(known),
      precision: typeof precision === 'number' ? precision : null,
    }
    return complaint + formatted(args[next++], verb, how)
  })
  if (isReordered || next >= args.length) return text
  const extra = args
    .slice(next)
    .map((arg) => (arg === null || arg === undefined ? '<nil>' : `${typeOf(arg)}=${valueText(arg)}`))
  return `${text}%!(EXTRA ${extra.join(', ')})`
}

function formatted(value: Value, verb: string, how: Directive): string {
  if (verb === 'T') return padded(value === null || value === undefined ? '<nil>' : typeOf(value), how)
  if (value === null || value === undefined) return verb === 'v' ? padded('<nil>', how) : `%!${verb}(<nil>)`
  if (isListValue(value))
    return listText(
      value.map((one) => within(one, verb, how)),
      verb,
      how,
    )
  if (isObjectValue(value)) return objectText(value, verb, how)
  return (
    simpleText(value, verb, how) ?? `%!${verb}(${typeOf(value)}=${formatted(value, 'v', { ...how, sharp: false })})`
  )
}

/** null: there is no such verb for it */
function simpleText(value: Value, verb: string, how: Directive): string | null {
  if (typeof value === 'string') return stringText(value, verb, how)
  if (typeof value === 'boolean') return verb === 'v' || verb === 't' ? padded(String(value), how) : null
  const fraction = fractionOf(value)
  return fraction === undefined ? wholeText(wholeOf(value) ?? 0n, verb, how) : fractionText(fraction, verb, how)
}

/** A value in another one. */
function within(value: Value, verb: string, how: Directive): string {
  if (value !== null && value !== undefined) return formatted(value, verb, how)
  return verb === 'v' && how.sharp ? 'interface {}(nil)' : '<nil>'
}

function listText(items: readonly string[], verb: string, how: Directive): string {
  return verb === 'v' && how.sharp ? `[]interface {}{${items.join(', ')}}` : `[${items.join(' ')}]`
}

function objectText(value: { readonly [key: string]: Value }, verb: string, how: Directive): string {
  const pairs = keysOf(value as never).map((key) => `${formatted(key, verb, how)}:${within(value[key], verb, how)}`)
  return verb === 'v' && how.sharp ? `map[string]interface {}{${pairs.join(', ')}}` : `map[${pairs.join(' ')}]`
}

function stringText(value: string, verb: string, how: Directive): string | null {
  const said = how.precision === null ? value : [...value].slice(0, how.precision).join('')
  if (verb === 's' || (verb === 'v' && !how.sharp)) return padded(said, how)
  if (verb === 'v') return padded(quote(said), how)
  if (verb === 'q')
    return padded(how.sharp && /^[^`\p{Cc}\ufeff]*$/u.test(said) ? `\`${said}\`` : quote(said, '"', how.plus), how)
  if (verb !== 'x' && verb !== 'X') return null
  const bytes = [...Buffer.from(value).subarray(0, how.precision ?? undefined)].map((byte) =>
    byte.toString(16).padStart(2, '0'),
  )
  const before = how.sharp ? '0x' : ''
  const hex = how.space
    ? bytes.map((byte) => before + byte).join(' ')
    : bytes.length === 0
      ? ''
      : before + bytes.join('')
  return padded(verb === 'X' ? hex.toUpperCase() : hex, how)
}

function fractionText(value: number, verb: string, how: Directive): string | null {
  const kind = verb === 'v' ? 'g' : verb.toLowerCase()
  if (kind !== 'e' && kind !== 'f' && kind !== 'g' && kind !== 'x') return null
  const text =
    kind === 'x' ? hexText(value) : floatText(value, kind, digitsOf(kind, verb, how), how.sharp && verb !== 'v')
  const sign = text.startsWith('-') ? '-' : how.plus ? '+' : how.space ? ' ' : ''
  const bare = text.replace(/^-/, '')
  const size = how.sharp && verb !== 'v' && !bare.includes('.') ? bare.replace(/^\d+/, '$&.') : bare
  return number(sign, /[EGX]/.test(verb) ? size.toUpperCase() : size, how)
}

function digitsOf(kind: string, verb: string, { precision, sharp }: Directive): number | null {
  return precision ?? (kind === 'g' ? (sharp && verb !== 'v' ? 6 : null) : 6)
}

const bases: Readonly<Record<string, readonly [base: number, before: string, sharp: string]>> = {
  v: [10, '', ''],
  d: [10, '', ''],
  b: [2, '', '0b'],
  o: [8, '', '0'],
  O: [8, '0o', '0o0'],
  x: [16, '', '0x'],
  X: [16, '', '0X'],
}

function wholeText(value: bigint, verb: string, how: Directive): string | null {
  if (verb === 'c') return padded(runeOf(value), how)
  if (verb === 'q') return padded(quote(runeOf(value), "'", how.plus), how)
  if (verb === 'U') {
    const code = `U+${BigInt.asUintN(64, value).toString(16).toUpperCase().padStart(4, '0')}`
    return padded(how.sharp && isShown(value) ? `${code} '${runeOf(value)}'` : code, { ...how, zero: false })
  }
  const [radix, before, sharp] = bases[verb] ?? []
  if (radix === undefined) return null
  const sign = value < 0n ? '-' : how.plus ? '+' : how.space ? ' ' : ''
  const size = (value < 0n ? -value : value).toString(radix)
  const digits = (verb === 'X' ? size.toUpperCase() : size).padStart(how.precision ?? 0, '0')
  if (how.precision === 0 && value === 0n) return padded('', { ...how, zero: false })
  // An octal begins with one zero, not with two.
  const begin = digits.startsWith('0') ? sharp?.replace(/^0$|0$/, '') : sharp
  const base = how.sharp ? begin : before
  return number(sign, digits, how.precision === null ? how : { ...how, zero: false }, base)
}

function isShown(value: bigint): boolean {
  return value >= 0n && value <= 0x10ffffn && !quote(runeOf(value), "'").includes('\\')
}

function runeOf(value: bigint): string {
  return value < 0n || value > 0x10ffffn || (value >= 0xd800n && value < 0xe000n)
    ? '\ufffd'
    : String.fromCodePoint(Number(value))
}

/** Zeros stand behind the sign, and what tells the base (`0x`) does not count against the width. */
function number(sign: string, digits: string, how: Directive, base = ''): string {
  const zeros = how.zero ? digits.padStart((how.width ?? 0) - sign.length, '0') : digits
  return padded(sign + base + zeros, { ...how, zero: false })
}

function padded(text: string, { width, minus, zero }: Directive): string {
  if (width === null) return text
  const missing = width - [...text].length
  if (missing <= 0) return text
  return minus ? text + ' '.repeat(missing) : (zero ? '0' : ' ').repeat(missing) + text
}
