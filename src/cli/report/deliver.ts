/** A result → stdout, stderr and the exit code: gaps, notes, what is said of an empty answer, and of an old one. */
import type { Gap } from '../../domain/gap.js'
import type { Format, Printer, PrintWishes, View } from '../../print/view.js'
import type { OutputOptions } from '../flags/output.js'
import type { Io } from '../io.js'
import { withoutKeys } from '../private-keys.js'
import type { Plain, Result, RowStream, Rows } from '../result.js'
import { said } from '../said.js'
import { exitCode } from './exit.js'
import { reportGaps } from './gaps.js'
import { talk } from './talk.js'
import { writeAll } from './write.js'

/** Where an answer goes, and how it shall look. */
export interface Delivery {
  readonly io: Pick<Io, 'stdout' | 'stderr' | 'columns' | 'rows' | 'talkColumns' | 'signal'>
  /** milliseconds since the epoch */
  readonly now: number
  /** to be called before anything is written: nobody has to wait any more */
  readonly begin: () => void
  /** opened for what needs it alone: a log of a million lines needs no printer */
  readonly printer: () => Promise<Printer>
  /** the same for files, which have neither width nor colour */
  readonly plainPrinter: () => Promise<Printer>
  /** @throws Problem `capture-unwritable` */
  readonly save: (path: string, text: string) => Promise<void>
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
export async function deliverPlain(result: Plain, delivery: Delivery): Promise<number> {
  const gaps = reportGaps(result.gaps, 'warning')
  switch (result.kind) {
    case 'done':
      say(`${gaps}${said(result.done)}\n`, delivery)
      return exitCode.clean
    case 'value':
      await write((await delivery.printer()).value(result.value), delivery)
      say(gaps, delivery)
      return exitCode.clean
    case 'text':
      say(`${gaps}${result.notes.map((note) => `${said(note)}\n`).join('')}`, delivery)
      await write(result.chunks, delivery)
      return (await result.exitCode?.()) ?? exitCode.clean
  }
}

async function deliverRows<Row>(
  { rows, gaps: all, asOf, allNamespaces, empty, verdict, headline = null, summary = null, saves = null }: Rows<Row>,
  view: View<Row>,
  output: OutputOptions,
  delivery: Delivery,
): Promise<number> {
  const gaps = once(all)
  const cuts: string[] = []
  if (headline !== null) say(`error: ${said(headline)}\n`, delivery)
  const wishes = { ...wishesOf(output, asOf, delivery, allNamespaces, cuts), alone: false }
  const listed = watchFirst((await delivery.printer()).rows(rows, view, gaps, wishes), rowsOf(output, delivery))
  await write(listed.chunks, delivery)
  for (const { format, path } of output.files) {
    const printer = await delivery.plainPrinter()
    const chunks = printer.rows(rows, view, gaps, { ...wishes, format, columns: undefined, selecting: undefined })
    await delivery.save(path, await wholeText(chunks))
  }
  if (saves !== null) {
    const printer = await delivery.plainPrinter()
    await delivery.save(saves.path, await wholeText(printer.value(saves.value)))
  }
  const first = listed.first()
  if (first !== null) {
    say(`most urgent, from above:\n${headline === null ? '' : `error: ${said(headline)}\n`}`, delivery)
    delivery.io.stderr.write(first)
  }
  tellUnder(output, summary, cuts, delivery)
  tellOfAge(asOf, delivery)
  sayGaps(gaps, verdict, delivery)
  // Why there is no answer was said, unless all that was said is by whose rules there would be one.
  if (rows.length === 0 && (verdict !== 'unanswered' || gaps.every(({ kind }) => kind === 'Controller')))
    say(`${said(empty)}\n`, delivery)
  return exitCode[verdict]
}

async function deliverStream<Row>(
  { rows, alone, asOf, end }: RowStream<Row>,
  view: View<Row>,
  output: OutputOptions,
  delivery: Delivery,
): Promise<number> {
  const cuts: string[] = []
  const wishes = { ...wishesOf(output, asOf, delivery, true, cuts), alone }
  const printer = await delivery.printer()
  await write(
    printer.stream(rows, view, () => once(end().gaps), wishes),
    delivery,
  )
  const { gaps, verdict, summary = null } = end()
  tellUnder(output, summary, cuts, delivery)
  tellOfAge(asOf, delivery)
  sayGaps(gaps, verdict, delivery)
  return exitCode[verdict]
}

/** What is lacking of a whole file comes with each kind that it may have held. */
function once(gaps: readonly Gap[]): readonly Gap[] {
  return [...new Set(gaps)]
}

/** Where a list of findings may be too long; elsewhere there is no end of it. */
function rowsOf({ format }: OutputOptions, { io }: Delivery): number {
  const isSeen = format === 'list' && io.columns !== undefined && io.talkColumns !== undefined
  return (isSeen ? io.rows : undefined) ?? Number.POSITIVE_INFINITY
}

/** On a terminal, of many of one kind the first few. */
function sayGaps(gaps: readonly Gap[], verdict: Rows<unknown>['verdict'], delivery: Delivery): void {
  const level = verdict === 'unanswered' ? 'error' : 'warning'
  say(reportGaps(gaps, level, delivery.io.talkColumns === undefined ? undefined : mostGaps), delivery)
}

const mostGaps = 3

/** No private key is written into a file, either. */
async function wholeText(chunks: Iterable<string> | AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const chunk of withoutKeys(chunks)) text += chunk
  return text
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
  delivery: Delivery,
): void {
  if (delivery.io.columns === undefined || !forPeople.has(format)) return
  const lines = [...(summary === null ? [] : [summary]), ...cuts.map((one) => `note: ${one}`)]
  say(lines.map((line) => `${said(line)}\n`).join(''), delivery)
}

