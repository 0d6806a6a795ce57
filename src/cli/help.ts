/** What the program says of itself: one page for the root, one for each verb, and the connection flags on one of their own. */
import { Command, Help, type Option } from 'commander'
import type { Listed, Verb } from './command.js'
import { connectionOptions } from './flags/kube.js'
import { programName } from './next.js'
import { closedValues } from './words/values.js'

/** A text that is longer than a flag's help: `kubectl tkng help NAME`. */
export interface Topic {
  readonly name: string
  readonly summary: string
}

/** Longer lines are hard to read. */
const widest = 100
/** Of a pipe or a file, so that the same bytes come out everywhere. */
const usual = 80

/** @param columns of the terminal; undefined: there is none */
function widthFor(columns: number | undefined): number {
  return Math.min(columns || usual, widest)
}

/** Breaks between words only. */
function wrap(text: string, width: number): string {
  const layout = new Help()
  layout.minWidthToWrap = 1
  return layout.boxWrap(text, width)
}

/** The root of the tree: it writes nothing by itself, and throws instead of leaving the process. */
export function commandTree(version: string, write: (text: string) => void): Command {
  return new Command(programName)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: write, outputError: () => {} })
    .showSuggestionAfterError(false)
    .enablePositionalOptions()
    .version(version, '--version', 'show the version')
    .helpCommand(false)
    .helpOption('-h, --help', 'show help')
}

export function rootHelp(verbs: readonly Listed[], topics: readonly Topic[], columns: number | undefined): string {
  const width = widthFor(columns)
  const groups = new Map<string, (readonly [string, string])[]>()
  for (const { group, name, aliases = [], summary } of verbs)
    groups.set(group, [...(groups.get(group) ?? []), [[name, ...aliases].join(', '), summary]])
  const pages = topics.map(({ name, summary }) => [name, summary] as const)
  return sections(
    wrap("What a cluster's Ingresses ask for, beside what the proxy really serves.", width),
    `Usage:\n  ${programName} COMMAND [flags]`,
    ...table([...groups].map(([title, rows]) => [`${title}:`, rows] as const).concat([['Topics:', pages]]), width),
    wrap(
      [
        `"${programName} COMMAND --help" shows a command's examples and flags, "${programName} help TOPIC" one of the texts.`,
        'Exit codes: 0 clean, 1 findings, 2 could not answer.',
      ].join('\n'),
      width,
    ),
  )
}

export function verbHelp(verb: Verb, options: readonly Option[], columns: number | undefined): string {
  const width = widthFor(columns)
  const { name, aliases = [], summary, arguments: takes, examples, scope } = verb
  const groups = new Map<string, (readonly [string, string])[]>()
  for (const option of options.filter(({ hidden }) => !hidden)) {
    const title = option.helpGroupHeading ?? 'Flags:'
    groups.set(title, [...(groups.get(title) ?? []), [option.flags, option.description]])
  }
  return sections(
    wrap(`${summary}.`, width),
    `Usage:\n  ${[programName, name, takes, '[flags]'].filter(Boolean).join(' ')}`,
    aliases.length === 0 ? '' : `Aliases:\n  ${[name, ...aliases].join(', ')}`,
    examples.length === 0 ? '' : `Examples:\n${examples.map((one) => exampleOf(one, width)).join('\n')}`,
    ...table([...groups].sort(byPlace), width),
    scope === 'none' ? '' : wrap(`The connection flags are those of kubectl: see "${programName} options".`, width),
  )
}

/** What `kubectl options` is to kubectl. */
export function connectionHelp(columns: number | undefined): string {
  const rows = connectionOptions().map(({ flags, description }) => [flags, description] as const)
  return sections(
    wrap('Every command takes these flags, as kubectl does, before and after its name:', widthFor(columns)),
    ...table([['Connection:', rows]], widthFor(columns)),
  )
}

/** A verb's own flags come first, and those that many verbs share after them. */
const places = ['Flags:', 'Request:', 'Controller:', 'Scope:', 'Output:']

function byPlace([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return places.indexOf(a) - places.indexOf(b)
}

function exampleOf([line, shows]: readonly [string, string], width: number): string {
  const comment = wrap(shows, width - '  # '.length)
  return `${comment.replaceAll(/^/gm, '  # ')}\n  ${programName} ${line}`
}

type Rows = readonly (readonly [term: string, description: string])[]

/** Titled lists with one width for all their terms. A term that is longer has a line of its own. */
function table(groups: readonly (readonly [title: string, rows: Rows])[], width: number): string[] {
  const terms = groups.flatMap(([, rows]) => rows.map(([term]) => term.length))
  const column = Math.min(Math.max(0, ...terms), Math.floor(width * 0.42))
  return groups
    .filter(([, rows]) => rows.length > 0)
    .map(([title, rows]) => [title, ...rows.map(([term, meaning]) => item(term, meaning, column, width))].join('\n'))
}

function item(term: string, meaning: string, column: number, width: number): string {
  const indent = column + '    '.length
  const lines = wrap(inWords(meaning), width - indent).replaceAll('\n', `\n${' '.repeat(indent)}`)
  return term.length > column ? `  ${term}\n${' '.repeat(indent)}${lines}` : `  ${term.padEnd(column)}  ${lines}`
}

/** A closed list as people write it: `json|yaml` is what completion reads. */
function inWords(meaning: string): string {
  const values = closedValues(meaning)
  const list = [values.slice(0, -1).join(', '), ...values.slice(-1)].join(' or ')
  return values.length === 0 ? meaning : `${list}${meaning.slice(values.join('|').length)}`
}

function sections(...all: readonly string[]): string {
  return `${all.filter((one) => one !== '').join('\n\n')}\n`
}
