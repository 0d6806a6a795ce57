/**
 * Cuts JSON apart before it is parsed, so that no more than a part of it is in memory as values at a time.
 *
 * Strides over values by their brackets and quotes alone: whether they are JSON, whoever parses a part of it will see.
 */

/** A part of a text. */
export interface Span {
  readonly start: number
  readonly end: number
  /** how many values it has, or a few more; those in quotes do not count */
  readonly values: number
}

/** A value, and of a list, or of an object with the key `items`, where that list stands. */
export interface Cut extends Span {
  readonly list: Span | null
}

const [quote, comma, colon, openList, closeList, backslash, openObject, closeObject] = [
  0x22, 0x2c, 0x3a, 0x5b, 0x5d, 0x5c, 0x7b, 0x7d,
]

/** @returns null: no object and no list begins there, or it does not end */
export function cutAt(text: string, start: number): Cut | null {
  const isList = text.charCodeAt(start) === openList
  const whole = isList ? pastValue(text, start) : null
  const cut = isList ? whole && { ...whole, list: whole } : cutObject(text, start)
  return cut?.list && text.charCodeAt(cut.list.end - 1) !== closeList ? null : cut
}

/** Of several lists of that name the last counts, as JSON.parse has it. */
function cutObject(text: string, start: number): Cut | null {
  if (text.charCodeAt(start) !== openObject) return null
  let list: Cut['list'] = null
  let values = 1
  for (let at = start; ; ) {
    const key = pastBlanks(text, at + 1)
    if (text.charCodeAt(key) === closeObject) return { start, end: key + 1, values, list }
    if (text.charCodeAt(key) !== quote) return null
    const endOfKey = pastText(text, key)
    const value = pastBlanks(text, pastBlanks(text, endOfKey) + 1)
    const span = pastValue(text, value)
    if (span === null) return null
    values += span.values + 1
    if (text.slice(key, endOfKey) === '"items"') list = text.charCodeAt(value) === openList ? span : null
    at = pastBlanks(text, span.end)
    if (text.charCodeAt(at) === closeObject) return { start, end: at + 1, values, list }
    if (text.charCodeAt(at) !== comma) return null
  }
}

/**
 * The items of a list, as many at a time as are no more than `size` characters, or one.
 * @param list from its bracket to behind the other one
 * @returns null in the place of a value that is missing: it is no JSON
 */
export function* groupsOf(text: string, list: Span, size: number): Generator<Span | null> {
  let at = pastBlanks(text, list.start + 1)
  if (at === list.end - 1) return
  let [start, end, values] = [at, at, 0]
  for (;;) {
    const item = pastValue(text, at)
    if (item === null || item.end === at) return yield null
    if (values > 0 && item.end - start > size) {
      yield { start, end, values }
      ;[start, values] = [at, 0]
    }
    end = item.end
    values += item.values
    at = pastBlanks(text, end)
    if (text.charCodeAt(at) !== comma) break
    at = pastBlanks(text, at + 1)
  }
  yield at === list.end - 1 ? { start, end, values } : null
}

/** @returns null where it breaks off */
function pastValue(text: string, start: number): Span | null {
  let depth = 0
  let values = 1
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = pastText(text, at) - 1
    else if (code === comma || code === colon) {
      if (depth === 0) return { start, end: at, values }
      values += 1
    } else if (code === openList || code === openObject) {
      values += 1
      depth += 1
    } else if (code === closeList || code === closeObject) {
      if (depth === 0) return { start, end: at, values }
      depth -= 1
      if (depth === 0) return { start, end: at + 1, values }
    }
  }
  return null
}

function pastText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0
    while (text.charCodeAt(end - escapes - 1) === backslash) escapes += 1
    if (escapes % 2 === 0) return end + 1
  }
  return text.length
}

/** https://www.rfc-editor.org/rfc/rfc8259#section-2 */
const blanks: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d])

/** @returns where the next value or sign is */
export function pastBlanks(text: string, start: number): number {
  let at = start
  while (blanks.has(text.charCodeAt(at))) at += 1
  return at
}
