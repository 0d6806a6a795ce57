/** A result → stdout, stderr and the exit code: gaps, notes, what is said of an empty answer, and of an old one. */
import type { Printer, PrintWishes, View } from '../print/view.js'
import { exitCode } from './exit.js'
import type { OutputOptions } from './flags/output.js'
import type { Io } from './io.js'
import { reportGaps } from './report-gaps.js'
import type { Plain, Result, RowStream, Rows } from './result.js'
import { said } from './said.js'
import { writeAll } from './write.js'

/** Where an answer goes, and how it shall look. */
export interface Delivery {
  readonly io: Pick<Io, 'stdout' | 'stderr' | 'columns' | 'signal'>
  /** milliseconds since the epoch */
  readonly now: number
  /** opened for what needs it alone: a log of a million lines needs no printer */
  readonly printer: () => Promise<Printer>
}

/** @returns the exit code */
export async function deliver<Row>(
  result: Result<Row>,
  view: View<Row>,
  output: OutputOptions,
  delivery: Delivery,
): Promise<number> {
  switch (result.kind) {
    case 'rows':
      return deliverRows(result, view, output, delivery)
    case 'row-stream':
      return deliverStream(result, view, output, delivery)
    default:
      return deliverPlain(result, delivery)
  }
}

/** @returns the exit code */
export async function deliverPlain(result: Plain, { io, printer }: Delivery): Promise<number> {
  const gaps = reportGaps(result.gaps, 'warning')
  switch (result.kind) {
    case 'done':
      io.stderr.write(`${gaps}${said(result.done)}\n`)
      return exitCode.clean
    case 'value':
      await writeAll(io, (await printer()).value(result.value))
      io.stderr.write(gaps)
      return exitCode.clean
    case 'text':
      io.stderr.write(`${gaps}${result.notes.map((note) => `${said(note)}\n`).join('')}`)
      await writeAll(io, result.chunks)
      return (await result.exitCode?.()) ?? exitCode.clean
  }
}

async function deliverRows<Row>(
  { rows, gaps, asOf, allNamespaces, empty, verdict }: Rows<Row>,
  view: View<Row>,
  output: OutputOptions,
  delivery: Delivery,
): Promise<number> {
  const { io, printer } = delivery
  const wishes = { ...wishesOf(output, asOf, delivery, allNamespaces), alone: false }
  await writeAll(io, (await printer()).rows(rows, view, gaps, wishes))
  tellOfAge(asOf, io)
  io.stderr.write(reportGaps(gaps, verdict === 'unanswered' ? 'error' : 'warning'))
  if (rows.length === 0 && verdict !== 'unanswered') io.stderr.write(`${said(empty)}\n`)
  return exitCode[verdict]
}

async function deliverStream<Row>(
  { rows, alone, asOf, end }: RowStream<Row>,
  view: View<Row>,
  output: OutputOptions,
  delivery: Delivery,
): Promise<number> {
  const { io, printer } = delivery
  const wishes = { ...wishesOf(output, asOf, delivery, true), alone }
  await writeAll(
    io,
    (await printer()).stream(rows, view, () => end().gaps, wishes),
  )
  const { gaps, verdict } = end()
  tellOfAge(asOf, io)
  io.stderr.write(reportGaps(gaps, verdict === 'unanswered' ? 'error' : 'warning'))
  return exitCode[verdict]
}

function wishesOf(
  { format, noHeaders, columns }: OutputOptions,
  asOf: string | null,
  { now }: Delivery,
  allNamespaces: boolean,
): Omit<PrintWishes, 'alone'> {
  const context = { now: asOf === null ? now : Date.parse(asOf), allNamespaces }
  return { format, noHeaders, columns, context, takenAt: asOf }
}

/** A person must not take yesterday's facts for today's; a program has the time in the document. */
function tellOfAge(asOf: string | null, { stderr, columns }: Delivery['io']): void {
  if (asOf !== null && columns !== undefined) stderr.write(`note: as of ${said(asOf)}\n`)
}
