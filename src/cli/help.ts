/** What the program says of itself: help in titled groups, and one line for a mistyped word. */
import { Command, type CommanderError, Help } from 'commander'
import { type Problem, problem } from '../domain/problem.js'
import type { Verb } from './command.js'

const name = 'kubectl tkng'
const plainHelp = new Help()
/** The same bytes on every terminal and in every pipe. */
const helpWidth = 100

/** The root of the tree: it writes nothing by itself, and throws instead of leaving the process. */
export function commandTree(version: string, write: (text: string) => void): Command {
  return new Command(name)
    .description("What a cluster's Ingresses ask for, beside what the proxy really serves.")
    .usage('COMMAND [flags]')
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: write, outputError: () => {}, getOutHelpWidth: () => helpWidth })
    .configureHelp({
      subcommandTerm: (command) => [command.name(), ...command.aliases()].join(', '),
      // The flags of the root are those of every verb: the help of the verb shows them.
      visibleOptions: (command) => (command.parent ? plainHelp.visibleOptions(command) : []),
    })
    .enablePositionalOptions()
    .version(version, '--version', 'show the version')
    .helpCommand(false)
    .helpOption('-h, --help', 'show help')
    .addHelpText('after', rootFooter)
}

export function describeVerb(command: Command, verb: Verb): void {
  command
    .summary(verb.summary)
    .description(verb.summary)
    .helpGroup(`${verb.group}:`)
    .usage([verb.arguments, '[flags]'].filter(Boolean).join(' '))
    .addHelpText('after', examplesOf(verb))
  if (verb.arguments !== undefined) command.argument(verb.arguments)
  // They are refused with a better hint than commander knows.
  else command.allowExcessArguments()
}

export function helpOf(program: Command): string {
  let text = ''
  program.configureOutput({ writeOut: (part) => (text += part) })
  program.outputHelp()
  return text
}

/** commander's words, in one line, with where to read on. */
export function usageProblem(error: CommanderError, argv: readonly string[]): Problem {
  const message = error.message
    .replace(/^error: /, '')
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
    .replaceAll("'", '"')
    .replace(/ \(Did you mean (?:one of )?(.*)\?\)/, ': did you mean $1?')
    .trim()
  const verb = argv.find((word) => !word.startsWith('-'))
  const where = error.code === 'commander.unknownCommand' || verb === undefined ? '' : ` ${verb}`
  return problem('usage', { message, hint: `see ${name}${where} --help` })
}

const rootFooter = `
Use "${name} COMMAND --help" for a command's flags and examples.
Exit codes: 0 clean, 1 findings, 2 could not answer.`

function examplesOf({ examples }: Verb): string {
  const width = Math.max(...examples.map(([line]) => line.length))
  const lines = examples.map(([line, shows]) => `  ${name} ${line.padEnd(width)}  # ${shows}`)
  return `\nExamples:\n${lines.join('\n')}`
}
