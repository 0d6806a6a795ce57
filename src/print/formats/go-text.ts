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

/** Compact, its keys in order, with what HTML could take for its own as an escape. */
export function marshal(value: Json): string {
  if (isList(value)) return `[${value.map(marshal).join(',')}]`
  if (isObject(value))
    return `{${keysOf(value)
      .map((key) => `${marshal(key)}:${marshal(value[key] ?? null)}`)
      .join(',')}}`
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
