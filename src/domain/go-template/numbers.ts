/** The numbers of a template, and how Go writes a number. */
import { Float, Wrong } from './tree.js'

/** Of 64 bits. */
const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n]

/**
 * @param text what begins with a number
 * @returns a bigint where it is written as a whole one
 * @throws Wrong
 */
export function readNumber(text: string): readonly [value: number | Float | bigint, length: number] {
  const [all = ''] =
    /^[+-]?(?:0[xX][\da-fA-F_]*|0[oO][0-7_]*|0[bB][01_]*|[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?[\d_]*)?)/.exec(text) ?? []
  const behind = text[all.length] ?? ''
  const digits = all.replaceAll('_', '').replace(/^[+-]/, '')
  const isNegative = all.startsWith('-')
  if (/[\p{L}\p{Nd}_.]/u.test(behind) || /^_|__|_$|_\.|\._/.test(all))
    throw new Wrong(`bad number syntax: "${all}${behind}"`)
  if (/^0[0-7]*$|^[1-9]\d*$|^0[xX][\da-fA-F]+$|^0[oO][0-7]+$|^0[bB][01]+$/.test(digits)) {
    const size = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits)
    const value = isNegative ? -size : size
    if (value < least || value > most) throw new Wrong('integer overflow')
    return [value, all.length]
  }
  if (!/^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(digits) || !/[.eE]/.test(digits))
    throw new Wrong(`bad number syntax: "${all}"`)
  const value = Number(digits)
  if (!Number.isFinite(value)) throw new Wrong(`bad number syntax: "${all}"`)
  const signed = isNegative ? -value : value
  return [Number.isInteger(signed) ? new Float(signed) : signed, all.length]
}

/**
 * As the verbs of https://pkg.go.dev/fmt for floating point write it.
 * @param digits null: as few as tell it from its neighbours
 * @param keeps `g` keeps the zeros at the end
 */
export function floatText(value: number, verb: 'e' | 'f' | 'g', digits: number | null, keeps = false): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const size = Math.abs(value)
  if (verb === 'f') return sign + (digits === null ? plain(size) : fixed(size, digits))
  if (verb === 'e') return sign + (digits === null ? exponent(size.toExponential()) : rounded(size, digits))
  if (digits === null) {
    const text = size.toExponential()
    const power = Number(text.split('e')[1])
    return sign + (power < -4 || power >= 6 ? exponent(text) : plain(size))
  }
  const precision = Math.max(1, digits)
  const [mantissa = '', power = '0'] = rounded(size, precision - 1).split('e')
  const bare = (text: string) => (keeps || !text.includes('.') ? text : withoutZeros(text))
  if (Number(power) < -4 || Number(power) >= precision) return `${sign}${bare(mantissa)}e${power}`
  return sign + bare(fixed(size, precision - 1 - Number(power)))
}

/** What stands behind the point, without zeros at its end, and without the point where nothing is left. */
function withoutZeros(text: string): string {
  let end = text.length
  while (text[end - 1] === '0') end--
  return text.slice(0, text[end - 1] === '.' ? end - 1 : end)
}

/** At least two digits behind the e. */
function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}

/** Without an exponent, however long. */
function plain(size: number): string {
  const text = String(size)
  if (!text.includes('e')) return text
  const [mantissa = '', power = '0'] = size.toExponential().split('e')
  const decimals = Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(power))
  return fixed(size, decimals)
}

function fixed(size: number, decimals: number): string {
  const digits = String(scaled(size, decimals)).padStart(decimals + 1, '0')
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

function rounded(size: number, decimals: number): string {
  const power = size === 0 ? 0 : Number(size.toExponential().split('e')[1])
  const digits = String(scaled(size, decimals - power))
  if (digits.length > decimals + 1) return written(digits.slice(0, -1), power + 1)
  return written(digits.padEnd(decimals + 1, '0'), power)
}

function written(digits: string, power: number): string {
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`
  return exponent(`${mantissa}e${power < 0 ? '-' : '+'}${Math.abs(power)}`)
}

/** `size` times ten to that power, exactly, rounded to the nearest, and a half to the even. */
function scaled(size: number, power: number): bigint {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, size)
  const raw = bits.getBigUint64(0)
  const biased = Number(raw >> 52n)
  const fraction = raw & (2n ** 52n - 1n)
  const [mantissa, two] = biased === 0 ? [fraction, -1074] : [fraction | (2n ** 52n), biased - 1075]
  const above = mantissa * 2n ** BigInt(Math.max(0, two)) * 10n ** BigInt(Math.max(0, power))
  const below = 2n ** BigInt(Math.max(0, -two)) * 10n ** BigInt(Math.max(0, -power))
  const [whole, rest] = [above / below, (above % below) * 2n]
  return rest > below || (rest === below && whole % 2n === 1n) ? whole + 1n : whole
}

/** As `%x` writes it: 0x1.8p+00. */
export function hexText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0x0p+00' : '0x0p+00'
  const size = Math.abs(value)
  const power = Math.floor(Math.log2(size))
  // Scaled in two steps, since one alone may be out of reach.
  const scaledSize = size / 2 ** Math.trunc(power / 2) / 2 ** (power - Math.trunc(power / 2))
  const [mantissa, exponentOfTwo] =
    scaledSize < 1 ? [scaledSize * 2, power - 1] : scaledSize >= 2 ? [scaledSize / 2, power + 1] : [scaledSize, power]
  const count = String(Math.abs(exponentOfTwo)).padStart(2, '0')
  return `${value < 0 ? '-' : ''}0x${mantissa.toString(16)}p${exponentOfTwo < 0 ? '-' : '+'}${count}`
}
