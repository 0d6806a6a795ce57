/** The contract that every verb signs: a value with a name, flags, and a run that asks ports and returns a result. */
import type { Command } from 'commander'
import type { Controllers } from '../domain/controllers/controller.js'
import type { CaptureStore, ClusterReader, Gap } from '../domain/ports.js'
import type { Format, View } from '../print/view.js'
import type { ResolveNames } from '../questions/trace/address-hop.js'
import type { CompletionSetup } from './completion-setup.js'
import type { Config } from './preferences.js'
import type { LentTerminal, TerminalWanted } from './terminal.js'
import type { ValueKind } from './values.js'

/** What a verb may ask for. It never learns who answers. */
interface Context {
  /** connects (or opens the capture) at the first call, so that usage errors come before any network */
  readonly cluster: () => Promise<ClusterReader>
  /** finds the controllers of that cluster, and asks them */
  readonly controllers: () => Promise<Controllers>
  /** what -n said; null: nothing, or -A. The verbs that look inside a controller look for it there */
  readonly namespace: string | null
  readonly captures: CaptureStore
  readonly completion: CompletionSetup
  readonly config: Config
  /** is stdout a terminal: what a person sees at once, and a pipe does not */
  readonly onTerminal: boolean
  /** the bytes of a file that was named, `-` for standard input */
  readonly input: (name: string) => AsyncIterable<Uint8Array>
  /** the addresses behind a name */
  readonly resolve: ResolveNames
  /** are colours wanted, for what is no table */
  readonly coloured: () => Promise<boolean>
  /** our own terminal, for a program in a pod */
  readonly terminal: (wanted: TerminalWanted) => LentTerminal
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

/** One JSON value, printed as it is: somebody else's document, for `jq`'s sake. */
interface Document {
  readonly document: unknown
  readonly gaps: readonly Gap[]
}

/** Bytes or text for stdout, as they come and untouched: too large, or too endless, to be held. */
interface Stream {
  readonly chunks: AsyncIterable<Uint8Array | string> | Iterable<string>
  readonly gaps: readonly Gap[]
  /** lines for stderr, before the first byte */
  readonly notes: readonly string[]
  /** asked after the last byte; absent: clean */
  readonly exitCode?: () => Promise<number>
}

/** Rows as they come, for answers that are too many to be held. */
interface RowStream<Row> {
  readonly stream: AsyncIterable<Row>
  readonly view: View<Row>
  readonly asOf: string | null
  /** asked after the last row: what could not be seen, and what it came to */
  readonly end: () => Pick<Rows<Row>, 'gaps' | 'verdict'>
}

export type Result<Row> = Rows<Row> | RowStream<Row> | Done | Document | Stream

export interface CommandSpec<Options, Row> {
  readonly name: string
  readonly aliases?: readonly string[]
  /** the title in help under which the verb stands */
  readonly group: 'Look' | 'Inside the controller' | 'Keep' | 'Set up'
  readonly summary: string
  /** as usage shows them, e.g. `[NAME...]` */
  readonly arguments?: string
  /** what Tab offers for the arguments: a kind of value, or a closed list with what each means */
  readonly completes?: ValueKind | readonly (readonly [word: string, meaning: string])[]
  /** command lines without `kubectl tkng `, each with what it shows */
  readonly examples: readonly (readonly [line: string, shows: string])[]
  /** declares arguments and flags of its own; kube, source and output flags are added for it */
  readonly declare: (command: Command) => Command
  /** said → meant: throws a `usage` problem, before anything is asked of a cluster */
  readonly meant: (args: readonly string[], flags: Readonly<Record<string, unknown>>) => Options
  readonly run: (context: Context, options: Options) => Promise<Result<Row>>
  /** not in help: people who know it from elsewhere are told what became of it */
  readonly hidden?: true
  /** what `-o` is where it is not said; absent: a table */
  readonly defaultFormat?: Format | ((options: Options) => Format)
  /** what `-o` takes beyond the formats of every verb */
  readonly drawings?: readonly Format[]
  /** whose columns `--columns` chooses from: that of the rows that `run` returns */
  readonly view?: View<Row>
  /** shows what there is to choose from: a preferred controller hides no other */
  readonly everyController?: true
  /** is about the preferences themselves */
  readonly ignoresPreferences?: true
  /** false: takes no `-o`, `--no-headers` and the like (capture) */
  readonly prints?: false
}

// biome-ignore lint/suspicious/noExplicitAny: the list of verbs holds specs of many row types
export type AnyCommand = CommandSpec<any, any>

export function defineCommand<Options, Row>(spec: CommandSpec<Options, Row>): CommandSpec<Options, Row> {
  return spec
}
