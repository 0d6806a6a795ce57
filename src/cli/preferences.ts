/** What a person prefers where the command line says nothing: settings of the environment and of the config file. */
import type { Command } from 'commander'
import type { Verb } from './command.js'
import type { Preferences } from './context.js'
import type { Flags } from './flags/given.js'

/** Can they change anything for this verb? The file is not even looked for where they cannot. */
export function heedsPreferences(verb: Verb, command: Command): boolean {
  return verb.ignoresPreferences !== true && (verb.view !== undefined || takesController(verb, command))
}

/**
 * The flags that they stand for. A script is safe from them: what is said wins, a verb whose usual answer is no table
 * keeps it, the file changes the look of an answer on a terminal only, and a source that `--from` names belongs to no
 * controller of the cluster.
 */
export function preferredFlags(
  { verb, command, flags }: { readonly verb: Verb; readonly command: Command; readonly flags: Flags },
  preferences: Preferences,
  onTerminal: boolean,
): Flags {
  const preferred: Record<string, string> = {}
  const set = (flag: string, name: string) => {
    const { value, source } = preferences.get(name) ?? {}
    if (value === undefined || (source === 'file' && flag !== 'controller' && !onTerminal)) return
    preferred[flag] = typeof value === 'string' ? value : value.join(',')
  }
  if (takesController(verb, command) && choosing.every((flag) => flags[flag] === undefined))
    set('controller', 'controller')
  if (printsTable(verb) && flags.output === undefined) set('output', 'output')
  const format = flags.output ?? preferred.output ?? verb.defaultFormat ?? 'table'
  if (verb.view !== undefined && flags.columns === undefined && format === 'table')
    set('columns', `columns.${verb.name}`)
  return preferred
}

/** Whoever says one of these chooses for himself. */
const choosing = ['controller', 'deployment', 'pod', 'selector', 'class', 'namespace', 'from', 'filename']

function printsTable({ view, defaultFormat }: Verb): boolean {
  return view !== undefined && defaultFormat === undefined
}

function takesController({ everyController }: Verb, command: Command): boolean {
  return everyController !== true && command.options.some(({ long }) => long === '--controller')
}
