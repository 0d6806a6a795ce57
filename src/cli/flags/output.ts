/** How an answer is printed: `-o`, `--no-headers`, `--color`. */
import { type Command, Option } from 'commander'
import { nearest } from '../../domain/nearest.js'
import { problem } from '../../domain/problem.js'
import { columnName, type Format, formats } from '../../print/view.js'
import type { AnyCommand } from '../command.js'
import { type Flags, given } from './given.js'

const colors = ['auto', 'always', 'never'] as const
type ColorWhen = (typeof colors)[number]

export interface OutputOptions {
  readonly format: Format
  readonly noHeaders: boolean
  /** headers of the view; undefined: those that the format has */
  readonly columns: readonly string[] | undefined
  readonly color: ColorWhen
}

const group = 'Output:'

/** What of a verb says how its answer can be printed. */
export type Printed = Pick<AnyCommand, 'prints' | 'drawings' | 'view'>

export function declareOutputFlags(command: Command, verb: Printed): void {
  const known = formatsOf(verb)
  if (known !== null) {
    command.addOption(new Option('-o, --output <format>', known.join('|')).helpGroup(group))
    command.addOption(new Option('--no-headers', 'leave the header line out').helpGroup(group))
    if (verb.view !== undefined) {
      const names = columnNames(verb.view).join(', ')
      command.addOption(new Option('--columns <names>', `only these columns, in this order: ${names}`).helpGroup(group))
    }
  }
  command.addOption(
    new Option('--color <when>', `${colors.join('|')}; NO_COLOR and FORCE_COLOR count too`).helpGroup(group),
  )
}

/** What the verb's `-o` takes; null: it has none, or one of its own. */
function formatsOf({ prints, drawings = [] }: Printed): readonly Format[] | null {
  return prints === false ? null : [...formats, ...drawings]
}

/**
 * @param usual the verb's format where none is said
 * @throws Problem `usage`
 */
export function meantOutput(flags: Flags, verb: Printed, usual: Format): OutputOptions {
  const known = formatsOf(verb)
  const format = choice('-o', (known && given.text(flags, 'output')) || usual, known ?? [usual])
  const columns = verb.view && meantColumns(flags, verb.view)
  if (columns !== undefined && format !== 'table' && format !== 'wide')
    throw problem('usage', {
      message: `--columns is for tables, not for -o ${format}`,
      hint: 'say -o table',
    })
  return {
    format,
    columns,
    noHeaders: given.flag(flags, 'headers') === false,
    color: choice('--color', given.text(flags, 'color') ?? 'auto', colors),
  }
}

type Headers = { readonly columns: readonly { readonly header: string }[] }

/** The headers that `--columns` names, as the view has them; undefined where it is not said. @throws Problem `usage` */
export function meantColumns(flags: Flags, view: Headers): readonly string[] | undefined {
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
  const [near] = nearest(value, known)
  throw problem('usage', {
    message: `invalid value "${value}" for ${flag}${near ? `: did you mean ${near}?` : ''}`,
    hint: `it is one of ${known.join(', ')}`,
  })
}
