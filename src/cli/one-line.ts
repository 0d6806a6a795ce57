/** Texts of servers and files on their way to stderr: no line break or control character of theirs reaches a terminal. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, ' ').replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
}
