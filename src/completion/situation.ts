/** The words before the cursor → what is being typed: a command, a flag, the value of one, or an argument. */
import type { Command, Option } from 'commander'
import type { Verb } from '../cli/command.js'
import type { Tree } from '../cli/program.js'

export interface Situation {
  readonly wanted: 'verb' | 'flag' | 'argument' | 'nothing' | { readonly valueOf: Option }
  /** what a candidate must begin with; of `--flag=pre` it is `pre`, since the shells complete that part alone */
  readonly prefix: string
  /** null: none is said yet */
  readonly verb: Verb | null
  /** the flags that can be said here */
  readonly options: readonly Option[]
  /** what was said so far, by commander's attribute names */
  readonly flags: Readonly<Record<string, unknown>>
  readonly args: readonly string[]
}

/**
 * @param words those after `kubectl tkng`, the last one being typed (empty where nothing is yet). They may be nonsense:
 * nobody has checked them.
 */
export function situationOf(words: readonly string[], { program, named }: Tree): Situation {
  const typed = words.at(-1) ?? ''
  let command: Command = program
  let waiting: Option | undefined
  let onlyArguments = false
  let isLost = false
  const flags: Record<string, unknown> = {}
  const args: string[] = []
  for (const word of words.slice(0, -1)) {
    if (waiting !== undefined) {
      say(flags, waiting, word)
      waiting = undefined
    } else if (onlyArguments) args.push(word)
    else if (word === '--') onlyArguments = true
    else if (/^-./.test(word)) waiting = readFlags(word, command.options, flags)
    else if (command === program) {
      if (named === null || ![named.verb.name, ...(named.verb.aliases ?? [])].includes(word)) isLost = true
      else command = named.command
    } else args.push(word)
  }
  const verb = command === named?.command ? named.verb : null
  const told = { verb, options: command.options, flags, args }
  if (isLost) return { wanted: 'nothing', prefix: typed, ...told }
  if (waiting !== undefined) return { wanted: { valueOf: waiting }, prefix: typed, ...told }
  if (onlyArguments || !typed.startsWith('-'))
    return { wanted: verb === null && !onlyArguments ? 'verb' : 'argument', prefix: typed, ...told }
  const [, name = '', value] = /^(--?[^=]*)=(.*)$/s.exec(typed) ?? []
  if (value === undefined) return { wanted: 'flag', prefix: typed, ...told }
  const option = find(command.options, name)
  return { wanted: option?.required ? { valueOf: option } : 'nothing', prefix: value, ...told }
}

/** One word that begins with a dash. @returns the flag that still waits for its value */
function readFlags(word: string, options: readonly Option[], flags: Record<string, unknown>): Option | undefined {
  if (word.startsWith('--')) {
    const at = word.indexOf('=')
    const option = find(options, at < 0 ? word : word.slice(0, at))
    if (option?.required && at < 0) return option
    if (option !== undefined) say(flags, option, option.required ? word.slice(at + 1) : true)
    return undefined
  }
  for (let i = 1; i < word.length; i++) {
    const option = find(options, `-${word[i]}`)
    const rest = word.slice(i + 1).replace(/^=/, '')
    if (option?.required && rest === '') return option
    if (option?.required) {
      say(flags, option, rest)
      return undefined
    }
    if (option !== undefined) say(flags, option, true)
  }
  return undefined
}

function find(options: readonly Option[], name: string): Option | undefined {
  return options.find(({ short, long }) => name === short || name === long)
}

/** As commander collects it: only a repeatable flag has a parser of its own. */
function say(flags: Record<string, unknown>, option: Option, value: string | true): void {
  const name = option.attributeName()
  flags[name] = isRepeatable(option) ? [...((flags[name] as string[] | undefined) ?? []), value] : value
}

export function isRepeatable(option: Option): boolean {
  return option.parseArg !== undefined
}
