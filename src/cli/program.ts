/** Command line → what is meant: the commander tree, built afresh from the verbs for each run. */
import { Command, CommanderError, type Option } from 'commander'
import type { KubeFlags } from '../domain/kube-flags.js'
import { type Problem, usage } from '../domain/problem.js'
import { nearest } from '../domain/text/nearest.js'
import type { Listed, ListedVerb, Meant, Verb } from './command.js'
import type { Preferences } from './context.js'
import { type Flags, given } from './flags/given.js'
import { declareKubeFlags, meantKubeFlags } from './flags/kube.js'
import { declareOutputFlags, meantOutput, type OutputOptions, type Printed } from './flags/output.js'
import { meantSelecting, type ReadText, type Selected } from './flags/selecting.js'
import { declareSourceFlags, meantSources } from './flags/source.js'
import { rootHelp, type Topic, verbHelp } from './help.js'
import { programName } from './next.js'
import { heedsPreferences, preferredFlags } from './preferences.js'
import { normalize } from './words/argv.js'
import { elsewhere, flagsElsewhere } from './words/elsewhere.js'

/** A verb with everything that was said about it, validated. */
export interface Invocation extends Meant {
  readonly output: OutputOptions
}

/** A verb as it was said. What its flags mean may still depend on what the person prefers. */
export interface SaidVerb {
  readonly verb: Verb
  readonly kube: KubeFlags
  readonly sources: readonly string[]
  readonly heedsPreferences: boolean
  /** What `-o` selects by a template. @throws Problem `usage` */
  readonly selected: (
    preferences: Preferences,
    onTerminal: boolean,
    readText: ReadText,
  ) => Promise<Selected | undefined>
  /** @throws Problem `usage` */
  readonly meant: (preferences: Preferences, onTerminal: boolean, selected?: Selected) => Invocation
}

/** Either a verb to run, or a text to print (help). */
export type Understood = { readonly said: SaidVerb } | { readonly say: string }

/** All that can be said to the program. */
export interface Words {
  readonly verbs: readonly Listed[]
  readonly topics: readonly Topic[]
}

/** The same, and how wide its help may be. */
export interface Grammar extends Words {
  /** by `namedVerb`; null: the command line names none */
  readonly named: Verb | null
  readonly version: string
  /** of the terminal; undefined: there is none */
  readonly columns: number | undefined
}

/**
 * @param argv after `inWords`
 * @throws Problem `usage`: one line that names the nearest command or flag
 */
export function parseCommandLine(argv: readonly string[], grammar: Grammar): Understood {
  const { verbs, topics, columns } = grammar
  let version = ''
  const { program, named } = declareTree(grammar, grammar.version, (text) => (version += text))
  const words = normalize(argv, program)
  const first = firstOperand(words, program.options)
  if (first !== undefined && named === null) throw unknownVerb(first, verbs)
  let isRun = false
  named?.command.action(() => {
    isRun = true
  })
  try {
    program.parse(words, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.code === 'commander.version') return { say: version }
    if (!error.code.startsWith('commander.help')) throw usageProblem(error, named?.command ?? program)
  }
  if (named === null) return { say: rootHelp(verbs, topics, columns) }
  const { verb, command } = named
  if (isRun) return { said: saidOf(verb, command, mergedFlags(program.opts(), command.opts())) }
  return { say: verbHelp(verb, command.options, columns) }
}

/** The verb that a command line names: only this one has to be loaded. */
export function namedVerb<One extends Listed>(argv: readonly string[], verbs: readonly One[]): One | null {
  const first = firstOperand(argv, declareEverywhere(new Command(), 'any', 'none').options)
  return verbs.find(({ name, aliases = [] }) => first !== undefined && [name, ...aliases].includes(first)) ?? null
}

/**
 * `help trace`, as kubectl and others take it, is `trace --help`; `help TOPIC` is a verb that prints a text.
 * @throws Problem `usage` where there is neither
 */
export function inWords(argv: readonly string[], { verbs, topics }: Words): readonly string[] {
  const [help, word, ...more] = argv
  if (help !== 'help') return argv
  if (word === undefined) return ['--help']
  if (word.startsWith('-')) return argv
  const names = verbs.flatMap(({ name, aliases = [] }) => [name, ...aliases])
  if (names.includes(word)) return [word, '--help']
  if (topics.some(({ name }) => name === word)) return ['help', word, ...more]
  const near = nearest(word, [...topics.map(({ name }) => name), ...names])
  throw usage(`there is no command and no topic "${word}"${didYouMean(near)}`, `see ${programName} --help`)
}

/** The first word that is neither a flag nor the value of one. */
function firstOperand(words: readonly string[], options: readonly Option[]): string | undefined {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    if (word === '--') return words[i + 1]
    if (!word.startsWith('-') || word === '-') return word
    if (options.some(({ long, required }) => required && word === long) || waits(word, options)) i++
  }
  return undefined
}

/** Do short flags, of which the last one takes a value, stand there without it: `-n`, `-An`. */
function waits(word: string, options: readonly Option[]): boolean {
  const letters = [...word.slice(1)].map((letter) => options.find(({ short }) => short === `-${letter}`))
  return (
    letters.findIndex((option) => option?.required !== false) === letters.length - 1 && letters.at(-1) !== undefined
  )
}

