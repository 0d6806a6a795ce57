/** The contract that every verb signs: a value with a name, flags, and a function that asks ports and returns a result. */
import type { Command } from 'commander'
import type { ChangeWishes } from '../domain/ports.js'
import type { Format, View } from '../print/view.js'
import type { Context } from './context.js'
import type { Flags } from './flags/given.js'
import type { OutputOptions } from './flags/output.js'
import { foundNothing, isNothing, tellOfNamespace } from './report/absent-namespace.js'
import { type Delivery, deliver, deliverPlain } from './report/deliver.js'
import type { Plain, Result } from './result.js'
import type { ValueKind } from './words/values.js'

/**
 * What -n is.
 * - `routes`: the namespace of the Ingresses; without it that of the context
 * - `all-routes`: the same; without it all of them. The controllers are looked for everywhere
 * - `controller`: where the controller is
 * - `none`: no cluster is asked
 */
export type VerbScope = 'routes' | 'all-routes' | 'controller' | 'none'

/** What a list of all verbs tells of each. */
export interface Listed {
  readonly name: string
  readonly aliases?: readonly string[]
  /** the title in help under which the verb stands */
  readonly group: 'Look' | 'Inside the controller' | 'Keep' | 'Set up'
  readonly summary: string
}

/** One of the list: all else of it is loaded once it is asked for. */
export interface ListedVerb extends Listed {
  readonly load: () => Promise<Defined>
}

/** What can be told of a verb without running it. */
interface Described {
  readonly scope: VerbScope
  /** as usage shows them, e.g. `[NAME...]`; absent: it takes none, and refuses them */
  readonly arguments?: string
  /** of a verb without arguments: the flag that people who give it one have in mind, e.g. `--host` */
  readonly insteadOfArgument?: string
  /** what Tab offers for the arguments: a kind of value, or a closed list with what each means */
  readonly completes?: ValueKind | readonly (readonly [word: string, meaning: string])[]
  /** command lines without `kubectl tkng `, each with what it shows */
  readonly examples: readonly (readonly [line: string, shows: string])[]
  /** declares flags of its own; those that all verbs have are added for it. Absent: it has none */
  readonly declare?: (command: Command) => Command
  /** what `-o` is where it is not said; absent: a table */
  readonly defaultFormat?: Format | ((args: readonly string[], flags: Flags, onTerminal: boolean) => Format)
  /** shows what there is to choose from: a preferred controller hides no other */
  readonly everyController?: true
  /** tells where in a file each object stands */
  readonly tellsPlaces?: true
  /** a file may stand beside a cluster, to which the connection flags lead */
  readonly comparesWithCluster?: true
  /** is about the preferences themselves */
  readonly ignoresPreferences?: true
}

interface Thinking<Options> extends Described {
  /**
   * said → meant, before anything is asked of a cluster
   * @throws Problem `usage`
   */
  readonly meant: (args: readonly string[], flags: Flags, output: OutputOptions) => Options
}

/** A verb that answers in rows: its view makes tables, documents and drawings of them. */
interface RowVerb<Options, Row> extends Thinking<Options> {
  readonly watches?: ChangeWishes
  readonly view: View<Row>
  readonly run: (context: Context, options: Options) => Promise<Result<Row>>
}

/** A verb that answers in its own words. It has no `-o` but one that it declares. */
interface PlainVerb<Options> extends Thinking<Options> {
  readonly watches?: undefined
  readonly view?: undefined
  readonly run: (context: Context, options: Options) => Promise<Plain>
}

/** A verb as the rest of the program knows it: what it means by its options, and which rows it has, is its own affair. */
export interface Verb extends Listed, Defined {}

/** What its own file says of it. */
export interface Defined extends Described {
  /** what changes under it; undefined: it cannot be watched */
  readonly watches: ChangeWishes | undefined
  readonly view: View<never> | undefined
  /** @throws Problem `usage` */
  readonly meant: (args: readonly string[], flags: Flags, output: OutputOptions) => Meant
}

export interface Meant {
  /** the verb's own, all defaults filled in */
  readonly options: unknown
  /** @returns the exit code */
  readonly answer: (context: Context, delivery: Delivery) => Promise<number>
}

export function defineCommand<Options, Row>(spec: RowVerb<Options, Row> | PlainVerb<Options>): Defined {
  return {
    ...spec,
    view: spec.view,
    watches: spec.watches,
    meant: (args, flags, output) => {
      const options = spec.meant(args, flags, output)
      return {
        options,
        answer: async (context, delivery) => {
          if (spec.view === undefined)
            return answered(spec.run(context, options), context, delivery, (result) => deliverPlain(result, delivery))
          const { view } = spec
          if (!output.watch || spec.watches === undefined)
            return answered(spec.run(context, options), context, delivery, (result) =>
              deliver(result, view, output, delivery),
            )
          const { deliverWatch } = await import('./watch/deliver-watch.js')
          const watched = { view: spec.view, wishes: spec.watches, run: (later: Context) => spec.run(later, options) }
          return deliverWatch(watched, context, inRows(output), delivery)
        },
      }
    },
  }
}

/** Delivers it; where nothing was found, says whether the namespace that was named is there. */
async function answered<Answer extends Result<unknown>>(
  running: Promise<Answer>,
  context: Context,
  delivery: Delivery,
  tell: (result: Answer) => Promise<number>,
): Promise<number> {
  try {
    const result = await running
    const code = await tell(result)
    if (isNothing(result)) await tellOfNamespace(context, delivery, 'Ingress')
    return code
  } catch (error) {
    if (foundNothing(error)) await tellOfNamespace(context, delivery, 'Pod')
    throw error
  }
}

/** What is told Ingress by Ingress has no rows that could change one by one. */
function inRows(output: OutputOptions): OutputOptions {
  return output.format === 'tree' || output.format === 'list' ? { ...output, format: 'table' } : output
}
