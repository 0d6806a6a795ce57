/** How an answer is printed: `-o`, `--no-headers`, `--color`. */
import { type Command, Option } from 'commander'
import { nearest } from '../../domain/nearest.js'
import { problem } from '../../domain/problem.js'
import type { Format } from '../../print/view.js'
import { type Flags, given } from './given.js'

const colors = ['auto', 'always', 'never'] as const
type ColorWhen = (typeof colors)[number]

export interface OutputOptions {
  readonly format: Format
  readonly noHeaders: boolean
  readonly color: ColorWhen
}

const group = 'Output:'

/** @param known what the verb's `-o` takes; null: it has none, or one of its own */
export function declareOutputFlags(command: Command, known: readonly Format[] | null): void {
  if (known !== null) {
    command.addOption(new Option('-o, --output <format>', known.join('|')).helpGroup(group))
    command.addOption(new Option('--no-headers', 'leave the header line out').helpGroup(group))
  }
  command.addOption(
    new Option('--color <when>', `${colors.join('|')}; NO_COLOR and FORCE_COLOR count too`).helpGroup(group),
  )
}

/**
 * @param known as for {@link declareOutputFlags}
 * @param usual the verb's format where none is said
 */
export function meantOutput(flags: Flags, known: readonly Format[] | null, usual: Format): OutputOptions {
  return {
    format: choice('-o', (known && given.text(flags, 'output')) || usual, known ?? [usual]),
    noHeaders: given.flag(flags, 'headers') === false,
    color: choice('--color', given.text(flags, 'color') ?? 'auto', colors),
  }
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
