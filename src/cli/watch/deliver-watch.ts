/** `-w`: an answer that is asked again as the cluster changes. A live table on a terminal, a line a change elsewhere. */
import { maskShapes } from '../../domain/masking/text.js'
import type { ChangeWishes } from '../../domain/ports.js'
import { Problem, usage } from '../../domain/problem.js'
import { tallied } from '../../domain/text/counted.js'
import { escapeInJson } from '../../domain/text/sanitize.js'
import { type PrintWishes, textOf, type View } from '../../print/view.js'
import type { Context } from '../context.js'
import type { OutputOptions } from '../flags/output.js'
import type { Delivery } from '../report/deliver.js'
import { exitCode } from '../report/exit.js'
import { reportGaps } from '../report/gaps.js'
import { writeAll } from '../report/write.js'
import type { Result, Rows } from '../result.js'

export interface Watched<Row> {
  readonly view: View<Row>
  readonly wishes: ChangeWishes
  readonly run: (context: Context) => Promise<Result<Row>>
}

/** @returns the exit code, once somebody has ended it */
export async function deliverWatch<Row>(
  { view, wishes, run }: Watched<Row>,
  context: Context,
  output: OutputOptions,
  delivery: Delivery,
): Promise<number> {
  const { io } = delivery
  const draw = drawer(view, output, delivery)
  // One stream for all that is shown: each would leave its listeners on stdout.
  await writeAll(io, texts())
  return typeof io.signal.reason === 'number' ? io.signal.reason : exitCode.interrupted

  async function* texts(): AsyncGenerator<string> {
    const changes = context.changes(wishes)[Symbol.asyncIterator]()
    // What changes while the first answer is on its way is not missed.
    let next = changes.next()
    next.catch(() => {})
    yield await draw(rowsIn(await run(context)), context.now)
    while (!(await next).done) {
      next = changes.next()
      next.catch(() => {})
      const later = await context.later()
      const result = await run(later).catch((error) => {
        // The next change asks again; what is shown until then was true before.
        if (error instanceof Problem && !io.signal.aborted) return error
        throw error
      })
      if (result instanceof Problem)
        io.stderr.write(`warning: asked in vain (${result.value.reason}), and asked again later\n`)
      else yield await draw(rowsIn(result), later.now)
    }
  }
}

function rowsIn<Row>(result: Result<Row>): Rows<Row> {
  if (result.kind === 'rows') return result
  throw usage('-w shows rows', 'say -o table')
}

/** @returns the rows → what is written to show what changed; gaps are told as they are met */
function drawer<Row>(
  view: View<Row>,
  output: OutputOptions,
  delivery: Delivery,
): (result: Rows<Row>, now: number) => Promise<string> {
  let before: Known<Row> = new Map()
  const said = new Set<string>()
  const draw =
    output.format === 'json'
      ? jsonLines(view)
      : delivery.io.columns === undefined
        ? tableLines(view, output)
        : liveTable(view, output)
  let isFirst = true
  return async (result, now) => {
    const after = knownRows(result.rows, view)
    const context = { now, allNamespaces: result.allNamespaces }
    const changed = changedRows(before, after)
    const text = maskShapes(await draw({ result, changed, before, after, context }, delivery))
    before = after
    delivery.begin()
    const gaps = result.gaps.filter(({ message }) => !said.has(message))
    for (const { message } of gaps) said.add(message)
    // In the middle of a table that is drawn over there is no place for more.
    if (isFirst || delivery.io.columns === undefined) delivery.io.stderr.write(reportGaps(gaps, 'warning'))
    isFirst = false
    return text
  }
}

interface Scene<Row> {
  readonly result: Rows<Row>
  readonly changed: readonly ChangedRow<Row>[]
  readonly before: Known<Row>
  readonly after: Known<Row>
  readonly context: PrintWishes['context']
}

type Draw<Row> = (scene: Scene<Row>, delivery: Delivery) => Promise<string>

function jsonLines<Row>(view: View<Row>): Draw<Row> {
  return async ({ changed, context }) =>
    changed
      .map(({ change, row }) => {
        const at = new Date(context.now).toISOString()
        const line = { apiVersion: 'tkng.dev/v1', kind: 'Change', change, at, item: view.toJson(row) }
        return `${escapeInJson(JSON.stringify(line))}\n`
      })
      .join('')
}

