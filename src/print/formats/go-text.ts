/** Values as Go writes them, and so kubectl: https://pkg.go.dev/fmt, https://pkg.go.dev/encoding/json#Marshal */
import { isList, isObject, type Json, keysOf } from '../../domain/jsonpath/evaluate.js'

/** As `fmt.Sprint` does: `map[a:1 b:[x y]]`, `<nil>`. */
export function sprint(value: Json): string {
  if (value === null) return '<nil>'
  if (isList(value)) return `[${value.map(sprint).join(' ')}]`
  if (isObject(value))
    return `map[${keysOf(value)
      .map((key) => `${key}:${sprint(value[key] ?? null)}`)
      .join(' ')}]`
  return typeof value === 'number' ? numberText(value) : String(value)
}

/**
 * Its keys in order, with what HTML could take for its own as an escape.
 * @param indent of each level, what is inside on lines of its own; absent: compact
 */
export function marshal(value: Json, indent?: string, before = '\n'): string {
  const [inner, colon] = indent === undefined ? ['', ':'] : [before + indent, ': ']
  const inside = (one: Json) => marshal(one, indent, inner)
  const enclosed = (open: string, parts: readonly string[], close: string) =>
    parts.length === 0 || indent === undefined
      ? `${open}${parts.join(',')}${close}`
      : `${open}${inner}${parts.join(`,${inner}`)}${before}${close}`
  if (isList(value)) return enclosed('[', value.map(inside), ']')
  if (isObject(value))
    return enclosed(
      '{',
      keysOf(value).map((key) => `${marshal(key)}${colon}${inside(value[key] ?? null)}`),
      '}',
    )
  if (typeof value !== 'string') return JSON.stringify(value)
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** `%v`: the shortest that is exact, with an exponent from a million on. */
function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value)
  const exponent = Math.floor(Math.log10(Math.abs(value)))
  if (exponent >= -4 && exponent < 6) return String(value)
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
}
