/** Texts for people, safe for a terminal and in lines that fit it. */
import { sanitize } from '../domain/text/sanitize.js'
import { laidOut } from '../domain/text/width.js'
import type { Paper, Tone } from './view.js'

/** @param head what stands before its first line. @param rest what stands before the others */
export function said(
  text: string,
  head: string,
  tone: Tone,
  { columns, tone: paint }: Paper,
  rest = `${head}  `,
): string[] {
  return laidOut(sanitize(text), { head, rest }, columns, (line) => paint(line, tone))
}

/** What is said of an object, a line each behind its label. */
export function labelled(facts: readonly (readonly [label: string, text: string])[], paper: Paper): string[] {
  return facts.flatMap(([label, text]) => said(text, `  ${label.padEnd(11)}`, 'plain', paper, ' '.repeat(13)))
}
