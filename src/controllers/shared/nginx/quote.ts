/** Texts as tokens of nginx.conf. */
import { parse } from '../../../languages/nginx/text/parse.js'

/** In double quotes, whatever it holds. */
export function quoted(text: string): string {
  return /[\\"]/.test(text) ? `"${text.replace(/[\\"]/g, '\\$&')}"` : `"${text}"`
}

/**
 * A snippet as it stands, where it can stand alone; one that cannot would break all of the file, and is left out.
 * @param isInner it may end the block that it stands in, and begin another
 */
export function snippet(text: string | undefined, isInner = false): string[] {
  if (!text) return []
  const inside = `x {\n${text}\n}`
  const { statements, flaw } = parse(isInner ? `x { ${inside} }` : inside)
  return flaw === null && statements.length === 1 ? [text] : []
}
