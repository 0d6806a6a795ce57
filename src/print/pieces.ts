/** A text in pieces: what stands before the rows, each row, and what stands behind them. */

import type { Gap } from '../domain/gap.js'
import { maskShapes } from '../domain/masking/text.js'

export interface Pieces<Row> {
  readonly begin: string
  readonly item: (row: Row, index: number) => string
  /** @param count of the rows before it */
  readonly end: (gaps: readonly Gap[], count: number) => string
  /** whatever gives itself away is masked in them already */
  readonly isMasked?: true
}

export function* written<Row>(pieces: Pieces<Row>, rows: Iterable<Row>, gaps: readonly Gap[]): Generator<string> {
  yield pieces.begin
  let count = 0
  for (const row of rows) yield pieces.item(row, count++)
  yield pieces.end(gaps, count)
}

/** @param gaps asked after the last row */
export async function* writtenAsTheyCome<Row>(
  pieces: Pieces<Row>,
  rows: AsyncIterable<readonly Row[]>,
  gaps: () => readonly Gap[],
): AsyncGenerator<string> {
  yield pieces.begin
  let count = 0
  for await (const some of rows) {
    yield some.map((row, index) => pieces.item(row, count + index)).join('')
    count += some.length
  }
  yield pieces.end(gaps(), count)
}

/** Characters of a chunk: few writes, and memory that does not grow with the answer. No row is cut, and no secret with it. */
const enough = 64 * 1024

/** The same for texts that come one by one. */
export async function* inChunksAsTheyCome(texts: AsyncIterable<string>, isMasked = false): AsyncGenerator<string> {
  const shown = isMasked ? asItIs : maskShapes
  let chunk = ''
  for await (const text of texts) {
    chunk += text
    if (chunk.length >= enough) {
      yield shown(chunk)
      chunk = ''
    }
  }
  if (chunk !== '') yield shown(chunk)
}

/** Many small texts → chunks that a stream takes well. */
export function* inChunks(texts: Iterable<string>, isMasked = false): Generator<string> {
  const shown = isMasked ? asItIs : maskShapes
  let chunk = ''
  for (const text of texts) {
    chunk += text
    if (chunk.length >= enough) {
      yield shown(chunk)
      chunk = ''
    }
  }
  if (chunk !== '') yield shown(chunk)
}

function asItIs(text: string): string {
  return text
}
