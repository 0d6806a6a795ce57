/**
 * What a snippet of nginx's language does with a request, as Traefik's own reader of such snippets has it: the few of its
 * directives that answer by themselves. https://github.com/traefik/traefik/tree/v3.7/pkg/middlewares/ingressnginx/snippet
 */

/** `open`: it hangs on what is not read here */
export type SnippetWork =
  | { readonly is: 'nothing' | 'open' }
  | { readonly is: 'return'; readonly status: number; readonly location: string | null }

/** Headers and variables alone: a request goes on as it came. */
const harmless = new Set([
  ...['add_header', 'expires', 'more_clear_headers', 'more_clear_input_headers', 'more_set_headers'],
  ...['more_set_input_headers', 'proxy_hide_header', 'proxy_set_header', 'set'],
])

/** A longer one nobody writes. */
const most = 64 * 1024

/** @param text '' does nothing */
export function snippetWork(text: string): SnippetWork {
  if (text.length > most) return { is: 'open' }
  // A quotation that nobody ends is one word, too: no directive ends behind it.
  const words = text.match(/"(?:\\[\s\S]|[^"\\])*"?|'(?:\\[\s\S]|[^'\\])*'?|#[^\n]*|[{};]|[^\s{};"'#]+/g) ?? []
  let directive: string[] = []
  for (const word of words.filter((one) => !one.startsWith('#'))) {
    if (word !== ';' && word !== '{' && word !== '}') {
      directive.push(word.replace(/^(["'])([\s\S]*)\1$/, '$2'))
      continue
    }
    const [name = '', ...values] = directive
    directive = []
    if (word !== ';') return { is: 'open' }
    if (name === 'return') return returned(values)
    if (name !== '' && !harmless.has(name)) return { is: 'open' }
  }
  return { is: directive.length === 0 ? 'nothing' : 'open' }
}

/** `return CODE`, `return CODE TEXT`, `return CODE URL`, `return URL` */
function returned([first = '', second, ...more]: readonly string[]): SnippetWork {
  const isCode = /^\d{3}$/.test(first)
  const status = isCode ? Number(first) : 302
  const text = isCode ? (second ?? null) : first
  const isSentOn = [301, 302, 303, 307, 308].includes(status)
  const isOpen = more.length > 0 || (!isCode && second !== undefined) || (isSentOn && text?.includes('$') !== false)
  return isOpen ? { is: 'open' } : { is: 'return', status, location: isSentOn ? text : null }
}
