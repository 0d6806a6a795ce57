/** Values with variables in them: `$name`, `${name}`, and captures `$1` to `$9`. ngx_http_script_compile in src/http/ngx_http_script.c */
import { lower } from '../text/byte-text.js'

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'capture'; readonly number: number }
  /** where the query of a rewritten URI begins */
  | { readonly kind: 'query' }

export type Template = readonly TemplatePart[]

/** Its text, where it is the same for every request: of a dozen `set` in a location most are. null: it is not */
export function plainText(template: Template): string | null {
  const texts = template.map((part) => (part.kind === 'text' ? part.text : null))
  return texts.includes(null) ? null : texts.join('')
}

/**
 * @param splitsQuery is the first `?` of its text the end of a path
 * @returns null for what nginx refuses
 */
export function readTemplate(value: string, splitsQuery = false): Template | null {
  const parts: TemplatePart[] = []
  let splits = splitsQuery
  const reader = /\$(?:([1-9])|\{(\w+)\}|(\w+))|(\?)|[^$?]+|\$/g
  for (const [text, capture, braced, bare, mark] of value.matchAll(reader)) {
    const name = braced ?? bare
    if (capture !== undefined) parts.push({ kind: 'capture', number: Number(capture) })
    else if (name !== undefined) parts.push({ kind: 'variable', name: lower(name) })
    else if (text === '$') return null
    else if (mark !== undefined && splits) {
      parts.push({ kind: 'query' })
      splits = false
    } else parts.push({ kind: 'text', text })
  }
  return parts
}
