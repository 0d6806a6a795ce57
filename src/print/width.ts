/** How many columns of a terminal a text takes, and how to cut it. */

const ascii = /^[\x20-\x7e]*$/
/** Marks over the letter before them, and the Hangul vowels and finals that join the syllable before them. */
const zeroWidth = /^[\p{Mn}\p{Me}\u1160-\u11ff]$/u
/**
 * Two columns: emoji, and what UAX #11 calls wide or fullwidth, by the blocks that hold them. Not the letters that flags
 * are made of: a flag is two of them, one column each.
 * https://www.unicode.org/reports/tr11/
 */
const wide =
  /^(?![\u{1f1e6}-\u{1f1ff}])[\p{Emoji_Presentation}\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u3247\u3250-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]$/u

export function displayWidth(text: string): number {
  if (ascii.test(text)) return text.length
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

function characterWidth(character: string): number {
  return zeroWidth.test(character) ? 0 : wide.test(character) ? 2 : 1
}

/** Cuts a text to at most `width` columns, the last of which is then an ellipsis. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let taken = 0
  for (const character of text) {
    taken += characterWidth(character)
    if (taken > width - 1) break
    kept += character
  }
  return `${kept}…`
}

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

/** A terminal narrower than this wraps by itself. */
const narrowestLine = 20

/** As many characters from the start as fit. */
function startOf(text: string, width: number): string {
  let kept = ''
  let taken = 0
  for (const character of text) {
    taken += characterWidth(character)
    if (taken > width) break
    kept += character
  }
  return kept
}
