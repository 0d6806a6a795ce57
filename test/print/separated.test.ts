/** `-o csv` and `-o markdown`: nothing in a cell is a formula, a separator or markup. */
import { expect, it } from 'vitest'
import { printRows } from '../../src/print/printers.js'
import { styleFor } from '../../src/print/style.js'
import type { View } from '../../src/print/view.js'
import { session } from '../support/program/session.js'

const view: View<readonly [string, string]> = {
  kind: 'List',
  columns: [
    { header: 'A', cell: ([a]) => a },
    { header: 'B', cell: ([, b]) => b },
    { header: 'W', cell: () => 'wide', wide: true },
  ],
  toJson: (row) => row,
  toName: () => '',
}
const style = styleFor({ env: {}, columns: undefined, color: 'never' })
const context = { now: 0, allNamespaces: false }
const print = (format: 'csv' | 'markdown', ...row: [string, string]) =>
  [...printRows([row], view, [], { format, noHeaders: true, context, style })].join('')

it.each<[string, [string, string], string, string]>([
  ['plain', ['a', 'b c'], 'a,b c,wide\n', '| a | b c |\n'],
  ['nothing', ['-', '<none>'], ',,wide\n', '|  |  |\n'],
  ['what separates', ['a,b', 'c"|d'], '"a,b","c""|d",wide\n', '| a,b | c"\\|d |\n'],
  ['a formula', ['=1+1', '@x'], "'=1+1,'@x,wide\n", '| =1+1 | &#64;x |\n'],
  ['markup', ['<b>*x*', '[a](b)'], '<b>*x*,[a](b),wide\n', '| \\<b\\>\\*x\\* | \\[a\\](b) |\n'],
  ['what steers a terminal', ['\u001b[2J', 'a\nb'], '\\x1b[2J,a\\nb,wide\n', '| \\\\x1b\\[2J | a\\\\nb |\n'],
])('%s', (_what, row, csv, markdown) => {
  expect(print('csv', ...row)).toBe(csv)
  expect(print('markdown', ...row)).toBe(markdown)
})

it.each<[string, string]>([
  [
    'ingresses -o markdown --columns host+path,service',
    '| HOST+PATH | SERVICE |\n|---|---|\n| /prod | prod |\n| /dev | dev |\n| prod/ | prod |\n| dev/ | dev |\n',
  ],
  ['ingresses -o csv --columns host+path,service --host dev', 'HOST+PATH,SERVICE\ndev/,dev\n'],
  [
    'trace --all -o csv --columns url,verdict --no-headers',
    'http://198.51.100.0/prod,served\nhttp://198.51.100.0/dev,served\nhttp://prod/,served\nhttp://dev/,served\n',
  ],
])('%s', async (line, stdout) => {
  expect(await session([...line.split(' '), '--from', 'demo'])).toEqual({ stdout, stderr: '', code: 0 })
})
