/** The bytes that nginx.conf gives a meaning to, and tables that sort every byte for the scanner's inner loops. */

export const LF = 10
export const QUOTE = 34
export const HASH = 35
export const DOLLAR = 36
export const APOSTROPHE = 39
export const CLOSE_PAREN = 41
export const MINUS = 45
export const SEMICOLON = 59
export const EQUALS = 61
export const OPEN_BRACKET = 91
export const BACKSLASH = 92
export const CLOSE_BRACKET = 93
export const OPEN = 123
export const CLOSE = 125

/** What a byte means where a token may begin; 0: it begins one. */
export const SPACE = 1
export const NEWLINE = 2
export const END = 3
export const BLOCK = 4
export const BLOCK_END = 5
export const COMMENT = 6
export const QUOTED = 7
export const AT_START = table({
  ' \t\r': SPACE,
  '\n': NEWLINE,
  ';': END,
  '{': BLOCK,
  '}': BLOCK_END,
  '#': COMMENT,
  '"\'': QUOTED,
})

/** Bytes at which a scan of an unquoted token has to look twice: its ends, escapes and variables. */
export const IN_WORD = table({ ' \t\r\n;{\\$': 1 })

/** Bytes at which a scan of Lua code has to look twice. */
export const IN_LUA = table({ '"\'-[{}': 1 })

function table(meanings: Record<string, number>): Uint8Array {
  const sorted = new Uint8Array(256)
  for (const [characters, meaning] of Object.entries(meanings)) {
    for (const character of characters) sorted[character.charCodeAt(0)] = meaning
  }
  return sorted
}

export function isSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === LF || byte === 9 || byte === 13
}

/** How many lines end in bytes[from, to). */
export function countLines(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0
  for (let at = from; at < to; at++) if (bytes[at] === LF) lines++
  return lines
}

/** Offset of the first such byte in bytes[from, to), or -1. (indexOf knows no end.) */
export function find(bytes: Uint8Array, byte: number, from: number, to: number): number {
  for (let at = from; at < to; at++) if (bytes[at] === byte) return at
  return -1
}
