/** The contract that every verb signs: a value with a name, flags, and a run that asks ports and returns a result. */
import type { Command } from 'commander'
import type { CaptureStore, ClusterReader, Gap } from '../domain/ports.js'
import type { View } from '../print/view.js'

/** What a verb may ask for. It never learns who answers. */
interface Context {
  /** connects (or opens the capture) at the first call, so that usage errors come before any network */
  readonly cluster: () => Promise<ClusterReader>
  readonly captures: CaptureStore
  /** milliseconds since the epoch: one instant for the whole run */
  readonly now: number
}

/** Rows for the printers. */
interface Rows<Row> {
  readonly rows: readonly Row[]
  readonly view: View<Row>
  readonly gaps: readonly Gap[]
  readonly allNamespaces: boolean
  /** when the facts were true (RFC 3339); null: now. Ages count up to then */
  readonly asOf: string | null
  /** said on stderr where there are no rows and no gap explains it */
  readonly empty: string
  /** `unanswered`: something that was asked for by name could not be told; what could is in the rows (exit code 2) */
  readonly verdict: 'clean' | 'findings' | 'unanswered'
}

/** Nothing for stdout: a deed, told in one line on stderr. */
interface Done {
  readonly done: string
  readonly gaps: readonly Gap[]
}

export type Result<Row> = Rows<Row> | Done

export interface CommandSpec<Options, Row> {
  readonly name: string
  readonly aliases?: readonly string[]
  /** the title in help under which the verb stands */
  readonly group: 'Look' | 'Keep'
  readonly summary: string
  /** as usage shows them, e.g. `[NAME...]` */
  readonly arguments?: string
  /** command lines without `kubectl tkng `, each with what it shows */
  readonly examples: readonly (readonly [line: string, shows: string])[]
  /** declares arguments and flags of its own; kube, source and output flags are added for it */
  readonly declare: (command: Command) => Command
  /** said → meant: throws a `usage` problem, before anything is asked of a cluster */
  readonly meant: (args: readonly string[], flags: Readonly<Record<string, unknown>>) => Options
  readonly run: (context: Context, options: Options) => Promise<Result<Row>>
  /** false: takes no `-o`, `--no-headers` and the like (capture) */
  readonly prints?: false
}

// biome-ignore lint/suspicious/noExplicitAny: the list of verbs holds specs of many row types
export type AnyCommand = CommandSpec<any, any>

export function defineCommand<Options, Row>(spec: CommandSpec<Options, Row>): CommandSpec<Options, Row> {
  return spec
}
