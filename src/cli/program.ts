/** Command line → what is meant: the commander tree, built afresh from the verbs for each run. */
import { type Command, CommanderError } from 'commander'
import type { KubeFlags } from '../domain/kube-flags.js'
import { normalize } from './argv.js'
import type { AnyCommand } from './command.js'
import type { Flags } from './flags/given.js'
import { declareKubeFlags, meantKubeFlags } from './flags/kube.js'
import { declareOutputFlags, meantOutput, type OutputOptions, type Printed } from './flags/output.js'
import { declareSourceFlags, meantSources } from './flags/source.js'
import { commandTree, describeVerb, helpOf, usageProblem } from './help.js'

/** A verb with everything that was said about it, validated. */
export interface Invocation {
  readonly verb: AnyCommand
  readonly options: unknown
  readonly kube: KubeFlags
  readonly sources: readonly string[]
  readonly output: OutputOptions
}

/** Either a verb to run, or a text to print (help). */
export type Meant = { readonly run: Invocation } | { readonly say: string }

/** @throws Problem `usage`: one line that names the nearest command or flag */
export function parseCommandLine(argv: readonly string[], verbs: readonly AnyCommand[], version: string): Meant {
  let help = ''
  let said: { verb: AnyCommand; args: readonly string[]; flags: Flags } | undefined
  const { program, commands } = declareVerbs(verbs, version, (text) => (help += text))
  for (const [command, verb] of commands)
    command.action(() => {
      said = { verb, args: command.args, flags: mergedFlags(program.opts(), command.opts()) }
    })
  try {
    program.parse(normalize(argv, program), { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (help !== '') return { say: help }
    throw usageProblem(error, argv)
  }
  if (!said) return { say: helpOf(program) }
  const { verb, args, flags } = said
  const options = verb.meant(args, flags)
  const { defaultFormat: usual = 'table' } = verb
  return {
    run: {
      verb,
      options,
      kube: meantKubeFlags(flags),
      sources: meantSources(flags),
      output: meantOutput(flags, verb, typeof usual === 'function' ? usual(options) : usual),
    },
  }
}

export interface Tree {
  readonly program: Command
  readonly commands: ReadonlyMap<Command, AnyCommand>
}

/** Every verb with its own flags and those that all have: what is parsed, shown in help, and completed. */
export function declareVerbs(verbs: readonly AnyCommand[], version: string, write: (text: string) => void): Tree {
  const program = commandTree(version, write)
  declareEverywhere(program, {})
  const commands = new Map<Command, AnyCommand>()
  for (const verb of verbs) {
    const command = program.command(verb.name, { hidden: verb.hidden === true }).aliases([...(verb.aliases ?? [])])
    describeVerb(command, verb)
    verb.declare(command)
    declareEverywhere(command, verb)
    commands.set(command, verb)
  }
  return { program, commands }
}

/** kubectl takes its global flags before and after the verb. */
function declareEverywhere(command: Command, verb: Printed): void {
  declareKubeFlags(command)
  declareSourceFlags(command)
  declareOutputFlags(command, verb)
}

/** Both places count: the later one wins, and lists add up. */
function mergedFlags(before: Flags, after: Flags): Flags {
  const merged: Record<string, unknown> = { ...before }
  for (const [flag, value] of Object.entries(after)) {
    const earlier = merged[flag]
    // --no-headers is the one flag with a default (true): it is said where either place says it.
    if (flag === 'headers') merged[flag] = value !== false && earlier !== false
    else merged[flag] = Array.isArray(value) && Array.isArray(earlier) ? [...earlier, ...value] : value
  }
  return merged
}
