/** Texts as tokens of nginx.conf. */
import { parse } from '../../../languages/nginx/text/parse.js'

/** In double quotes, whatever it holds. */
export function quoted(text: string): string {
  return /[\\"]/.test(text) ? `"${text.replace(/[\\"]/g, '\\$&')}"` : `"${text}"`
}

/** A snippet as it stands, where it can stand alone; one that cannot would break all of the file, and is left out. */
export function snippet(text: string | undefined): string[] {
  if (!text) return []
  const { statements, flaw } = parse(`x {\n${text}\n}`)
  return flaw === null && statements.length === 1 ? [text] : []
}
