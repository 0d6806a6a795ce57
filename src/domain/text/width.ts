/** How many columns of a terminal a text takes, and how to break it into lines. */

const ascii = /^[\x20-\x7e]*$/
/** Marks over the letter before them, variation selectors, and the Hangul vowels and finals that join a syllable. */
const zeroWidth = /^(?:[\p{Mn}\p{Me}\u1160-\u11ff]|\u200d)$/u
/** What a terminal draws as one picture of two columns, whatever it is made of: https://www.unicode.org/reports/tr51/ */
const picture =
  /^(?:\p{RI}\p{RI}|[0-9#*]\ufe0f\u20e3|\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier}|\u200d)|(?!\p{RI})\p{Emoji_Presentation})/u
/** Two columns: what UAX #11 calls wide or fullwidth, by the blocks that hold it: https://www.unicode.org/reports/tr11/ */
const wide =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u3247\u3250-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]$/u
/** Only these can make one character of several. */
const joins = /[\p{Mn}\p{Me}\u1160-\u11ff\p{Emoji_Modifier}\p{RI}]|\u200d/u

let segmenter: Intl.Segmenter | undefined

/** What a reader takes for one character each. */
function charactersOf(text: string): readonly string[] {
  if (!joins.test(text)) return [...text]
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

export function displayWidth(text: string): number {
  if (ascii.test(text)) return text.length
  return charactersOf(text).reduce((sum, character) => sum + characterWidth(character), 0)
}

/** @param character one of {@link charactersOf} */
function characterWidth(character: string): number {
  if (picture.test(character)) return 2
  let width = 0
  for (const point of character) width += zeroWidth.test(point) ? 0 : wide.test(point) ? 2 : 1
  return width
}

/** A terminal narrower than this wraps by itself. */
const narrowestLine = 8

/**
 * Breaks a text into lines of at most `width` columns, at blanks where there are any.
 * @param width undefined: one line
 */
export function wrap(text: string, width: number | undefined): string[] {
  if (width === undefined || displayWidth(text) <= width) return [text]
  const most = Math.max(width, narrowestLine)
  const lines: string[] = []
  let line = ''
  let taken = 0
  for (const word of text.split(/(?<= )/)) {
    let rest = word
    if (taken > 0 && taken + displayWidth(word.trimEnd()) > most) flush()
    // Of two blanks the second would begin the next line.
    if (taken === 0 && lines.length > 0 && word.trim() === '') continue
    while (displayWidth(rest.trimEnd()) > most) {
      const head = startOf(rest, most)
      lines.push(head)
      rest = rest.slice(head.length)
    }
    line += rest
    taken += displayWidth(rest)
  }
  flush()
  return lines

  function flush(): void {
    if (line !== '') lines.push(line.trimEnd())
    line = ''
    taken = 0
  }
}

/** As many characters from the start as fit. */
export function startOf(text: string, width: number): string {
  if (ascii.test(text)) return text.slice(0, width)
  let kept = ''
  let taken = 0
  for (const character of charactersOf(text)) {
    taken += characterWidth(character)
    if (taken > width) break
    kept += character
  }
  return kept
}

/** As many characters from the end as fit. */
export function endOf(text: string, width: number): string {
  if (ascii.test(text)) return text.slice(Math.max(0, text.length - width))
  let kept = ''
  let taken = 0
  for (const character of charactersOf(text).toReversed()) {
    taken += characterWidth(character)
    if (taken > width) break
    kept = character + kept
  }
  return kept
}

/** What stands before the first line of a text, and before all others. */
export interface Margins {
  readonly head: string
  readonly rest: string
}

/**
 * A text in lines that fit, each behind its margin.
 * @param columns of the terminal; undefined: one line
 * @param paint the text, not its margin
 */
export function laidOut(
  text: string,
  { head, rest }: Margins,
  columns: number | undefined,
  paint: (line: string) => string = (line) => line,
): string[] {
  const margin = Math.max(displayWidth(head), displayWidth(rest))
  const lines = wrap(text, columns === undefined ? undefined : columns - margin)
  return lines.map((line, i) => `${i === 0 ? head : rest}${paint(line)}`)
}
