/** Keys, tokens and passwords in a text, wherever people put them: annotations, snippets, a rendered configuration. */

const mask = '<masked>'

/** Each pattern keeps its first group and masks the rest. */
const credentials: readonly RegExp[] = [
  /()-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----|[\s\S]*$)/g,
  /()(?<![\w-])eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g,
  /(\bauthorization["']?(?:\s{0,99}[:=]|\s)\s{0,99}["']?)(?!<masked>)[^"';\r\n]+/gi,
  /(\b(?:bearer|basic)\s+)(?!<masked>)[\w.~+/=-]{6,}/gi,
  /((?:password|passwd|token|secret|api[-_]?key)["']?\s*[=:]\s*["']?)(?!<masked>)[^\s"';&,]+/gi,
  /(:\/\/)[^\s/@:]+:[^\s/@]+(?=@)/g,
]

/** For any text that a person or a server wrote. */
export function maskText(text: string): string {
  return credentials.reduce((masked, pattern) => masked.replace(pattern, `$1${mask}`), text)
}
