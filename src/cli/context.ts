/** What a verb may ask for, in parts: each verb takes those that it uses, and never learns who answers. */
import type { Controllers } from '../domain/controllers/dialect.js'
import type { Masker } from '../domain/masking/masker.js'
import type { CaptureStore, ChangeWishes, ClusterReader } from '../domain/ports.js'
import type { ResolveNames } from '../questions/trace/address-hop.js'
import type { CompletionSetup } from './completion-setup.js'
import type { LentTerminal, TerminalWanted } from './terminal.js'

/** Where the facts are: the cluster, or the files that `--from` names. */
export interface Facts {
  /** connects (or opens the capture) at the first call, so that usage errors come before any network */
  readonly cluster: () => Promise<ClusterReader>
  /** finds the controllers of that cluster, and asks them */
  readonly controllers: () => Promise<Controllers>
  /** what -n said; null: nothing, or -A. The verbs that look inside a controller look for it there */
  readonly namespace: string | null
  /** milliseconds since the epoch: one instant for the whole run */
  readonly now: number
  /** the flags that lead another command line to the same facts, with a blank before them */
  readonly again: string
}

/** For who shows what changes. */
export interface Changing {
  /** the same context for a later moment: nothing that was read before is kept */
  readonly later: () => Promise<Context>
  /** a value whenever it is worth asking again. @throws Problem `usage` where nothing can change */
  readonly changes: (wishes: ChangeWishes) => AsyncIterable<void>
}

/** What may be shown of objects that hold secrets. */
export interface Discreet {
  readonly masker: () => Promise<Masker>
}

/** Where a verb writes a capture. */
export interface Captures {
  readonly captures: CaptureStore
}

/** What a verb may read beside the cluster. */
export interface Outside {
  /** the bytes of a file that was named, `-` for standard input. @param flag by which it was. @param most bytes */
  readonly input: (name: string, flag?: string, most?: number) => AsyncIterable<Uint8Array>
  /** the addresses behind a name */
  readonly resolve: ResolveNames
}

/** What can be asked beside the source that the command line leads to. */
export interface Beside {
  readonly other: (source: OtherSource) => Promise<Opened>
  /** the controllers of the source itself, over another view of its objects */
  readonly controllersOver: (cluster: ClusterReader) => Promise<Controllers>
}

/**
 * `from`: a file, a folder or a capture; `isPart`: of what there will be; `context`: another cluster of the kubeconfig;
 * `live`: the cluster to which the connection flags lead
 */
export type OtherSource = { readonly from: string; readonly isPart: boolean } | { readonly context: string } | 'live'

/** A source that was opened. */
export interface Opened {
  readonly cluster: ClusterReader
  /** its controllers, over its own objects or over another view of them */
  readonly controllersOver: (cluster: ClusterReader) => Promise<Controllers>
}

/** The terminal at which somebody sits, or that nobody does. */
export interface Screen {
  /** of the terminal on stdout, where a person sees an answer at once; undefined: a pipe or a file */
  readonly columns: number | undefined
  /** are colours wanted, for what is no table */
  readonly coloured: () => Promise<boolean>
  /** our own terminal, for a program in a pod */
  readonly terminal: (wanted: TerminalWanted) => LentTerminal
}

/** How the program itself is set up. */
export interface Setup {
  readonly completion: CompletionSetup
  readonly config: Config
}

export type Context = Facts & Beside & Discreet & Changing & Captures & Outside & Screen & Setup

export interface Setting {
  readonly value: string | readonly string[]
  /** where it was said, for a person: a variable, or file and line */
  readonly origin: string
  readonly source: 'file' | 'environment'
}

/** By name: `output`, `controller`, and `columns.VERB` (headers as `--columns` takes them). */
export type Preferences = ReadonlyMap<string, Setting>

/** Where they come from: a port, asked only by commands that heed them. */
export interface Config {
  /** @throws Problem `config-invalid`, `config-missing`, `config-unreadable` */
  preferences(): Promise<Preferences>
  /** the file that is read; null: no home folder is known */
  file(): { readonly path: string; readonly exists: boolean } | null
}
