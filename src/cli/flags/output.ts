/** How an answer is printed: `-o`, `--no-headers`, `--color`. */
import { type Command, Option } from 'commander'
import { usage } from '../../domain/problem.js'
import { nearest } from '../../domain/text/nearest.js'
import {
  columnName,
  drawingFormats,
  type Format,
  formats,
  reportFormats,
  type Selecting,
  templateFormats,
  type View,
} from '../../print/view.js'
import { type Flags, given, repeatable } from './given.js'
import type { Selected } from './selecting.js'

const colors = ['auto', 'always', 'never'] as const
type ColorWhen = (typeof colors)[number]

export interface OutputOptions {
  readonly format: Format
  readonly noHeaders: boolean
  /** headers of the view; undefined: those that the format has */
  readonly columns: readonly string[] | undefined
  readonly color: ColorWhen
  /** again as it changes */
  readonly watch: boolean
  /** of `-o jsonpath` and its like */
  readonly selecting: Selecting | undefined
  /** a terminal shows whole cells, too */
  readonly noTrunc: boolean
  /** the same answer once more, in another format, for each of these files */
  readonly files: readonly OutputFile[]
}

export interface OutputFile {
  readonly format: Format
  readonly path: string
}

const group = 'Output:'

/** `any`: before the verb, where any of its output flags may stand. */
export type Printed = View<never> | undefined | 'any'

export function declareOutputFlags(command: Command, view: Printed): void {
  const known = formatsOf(view)
  if (known !== null) {
    command.addOption(
      new Option('-o, --output <format>', [...known, ...templateFormats.map((name) => `${name}=`)].join('|')).helpGroup(
        group,
      ),
    )
    command.addOption(new Option('--no-headers', 'leave the header line out').helpGroup(group))
    command.addOption(
      new Option('--no-trunc', 'cut nothing to fit the terminal (a pipe cuts nothing)').helpGroup(group),
    )
  }
  if (view !== undefined && view !== 'any') {
    const names = columnNames(view).join(', ')
    command.addOption(new Option('--columns <names>', `only these columns, in this order: ${names}`).helpGroup(group))
  }
  command.addOption(
    new Option('--color <when>', `${colors.join('|')}; NO_COLOR and FORCE_COLOR count too`).helpGroup(group),
  )
}

/** What `-o` takes; null: it is not there, or one of the verb's own. */
function formatsOf(view: Printed): readonly Format[] | null {
  if (view === undefined) return null
  if (view === 'any') return formats
  return [
    ...formats,
    ...drawingFormats.filter((format) => view.drawings?.[format] !== undefined),
    ...reportFormats.filter((format) => view.reports?.[format] !== undefined),
  ]
}

/**
 * @param usual the verb's format where none is said
 * @param selected what `-o` selects by a template
 * @throws Problem `usage`
 */
export function meantOutput(
  flags: Flags,
  view: View<never> | undefined,
  usual: Format,
  selected: Selected | undefined,
): OutputOptions {
  const known = formatsOf(view)
  const text = (known && given.text(flags, 'output')) || usual
  const format = selected?.format ?? choice('-o', text, known === null ? [usual] : [...known, ...templateFormats])
  if (given.flag(flags, 'watch') === true) checkWatch(flags, format)
  const columns = view && meantColumns(flags, view)
  if (columns !== undefined && !tables.has(format))
    throw usage(`--columns is for tables, not for -o ${format}`, 'say -o table')
  return {
    format,
    columns,
    selecting: selected?.selecting,
    watch: given.flag(flags, 'watch') === true,
    noHeaders: given.flag(flags, 'headers') === false,
    noTrunc: given.flag(flags, 'trunc') === false,
    files: (given.texts(flags, 'outputFile') ?? []).map((one) => meantFile(one, known ?? [])),
    color: choice('--color', given.text(flags, 'color') ?? 'auto', colors),
  }
}

/** For verbs whose answer is for people and for programs at once. */
export function outputFileOption(): Option {
  return repeatable(
    '--output-file <format=file>',
    'write it in this format, too, e.g. sarif=lint.sarif (repeatable)',
  ).helpGroup(group)
}

/** @throws Problem `usage` */
function meantFile(text: string, known: readonly Format[]): OutputFile {
  const [, format = '', path = ''] = /^([a-z-]+)=([\s\S]+)$/.exec(text) ?? []
  if (path === '') throw usage(`invalid --output-file "${text}"`, 'it is like sarif=lint.sarif')
  if (path === '-') throw usage('--output-file writes files', `say -o ${format} for standard output`)
  return { format: choice('--output-file', format, known), path }
}

/** @throws Problem `usage` */
function checkWatch(flags: Flags, format: Format): void {
  if ((given.texts(flags, 'from') ?? []).length > 0)
    throw usage('-w needs a cluster: a file does not change', 'leave --from or -w out')
  if (!['table', 'wide', 'json', 'list', 'tree'].includes(format))
    throw usage(`-w is for table, wide and json, not for -o ${format}`, 'say -o table')
}

const tables: ReadonlySet<Format> = new Set(['table', 'wide', 'csv', 'markdown'])

type Headers = { readonly columns: readonly { readonly header: string }[] }

/** The headers that `--columns` names, as the view has them; undefined where it is not said. @throws Problem `usage` */
function meantColumns(flags: Flags, view: Headers): readonly string[] | undefined {
  const said = given.text(flags, 'columns')
  const known = columnNames(view)
  return said?.split(',').map((one) => {
    const name = choice('--columns', columnName(one.trim()), known)
    return view.columns[known.indexOf(name)]?.header ?? ''
  })
}

export function columnNames({ columns }: Headers): readonly string[] {
  return columns.map(({ header }) => columnName(header))
}

/** One of a closed list, or a usage problem that names the nearest and the list. */
export function choice<T extends string>(flag: string, value: string, known: readonly T[]): T {
  const found = known.find((one) => one === value)
  if (found !== undefined) return found
  // Of `host+path`, a part was meant perhaps.
  const near = nearest(value, known)[0] ?? known.find((one) => nearest(value, one.split(/[+-]/)).length > 0)
  throw usage(
    `invalid value "${value}" for ${flag}${near ? `: did you mean ${near}?` : ''}`,
    `it is one of ${known.join(', ')}`,
  )
}
