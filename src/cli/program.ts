/** Command line → what is meant: the commander tree, built afresh from the verbs for each run. */
import { type Command, CommanderError } from 'commander'
import type { KubeFlags } from '../domain/kube-flags.js'
import { type Problem, problem } from '../domain/problem.js'
import { normalize } from './argv.js'
import type { Meant, Verb } from './command.js'
import type { Flags } from './flags/given.js'
import { declareKubeFlags, meantKubeFlags } from './flags/kube.js'
import { declareOutputFlags, meantOutput, type OutputOptions, type Printed } from './flags/output.js'
import { declareSourceFlags, meantSources } from './flags/source.js'
import { commandTree, describeVerb, helpOf, usageProblem } from './help.js'
import { heedsPreferences, type Preferences, preferredFlags } from './preferences.js'

/** A verb with everything that was said about it, validated. */
export interface Invocation extends Meant {
  readonly output: OutputOptions
}

/** A verb as it was said. What its flags mean may still depend on what the person prefers. */
export interface Said {
  readonly verb: Verb
  readonly kube: KubeFlags
  readonly sources: readonly string[]
  readonly heedsPreferences: boolean
  /** @throws Problem `usage` */
  readonly meant: (preferences: Preferences, onTerminal: boolean) => Invocation
}

/** Either a verb to run, or a text to print (help). */
export type Understood = { readonly said: Said } | { readonly say: string }

/** @throws Problem `usage`: one line that names the nearest command or flag */
export function parseCommandLine(argv: readonly string[], verbs: readonly Verb[], version: string): Understood {
  let help = ''
  let said: Said | undefined
  const { program, commands } = declareVerbs(verbs, version, (text) => (help += text))
  for (const [command, verb] of commands)
    command.action(() => {
      said = saidOf(verb, command, mergedFlags(program.opts(), command.opts()))
    })
  try {
    program.parse(normalize(helpWord(argv), program), { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (help !== '') return { say: help }
    throw usageProblem(error, argv)
  }
  return said ? { said } : { say: helpOf(program) }
}

/** `help trace`, as kubectl and others take it, is `trace --help`. */
function helpWord(argv: readonly string[]): readonly string[] {
  return argv[0] === 'help' ? [...argv.slice(1, 2), '--help'] : argv
}

function saidOf(verb: Verb, command: Command, flags: Flags): Said {
  const { args } = command
  return {
    verb,
    kube: meantKubeFlags(flags),
    sources: meantSources(flags),
    heedsPreferences: heedsPreferences(verb, command),
    meant: (preferences, onTerminal) => {
      if (verb.arguments === undefined && args.length > 0) throw needlessArgument(verb, args)
      const all = { ...preferredFlags({ verb, command, flags }, preferences, onTerminal), ...flags }
      const { defaultFormat: usual = 'table' } = verb
      const output = meantOutput(all, verb.view, typeof usual === 'function' ? usual(args, all) : usual)
      return { ...verb.meant(args, all, output), output }
    },
  }
}

function needlessArgument({ name, insteadOfArgument }: Verb, args: readonly string[]): Problem {
  const hint =
    insteadOfArgument === undefined ? `see kubectl tkng ${name} --help` : `say ${insteadOfArgument} ${args[0]}`
  return problem('usage', { message: `${name} takes no argument, and "${args.join(' ')}" is one`, hint })
}

export interface Tree {
  readonly program: Command
  readonly commands: ReadonlyMap<Command, Verb>
}

/** Every verb with its own flags and those that all have: what is parsed, shown in help, and completed. */
export function declareVerbs(verbs: readonly Verb[], version: string, write: (text: string) => void): Tree {
  const program = commandTree(version, write)
  declareEverywhere(program, 'any')
  const commands = new Map<Command, Verb>()
  for (const verb of verbs) {
    const command = program.command(verb.name, { hidden: verb.hidden === true }).aliases([...(verb.aliases ?? [])])
    describeVerb(command, verb)
    verb.declare?.(command)
    declareEverywhere(command, verb.view)
    commands.set(command, verb)
  }
  return { program, commands }
}

/** kubectl takes its global flags before and after the verb. */
function declareEverywhere(command: Command, view: Printed): void {
  declareKubeFlags(command)
  declareSourceFlags(command)
  declareOutputFlags(command, view)
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
