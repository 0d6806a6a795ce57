/** Rows that come some at a time: the same text as all at once, no more of them read than are shown, and an end when nobody looks. */
import { describe, expect, it } from 'vitest'
import type { Gap } from '../../src/domain/gap.js'
import { printRows, printStream } from '../../src/print/printers.js'
import { styleFor } from '../../src/print/style.js'
import type { Format, View } from '../../src/print/view.js'

const view: View<number> = {
  kind: 'NumberList',
  columns: [{ header: 'NUMBER', cell: (row) => String(row) }],
  toJson: (row) => ({ number: row, gaps: [] }),
  toName: (row) => `number/${row % 3}`,
  drawings: { dot: { begin: 'begin\n', item: (row, index) => `${index}:${row}\n`, end: 'end\n' } },
}
const gap: Gap = { kind: 'Input', namespace: null, reason: 'invalid', message: 'line 1' }
const options = (format: Format) => ({
  format,
  noHeaders: false,
  style: styleFor({ env: {}, columns: undefined, color: 'never' }),
  context: { now: 0, allNamespaces: true },
})

async function* upTo(end: number, seen: { read: number; closed: boolean } = { read: 0, closed: false }) {
  try {
    for (let i = 0; i < end; i++) {
      seen.read += 1
      yield [i]
    }
  } finally {
    seen.closed = true
  }
}

async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const chunk of chunks) text += chunk
  return text
}

describe.each(['table', 'wide', 'json', 'yaml', 'name', 'dot'] as const)('%s', (format) => {
  it.each([0, 1, 499, 500, 501, 1700])('of %i rows is the text of all at once', async (count) => {
    const rows = Array.from({ length: count }, (_, i) => i)
    // Columns that grow later are the one difference: these numbers are narrower than their header.
    expect(await textOf(printStream(upTo(count), view, () => [gap], options(format)))).toBe(
      [...printRows(rows, view, [gap], options(format))].join(''),
    )
  })

  it('reads no more rows than a reader wants, and ends with the reader', async () => {
    if (format === 'name') return
    const seen = { read: 0, closed: false }
    for await (const chunk of printStream(upTo(Number.POSITIVE_INFINITY, seen), view, () => [], options(format))) {
      expect(chunk.length).toBeLessThan(128 * 1024)
      break
    }
    expect(seen.closed).toBe(true)
    expect(seen.read).toBeLessThan(20_000)
  })
})

describe('a row alone', () => {
  const single = { ...view, alone: 'Number' }
  const wishes = (format: Format) => ({ ...options(format), alone: true })

  it('is the JSON document', async () => {
    const document = { apiVersion: 'tkng.dev/v1', kind: 'Number', number: 0, gaps: [gap] }
    expect(await textOf(printStream(upTo(1), single, () => [gap], wishes('json')))).toBe(
      `${JSON.stringify(document, null, 2)}\n`,
    )
  })

  it('is the YAML document', async () => {
    expect(await textOf(printStream(upTo(1), single, () => [], wishes('yaml')))).toBe(
      'apiVersion: tkng.dev/v1\nkind: Number\nnumber: 0\ngaps: []\n',
    )
  })
})
