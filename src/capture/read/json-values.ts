/** Where a JSON value ends, or where it breaks: JSON.parse tells neither in words that all engines share. */

export type Scan = { readonly end: number } | { readonly brokenAt: number }

const blanks = /[ \t\r\n]*/y
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const plainText = /[^"\\\u0000-\u001f]+/y
const escaped = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y

type Want = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end'

/** Reads one value from `start`, without recursion: nesting has no depth that could break it. RFC 8259. */
export function endOfValue(text: string, start: number): Scan {
  const open: string[] = []
  let want: Want = 'value'
  let at = start
  for (;;) {
    at = past(blanks, text, at)
    const char = text[at]
    if (want.endsWith('or-end') && char !== undefined && char === open.at(-1)) {
      open.pop()
      at += 1
    } else if (want === 'comma-or-end' || want === 'colon') {
      if (char !== (want === 'colon' ? ':' : ',')) return { brokenAt: at }
      want = want === 'comma-or-end' && open.at(-1) === '}' ? 'key' : 'value'
      at += 1
      continue
    } else if (want.startsWith('key')) {
      const end = endOfString(text, at)
      if (end === at) return { brokenAt: at }
      want = 'colon'
      at = end
      continue
    } else if (char === '{' || char === '[') {
      open.push(char === '{' ? '}' : ']')
      want = char === '{' ? 'key-or-end' : 'value-or-end'
      at += 1
      continue
    } else {
      const end = char === '"' ? endOfString(text, at) : past(scalar, text, at)
      if (end === at) return { brokenAt: at }
      at = end
    }
    if (open.length === 0) return { end: at }
    want = 'comma-or-end'
  }
}

/** @returns `at` itself where no whole string begins */
function endOfString(text: string, at: number): number {
  if (text[at] !== '"') return at
  let inside = at + 1
  for (let end = -1; end !== inside; ) {
    end = inside
    inside = past(escaped, text, past(plainText, text, inside))
  }
  return text[inside] === '"' ? inside + 1 : at
}

function past(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}
