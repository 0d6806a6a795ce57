/** What the program says of itself: one page for the root, one for each verb, and the connection flags on one of their own. */
import type { Option } from 'commander'
import { wrap } from '../domain/text/width.js'
import type { Listed, Verb } from './command.js'
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

/**
 * The page of all commands needs no parser of flags, which is the greater part of the time that it takes.
 * @returns undefined: the words ask for something else
 */
export function helpSaid(
  argv: readonly string[],
  verbs: readonly Listed[],
  topics: readonly Topic[],
  columns: number | undefined,
): string | undefined {
  return ['', '--help', '-h', 'help'].includes(argv.join(' ')) ? rootHelp(verbs, topics, columns) : undefined
}

export function rootHelp(verbs: readonly Listed[], topics: readonly Topic[], columns: number | undefined): string {
  const width = widthFor(columns)
  const groups = new Map<string, (readonly [string, string])[]>()
  for (const { group, name, aliases = [], summary } of verbs)
    groups.set(group, [...(groups.get(group) ?? []), [[name, ...aliases].join(', '), summary]])
  const pages = topics.map(({ name, summary }) => [name, summary] as const)
  return sections(
    paragraphs("What a cluster's Ingresses ask for, beside what the proxy really serves.", width),
    `Usage:\n  ${programName} COMMAND [flags]`,
    ...table([...groups].map(([title, rows]) => [`${title}:`, rows] as const).concat([['Topics:', pages]]), width),
    paragraphs(
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
    paragraphs(`${summary}.`, width),
    `Usage:\n  ${[programName, name, takes, '[flags]'].filter(Boolean).join(' ')}`,
    aliases.length === 0 ? '' : `Aliases:\n  ${[name, ...aliases].join(', ')}`,
    examples.length === 0 ? '' : `Examples:\n${examples.map((one) => exampleOf(one, width)).join('\n')}`,
    ...table([...groups].sort(byPlace), width),
    scope === 'none'
      ? ''
      : paragraphs(`The connection flags are those of kubectl: see "${programName} options".`, width),
  )
}

/** What `kubectl options` is to kubectl. */
export function connectionHelp(options: readonly Option[], columns: number | undefined): string {
  const rows = options.map(({ flags, description }) => [flags, description] as const)
  return sections(
    paragraphs('Every command takes these flags, as kubectl does, before and after its name:', widthFor(columns)),
    ...table([['Connection:', rows]], widthFor(columns)),
  )
}

/** A verb's own flags come first, and those that many verbs share after them. */
const places = ['Flags:', 'Request:', 'Controller:', 'Scope:', 'Output:']

function byPlace([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return places.indexOf(a) - places.indexOf(b)
}

function exampleOf([line, shows]: readonly [string, string], width: number): string {
  const comment = paragraphs(shows, width - '  # '.length)
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
  const lines = paragraphs(inWords(meaning), width - indent).replaceAll('\n', `\n${' '.repeat(indent)}`)
  return term.length > column ? `  ${term}\n${' '.repeat(indent)}${lines}` : `  ${term.padEnd(column)}  ${lines}`
}

/** A closed list as people write it: `json|yaml` is what completion reads. */
function inWords(meaning: string): string {
  const values = closedValues(meaning)
  const list = [values.slice(0, -1).join(', '), ...values.slice(-1)].join(' or ')
  return values.length === 0 ? meaning : `${list}${meaning.slice(values.join('|').length)}`
}

/** Each line of the text in as many as it takes. */
function paragraphs(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrap(line, width))
    .join('\n')
}

function sections(...all: readonly string[]): string {
  return `${all.filter((one) => one !== '').join('\n\n')}\n`
}
