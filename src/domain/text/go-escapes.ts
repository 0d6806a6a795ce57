/** The escapes of one letter in texts of Go: https://go.dev/ref/spec#Rune_literals; the mark around a text is one more. */
export const goEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}
