/** A result → stdout, stderr and the exit code: gaps, notes, what is said of an empty answer, and of an old one. */
import type { Printer, PrintWishes, View } from '../print/view.js'
import { exitCode } from './exit.js'
import type { OutputOptions } from './flags/output.js'
import type { Io } from './io.js'
import { reportGaps } from './report-gaps.js'
import type { Plain, Result, RowStream, Rows } from './result.js'
import { said } from './said.js'
import { talk } from './talk.js'
import { writeAll } from './write.js'

/** Where an answer goes, and how it shall look. */
export interface Delivery {
  readonly io: Pick<Io, 'stdout' | 'stderr' | 'columns' | 'talkColumns' | 'signal'>
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
      say(`${gaps}${said(result.done)}\n`, io)
      return exitCode.clean
    case 'value':
      await writeAll(io, (await printer()).value(result.value))
      say(gaps, io)
      return exitCode.clean
    case 'text':
      say(`${gaps}${result.notes.map((note) => `${said(note)}\n`).join('')}`, io)
      await writeAll(io, result.chunks)
      return (await result.exitCode?.()) ?? exitCode.clean
  }
}

async function deliverRows<Row>(
  { rows, gaps, asOf, allNamespaces, empty, verdict, summary = null }: Rows<Row>,
  view: View<Row>,
  output: OutputOptions,
  delivery: Delivery,
): Promise<number> {
  const { io, printer } = delivery
  const cuts: string[] = []
  const wishes = { ...wishesOf(output, asOf, delivery, allNamespaces, cuts), alone: false }
  await writeAll(io, (await printer()).rows(rows, view, gaps, wishes))
  tellUnder(output, summary, cuts, io)
  tellOfAge(asOf, io)
  say(reportGaps(gaps, verdict === 'unanswered' ? 'error' : 'warning'), io)
  if (rows.length === 0 && verdict !== 'unanswered') say(`${said(empty)}\n`, io)
  return exitCode[verdict]
}

async function deliverStream<Row>(
  { rows, alone, asOf, end }: RowStream<Row>,
  view: View<Row>,
  output: OutputOptions,
  delivery: Delivery,
): Promise<number> {
  const { io, printer } = delivery
  const cuts: string[] = []
  const wishes = { ...wishesOf(output, asOf, delivery, true, cuts), alone }
  await writeAll(
    io,
    (await printer()).stream(rows, view, () => end().gaps, wishes),
  )
  const { gaps, verdict, summary = null } = end()
  tellUnder(output, summary, cuts, io)
  tellOfAge(asOf, io)
  say(reportGaps(gaps, verdict === 'unanswered' ? 'error' : 'warning'), io)
  return exitCode[verdict]
}

function wishesOf(
  { format, selecting, noHeaders, columns, noTrunc }: OutputOptions,
  asOf: string | null,
  { now }: Delivery,
  allNamespaces: boolean,
  cuts: string[],
): Omit<PrintWishes, 'alone'> {
  const context = { now: asOf === null ? now : Date.parse(asOf), allNamespaces }
  const tell = (sentence: string) => void cuts.push(sentence)
  return { format, selecting, noHeaders, columns, noTrunc, context, takenAt: asOf, tell }
}

/** Under a table or a text for a person: what it comes to, and what is not shown whole. */
function tellUnder(
  { format }: OutputOptions,
  summary: string | null,
  cuts: readonly string[],
  io: Delivery['io'],
): void {
  if (io.columns === undefined || format === 'json' || format === 'yaml' || format === 'name') return
  const lines = [...(summary === null ? [] : [summary]), ...cuts.map((one) => `note: ${one}`)]
  say(lines.map((line) => `${said(line)}\n`).join(''), io)
}

/** A person must not take yesterday's facts for today's; a program has the time in the document. */
function tellOfAge(asOf: string | null, io: Delivery['io']): void {
  if (asOf !== null && io.columns !== undefined) say(`note: as of ${said(asOf)}\n`, io)
}

function say(text: string, { stderr, talkColumns }: Delivery['io']): void {
  if (text !== '') stderr.write(talk(text, talkColumns))
}
