/** Texts of servers, files and people on their way to stderr: one line, which steers no terminal and tells no password. */
import { maskText } from '../domain/masking/text.js'
import { oneLine } from '../domain/text/sanitize.js'

export function said(text: string): string {
  return oneLine(maskText(text))
}
