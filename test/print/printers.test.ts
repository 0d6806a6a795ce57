/** What printers do alike: choose columns, name each thing once, and hand out chunks that a stream takes well. */
import { describe, expect, it } from 'vitest'
import { printRows } from '../../src/print/printers.js'
import { styleFor } from '../../src/print/style.js'
import { type Format, formats, type View } from '../../src/print/view.js'

interface Row {
  readonly namespace: string
  readonly name: string
}

const view: View<Row> = {
  kind: 'ThingList',
  columns: [
    { header: 'NAMESPACE', cell: ({ namespace }) => namespace, when: ({ allNamespaces }) => allNamespaces },
    { header: 'NAME', cell: ({ name }) => name },
    { header: 'AGE', cell: (_row, { now }) => `${now}s`, wide: true },
  ],
  toJson: (row) => row,
  toName: ({ name }) => `thing/${name}`,
}

function chunks(rows: readonly Row[], format: Format, options: { noHeaders?: true; oneNamespace?: true } = {}) {
  return printRows(rows, view, [], {
    format,
    noHeaders: options.noHeaders ?? false,
    style: styleFor({ env: {}, columns: undefined, color: 'never' }),
    context: { now: 7, allNamespaces: !options.oneNamespace },
  })
}

const print = (...args: Parameters<typeof chunks>) => [...chunks(...args)].join('')
const a = { namespace: 'one', name: 'a' }

describe('columns', () => {
  it('-o table leaves the wide ones out', () => expect(print([a], 'table')).toBe('NAMESPACE   NAME\none         a\n'))
  it('-o wide shows all', () => expect(print([a], 'wide')).toBe('NAMESPACE   NAME   AGE\none         a      7s\n'))
  it('in one namespace its name goes without saying', () =>
    expect(print([a], 'table', { oneNamespace: true })).toBe('NAME\na\n'))
  it('--no-headers leaves no gap for them', () => expect(print([a], 'table', { noHeaders: true })).toBe('one   a\n'))
})

it('-o name says each name once, in the order of the rows', () => {
  expect(print([a, { namespace: 'one', name: 'b' }, a], 'name')).toBe('thing/a\nthing/b\n')
})

it.each<[Format, string]>([
  ['table', ''],
  ['wide', ''],
  ['name', ''],
  ['json', '{\n  "apiVersion": "tkng.dev/v1",\n  "kind": "ThingList",\n  "items": [],\n  "gaps": []\n}\n'],
  ['yaml', 'apiVersion: tkng.dev/v1\nkind: ThingList\nitems: []\ngaps: []\n'],
])('-o %s without rows', (format, expected) => {
  expect(print([], format)).toBe(expected)
})

it.each(formats)('-o %s comes in chunks of some 64 KiB, however many rows', (format) => {
  const rows = Array.from({ length: 10_000 }, (_, i) => ({ namespace: 'one', name: `a-rather-long-name-${i}` }))
  const sizes = [...chunks(rows, format)].map((chunk) => chunk.length)
  expect(sizes.length).toBeGreaterThan(3)
  for (const size of sizes.slice(0, -1)) expect(size).toBeGreaterThanOrEqual(64 * 1024)
  for (const size of sizes) expect(size).toBeLessThan(65 * 1024)
})

it('a reader who leaves early costs no more than the first chunk', () => {
  const asked: string[] = []
  const rows = Array.from({ length: 10_000 }, (_, i) => ({ namespace: 'one', name: `name-${i}` }))
  const toJson = (row: Row) => {
    asked.push(row.name)
    return row
  }
  for (const _chunk of printRows(rows, { ...view, toJson }, [], {
    format: 'json',
    noHeaders: false,
    style: styleFor({ env: {}, columns: undefined, color: 'never' }),
    context: { now: 0, allNamespaces: true },
  }))
    break
  expect(asked.length).toBeLessThan(2_000)
})