function unknownVerb(word: string, verbs: readonly Listed[]): Problem {
  const known = Object.hasOwn(elsewhere, word) ? elsewhere[word] : undefined
  if (known !== undefined)
    return usage(`there is no command "${word}": ${known.says} "${programName} ${known.instead}"`)
  const near = nearest(
    word,
    verbs.flatMap(({ name, aliases = [] }) => [name, ...aliases]),
  )
  return usage(`unknown command "${word}"${didYouMean(near)}`, `see ${programName} --help`)
}

/** commander's words, in one line, with where to read on. */
function usageProblem(error: CommanderError, command: Command): Problem {
  const message = error.message
    .replace(/^error: /, '')
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
    .replaceAll("'", '"')
    .trim()
  const [, flag] = error.code === 'commander.unknownOption' ? (/"--?([^"=]+)/.exec(message) ?? []) : []
  const known = command.options.flatMap(({ long }) => long?.replace('--', '') ?? [])
  const alike = (name: string) => (name.length === 1 ? [] : nearest(name, known).map((one) => `--${one}`))
  const near = flag === undefined ? [] : (flagsElsewhere.get(flag) ?? alike(flag))
  const where = command.parent === null ? '' : ` ${command.name()}`
  return usage(`${message}${didYouMean(near)}`, `see ${programName}${where} --help`)
}

function didYouMean([near]: readonly string[]): string {
  return near === undefined ? '' : `: did you mean ${near}?`
}

function saidOf(verb: Verb, command: Command, flags: Flags): SaidVerb {
  const { args } = command
  const all = (preferences: Preferences, onTerminal: boolean): Flags => ({
    ...preferredFlags({ verb, command, flags }, preferences, onTerminal),
    ...flags,
  })
  return {
    verb,
    kube: meantKubeFlags(flags),
    sources: meantSources(flags, verb.comparesWithCluster === true),
    heedsPreferences: heedsPreferences(verb, command),
    selected: async (preferences, onTerminal, readText) =>
      verb.view && meantSelecting(given.text(all(preferences, onTerminal), 'output') ?? '', readText),
    meant: (preferences, onTerminal, selected) => {
      if (verb.arguments === undefined && args.length > 0) throw needlessArgument(verb, args)
      const said = all(preferences, onTerminal)
      const { defaultFormat: usual = 'table' } = verb
      const format = typeof usual === 'function' ? usual(args, said, onTerminal) : usual
      const output = meantOutput(said, verb.view, format, selected)
      return { ...verb.meant(args, said, output), output }
    },
  }
}

function needlessArgument({ name, insteadOfArgument }: Verb, args: readonly string[]): Problem {
  const hint =
    insteadOfArgument === undefined ? `see ${programName} ${name} --help` : `say ${insteadOfArgument} ${args[0]}`
  return usage(`${name} takes no argument, and "${args.join(' ')}" is one`, hint)
}

/** The flags that can be said: those of all verbs, and those of the verb that a command line names. */
export interface Tree {
  readonly program: Command
  readonly verbs: readonly Listed[]
  /** null: it names none */
  readonly named: { readonly verb: Verb; readonly command: Command } | null
}

/** The root of the tree: it writes nothing by itself, makes no help, and throws instead of leaving the process. */
function commandTree(version: string, write: (text: string) => void): Command {
  return new Command(programName)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: write, outputError: () => {} })
    .configureHelp({ formatHelp: () => '' })
    .showSuggestionAfterError(false)
    .enablePositionalOptions()
    .version(version, '--version', 'show the version')
    .helpCommand(false)
    .helpOption('-h, --help', 'show help')
}

/** What is parsed, and completed. */
export function declareTree(
  { verbs, named }: Pick<Grammar, 'verbs' | 'named'>,
  version: string,
  write: (text: string) => void,
): Tree {
  const program = declareEverywhere(commandTree(version, write), 'any', 'none')
  return { program, verbs, named: named && { verb: named, command: declareVerb(program, named) } }
}

/** The verb itself. */
export async function whole({ load, ...listed }: ListedVerb): Promise<Verb> {
  return { ...listed, ...(await load()) }
}

/** A verb with its own flags and those that all have. */
function declareVerb(program: Command, verb: Verb): Command {
  const command = program.command(verb.name).aliases([...(verb.aliases ?? [])])
  if (verb.arguments !== undefined) command.argument(verb.arguments)
  // They are refused with a better hint than commander knows.
  else command.allowExcessArguments()
  verb.declare?.(command)
  if (verb.watches !== undefined) command.option('-w, --watch', 'show it again as it changes, until Ctrl-C')
  return declareEverywhere(command, verb.view, verb.scope)
}

/** kubectl takes its global flags before and after the verb. */
function declareEverywhere(command: Command, view: Printed, scope: Verb['scope']): Command {
  declareKubeFlags(command, scope)
  declareSourceFlags(command, scope)
  declareOutputFlags(command, view)
  return command
}

/** Both places count: the later one wins, and lists add up. */
function mergedFlags(before: Flags, after: Flags): Flags {
  const merged: Record<string, unknown> = { ...before }
  for (const [flag, value] of Object.entries(after)) {
    const earlier = merged[flag]
    // --no-headers and --no-trunc have a default (true): they are said where either place says it.
    if (flag === 'headers' || flag === 'trunc') merged[flag] = value !== false && earlier !== false
    else merged[flag] = Array.isArray(value) && Array.isArray(earlier) ? [...earlier, ...value] : value
  }
  return merged
}