const forPeople: ReadonlySet<Format> = new Set(['table', 'wide', 'list', 'tree'])

/** A person must not take yesterday's facts for today's; a program has the time in the document. */
function tellOfAge(asOf: string | null, delivery: Delivery): void {
  if (asOf !== null && delivery.io.columns !== undefined) say(`note: as of ${said(asOf)}\n`, delivery)
}

/** On stderr: whoever waits is told that the answer begins. */
export function say(text: string, { io, begin }: Delivery): void {
  if (text === '') return
  begin()
  io.stderr.write(talk(text, io.talkColumns))
}

/** The rows of a list come while the cluster is asked: somebody waits until the first of them. */
async function write(
  chunks: Iterable<string> | AsyncIterable<Uint8Array | string>,
  { io, begin }: Delivery,
): Promise<void> {
  async function* begun(): AsyncGenerator<Uint8Array | string> {
    for await (const chunk of chunks) {
      begin()
      yield chunk
    }
  }
  await writeAll(io, begun())
}

/** A finding is a few lines; more than this is kept of none. */
const most = 20_000

interface Watched<Chunk> {
  readonly chunks: AsyncIterable<Chunk>
  /** asked after the last chunk; null: all of it is on the screen */
  readonly first: () => string | null
}

/**
 * A list that is longer than the screen has run off it: its first finding, the most urgent, is said once more under it.
 * @param rows of the screen
 */
function watchFirst<Chunk extends Uint8Array | string>(
  chunks: Iterable<Chunk> | AsyncIterable<Chunk>,
  rows: number,
): Watched<Chunk> {
  let begun = ''
  let lines = 0
  async function* passed(): AsyncGenerator<Chunk> {
    for await (const chunk of chunks) {
      const text = chunk.toString()
      lines += text.split('\n').length - 1
      if (begun.length < most) begun += text
      yield chunk
    }
  }
  return { chunks: passed(), first: () => (lines < rows ? null : firstItem(begun)) }
}

/** The lines that continue an item are indented. null: there is but one */
function firstItem(text: string): string | null {
  const [first, ...rest] = text.split('\n')
  const end = rest.findIndex((line) => !line.startsWith(' '))
  return end === -1 || end === rest.length - 1
    ? null
    : [first, ...rest.slice(0, end)].map((line) => `${line}\n`).join('')
}
