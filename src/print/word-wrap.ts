/** Cells of several lines beside each other, laid out by cli-table3: it is loaded where sentences are too long for a terminal. */
import Table from 'cli-table3'
import { displayWidth, wrap } from '../domain/text/width.js'
import type { WordWrap } from './table.js'

const noBorders = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '' },
}

export const wordWrap: WordWrap = (cells, widths, gap) => {
  const table = new Table({
    chars: noBorders,
    style: { 'padding-left': 0, 'padding-right': gap, head: [], border: [] },
    colWidths: widths.map((width) => width + gap),
    wordWrap: true,
  })
  table.push(cells.map(({ text, paint }, i) => paint(withoutLongWords(text, widths[i] ?? 0))))
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
}

/** It breaks lines at blanks only, and would cut a word that is longer than a line. */
function withoutLongWords(text: string, width: number): string {
  const pieces = (word: string) => (displayWidth(word) <= width ? [word] : wrap(word, width))
  return text.split(' ').flatMap(pieces).join(' ')
}
