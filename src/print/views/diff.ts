/** `diff`: a row for each thing that is not the same on both sides, and the JSON of a DiffList. */
import { someOf } from '../../domain/text/counted.js'
import type { Difference, DifferenceChange } from '../../questions/diff/differences.js'
import { nothing } from '../cells.js'
import type { Cell, Tone, View } from '../view.js'

export const diffView: View<Difference, Difference> = {
  kind: 'DiffList',
  columns: [
    { header: 'WHAT', cell: ({ what }) => what },
    { header: 'CHANGE', cell: ({ change }) => ({ text: change, tone: tones[change] }) },
    { header: 'SUBJECT', cell: ({ subject }) => subject },
    { header: 'BEFORE', cell: ({ before }) => textsCell(before) },
    { header: 'AFTER', cell: ({ after }) => textsCell(after) },
  ],
  toJson: ({ what, change, subject, before, after }) => ({ what, change, subject, before, after }),
  identity: ({ what, subject }) => `${what} ${subject}`,
  toName: ({ what, subject }) => `${what}/${subject}`,
}

const tones: Readonly<Record<DifferenceChange, Tone>> = { added: 'good', gone: 'bad', moved: 'warn', changed: 'warn' }

/** More texts than these are counted. */
const mostShown = 2

function textsCell(texts: readonly string[] | null): Cell {
  return texts === null || texts.length === 0 ? nothing : someOf(texts, mostShown)
}
