/** `html`, `js` and `urlquery`: https://pkg.go.dev/text/template#HTMLEscapeString and its neighbours. */

const inHtml: Readonly<Record<string, string>> = {
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\0': '\ufffd',
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/["'&<>\0]/g, (one) => inHtml[one] ?? one)
}

const inJs: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
}
const shown = /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u

export function escapeJs(text: string): string {
  return [...text].map((one) => inJs[one] ?? (shown.test(one) ? one : `\\u${hex(one, 4)}`)).join('')
}

/** As a form sends it: https://pkg.go.dev/net/url#QueryEscape */
export function escapeUrl(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (one) => `%${hex(one, 2)}`)
    .replaceAll('%20', '+')
}

function hex(one: string, digits: number): string {
  return (one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(digits, '0')
}