/** The columns stay as wide as they were, and what happened stands before them. */
function tableLines<Row>(view: View<Row>, output: OutputOptions): Draw<Row> {
  // In a pipe nothing is said in short.
  const columns = view.columns.map(({ brief: _, ...column }) => ({
    ...column,
    cell: ({ row }: ChangedRow<Row>, context: PrintWishes['context']) => column.cell(row, context),
  }))
  const marked: View<ChangedRow<Row>> = {
    kind: view.kind,
    columns: [{ header: 'CHANGE', cell: ({ change }) => change }, ...columns],
    toJson: ({ row }) => view.toJson(row),
    toName: ({ row }, context) => view.toName(row, context),
  }
  const chosen = output.columns && ['CHANGE', ...output.columns]
  let print: ((rows: readonly ChangedRow<Row>[]) => Iterable<string>) | undefined
  return async ({ changed, context }, { printer }) => {
    print ??= (await printer()).live(marked, { ...output, columns: chosen, context })
    return [...print(changed)].join('')
  }
}

function liveTable<Row>(view: View<Row>, output: OutputOptions): Draw<Row> {
  let drawn: readonly string[] = []
  return async (scene, { printer, io }) => {
    const { result, context } = scene
    const isFirst = drawn.length === 0
    const shown = isFirst ? view : marking(view, scene)
    const wishes = { ...output, context, takenAt: null, alone: false }
    let text = ''
    for await (const chunk of (await printer()).rows(result.rows, shown, [], wishes)) text += chunk
    const table = result.rows.length === 0 ? [result.empty] : text.replace(/\n$/, '').split('\n')
    const lines = fitted(table, footer(scene, isFirst), io.rows)
    const over = redraw(drawn, lines)
    drawn = lines
    return over
  }
}

function footer<Row>({ after, changed, context }: Scene<Row>, isFirst: boolean): string {
  const at = new Date(context.now).toISOString().slice(11, 19)
  const counts = tallied(
    changed.map(({ change }) => change),
    ['added', 'changed', 'gone'],
  )
  const news = isFirst || counts.length === 0 ? 'as before' : counts.join(', ')
  return `${after.size} rows, ${isFirst ? 'watching' : news} at ${at}Z; Ctrl-C ends`
}

/** A cell that says something else than before is marked, in a row that is not the same. */
function marking<Row>(view: View<Row>, { before, after, context }: Scene<Row>): View<Row> {
  const was = new Map<Row, Row | null>()
  for (const [key, { row, text }] of after) {
    const old = before.get(key)
    if (old?.text !== text) was.set(row, old?.row ?? null)
  }
  return {
    ...view,
    columns: view.columns.map((column) => ({
      ...column,
      cell: (row, shown) => {
        const cell = column.cell(row, shown)
        const old = was.get(row)
        if (old === undefined) return cell
        const isSame = old !== null && textOf(column.cell(old, context)) === textOf(cell)
        return isSame ? cell : { text: textOf(cell), tone: 'changed' }
      },
    })),
  }
}

/** @param before what stands above the cursor; none: nothing was drawn yet */
export function redraw(before: readonly string[], after: readonly string[]): string {
  const up = before.length === 0 ? '' : `\x1b[${before.length}A`
  const lines = after.map((line, i) => (i < before.length && before[i] === line ? '\n' : `\r\x1b[2K${line}\n`))
  return `${up}${lines.join('')}${after.length < before.length ? '\x1b[J' : ''}`
}

/** What is below the edge of the terminal could not be drawn over. @param rows of the terminal; undefined: not known */
export function fitted(lines: readonly string[], footer: string, rows: number | undefined): string[] {
  const room = rows === undefined ? lines.length : Math.max(1, rows - 3)
  const more = lines.length - room
  return [...lines.slice(0, room), ...(more > 0 ? [`… and ${more} more lines`] : []), footer]
}

/** Which rows of an answer are new, other than before, or gone. */
type Change = 'added' | 'changed' | 'gone'

interface ChangedRow<Row> {
  readonly change: Change
  readonly row: Row
}

/** Rows by what tells them apart; those that nothing tells apart are numbered. */
type Known<Row> = ReadonlyMap<string, { readonly row: Row; readonly text: string }>

function knownRows<Row>(rows: readonly Row[], view: View<Row>): Known<Row> {
  const known = new Map<string, { readonly row: Row; readonly text: string }>()
  const counts = new Map<string, number>()
  for (const row of rows) {
    const name = view.identity?.(row) ?? view.toName(row, { now: 0, allNamespaces: true })
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    known.set(count === 1 ? name : `${name} #${count}`, { row, text: JSON.stringify(view.toJson(row)) })
  }
  return known
}

/** In the order of the rows, those that are gone at the end. */
function changedRows<Row>(before: Known<Row>, after: Known<Row>): ChangedRow<Row>[] {
  const changed: ChangedRow<Row>[] = []
  for (const [key, { row, text }] of after) {
    const was = before.get(key)
    if (was === undefined) changed.push({ change: 'added', row })
    else if (was.text !== text) changed.push({ change: 'changed', row })
  }
  for (const [key, { row }] of before) if (!after.has(key)) changed.push({ change: 'gone', row })
  return changed
}
