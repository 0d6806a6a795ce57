/** A situation → what Tab offers there, and what the shell shall do with it. */
import type { Option } from 'commander'
import { meantKubeFlags } from '../cli/flags/kube.js'
import { columnNames } from '../cli/flags/output.js'
import { meantSources } from '../cli/flags/source.js'
import type { Tree } from '../cli/program.js'
import { closedValues, type ValueKind, valueOfFlag } from '../cli/words/values.js'
import type { KubeFlags } from '../domain/kube-flags.js'
import type { Candidate, LiveKind } from './candidates.js'
import { isRepeatable, type Situation, situationOf } from './situation.js'

/** https://github.com/spf13/cobra/blob/main/completions.go (ShellCompDirective) */
export const directive = { files: 0, noFiles: 4, foldersOnly: 16 } as const

export interface Offer {
  readonly candidates: readonly Candidate[]
  readonly directive: (typeof directive)[keyof typeof directive]
}

/** What is asked of the outside, and only where it is needed: with the flags that were said so far. */
export interface Outside {
  /** of the cluster, or of the file that `--from` names */
  live(kind: LiveKind, kube: KubeFlags, sources: readonly string[]): Promise<readonly Candidate[]>
  /** names of the kubeconfig: no cluster is asked */
  kubeconfig(kind: 'context' | 'cluster' | 'user', kube: KubeFlags): Promise<readonly Candidate[]>
}

const nothing: Offer = { candidates: [], directive: directive.noFiles }

/** @param words those after `kubectl tkng`, the last one being typed */
export async function completionOf(words: readonly string[], tree: Tree, outside: Outside): Promise<Offer> {
  const situation = situationOf(words, tree)
  const answer = await unfiltered(situation, tree, outside)
  return { ...answer, candidates: answer.candidates.filter(({ name }) => name.startsWith(situation.prefix)) }
}

async function unfiltered(situation: Situation, tree: Tree, outside: Outside): Promise<Offer> {
  const { wanted, verb } = situation
  if (wanted === 'verb') return offered(verbsOf(tree, situation.prefix))
  if (wanted === 'flag') return offered(flagsOf(situation))
  if (wanted === 'argument') return argument(situation, verb?.completes, outside)
  return wanted === 'nothing' ? nothing : valuesOf(wanted.valueOf, situation, outside)
}

/** An alias only where no name fits: beside `ingresses`, `ingress` and `ing` would keep Tab from finishing the word. */
function verbsOf({ verbs }: Tree, prefix: string): Candidate[] {
  const names = verbs.map(({ name, summary }) => ({ name, meaning: summary }))
  const aliases = verbs.flatMap(({ name, aliases = [], summary }) =>
    aliases.map((alias) => ({ name: alias, meaning: `${name}: ${summary}` })),
  )
  return names.some(({ name }) => name.startsWith(prefix)) ? names : aliases
}

/** What was said already is not offered again; short forms only where nothing but a dash stands there. */
function flagsOf({ options, flags, prefix }: Situation): Candidate[] {
  const free = options.filter((option) => isRepeatable(option) || flags[option.attributeName()] === undefined)
  const names = free.flatMap(({ short, long, description }) =>
    [long, prefix === '-' ? short : undefined].flatMap((name) => (name ? [{ name, meaning: description }] : [])),
  )
  return [...names, { name: '--help', meaning: 'show help' }]
}

function argument(situation: Situation, completes: Completes, outside: Outside): Promise<Offer> | Offer {
  const { verb, args } = situation
  if (completes === undefined || (args.length > 0 && !verb?.arguments?.includes('...'))) return nothing
  if (typeof completes !== 'string') return offered(completes.map(([name, meaning]) => ({ name, meaning })))
  return without(args, valuesOfKind(completes, situation, outside))
}

type Completes = NonNullable<Situation['verb']>['completes']

function valuesOf({ long, description }: Option, situation: Situation, outside: Outside): Promise<Offer> | Offer {
  const closed = closedValues(description)
  if (closed.length > 0) return offered(closed.map((name) => ({ name, meaning: '' })))
  const kind = valueOfFlag[long ?? '']
  return kind === undefined ? nothing : valuesOfKind(kind, situation, outside)
}

async function valuesOfKind(kind: ValueKind, { flags, prefix, verb }: Situation, outside: Outside): Promise<Offer> {
  if (kind === 'file') return { candidates: [], directive: directive.files }
  if (kind === 'folder') return { candidates: [], directive: directive.foldersOnly }
  if (kind === 'column') return offered(listOf(verb?.view === undefined ? [] : columnNames(verb.view), prefix))
  // A candidate keeps the shell from offering files: the built-in source waits until it is probably meant.
  if (kind === 'source')
    return prefix.length > 1 ? { candidates: demos, directive: directive.files } : { candidates: [], directive: 0 }
  const kube = meantKubeFlags(flags)
  if (kind === 'context' || kind === 'cluster' || kind === 'user') return offered(await outside.kubeconfig(kind, kube))
  const live = (of: LiveKind) => outside.live(of, kube, meantSources(flags))
  if (kind === 'ingress-or-ref' || kind === 'object-or-ref') {
    const [name, ref] =
      kind === 'ingress-or-ref' ? (['ingress', 'ingress-ref'] as const) : (['object', 'object-ref'] as const)
    const names = prefix.includes('/') ? [] : await live(name)
    // Who said a namespace, and types no other, wants the names in it.
    const isEnough = kube.namespace !== undefined && !prefix.includes('/')
    const begins = ({ name }: Candidate) => name.startsWith(prefix)
    if (isEnough || names.some(begins)) return offered(names)
    const refs = await live(ref)
    const isOfKind = kind === 'object-or-ref' && prefix.includes('/') && !refs.some(begins)
    return offered(isOfKind ? await live('object-kind') : refs)
  }
  const isWide = verb?.scope === 'controller' || (verb?.scope === 'all-routes' && kube.namespace === undefined)
  const found = await live((kind === 'host' || kind === 'path') && isWide ? `any-${kind}` : kind)
  if (kind === 'url') return offered(found.map((one) => ({ ...one, name: urlAs(one.name, prefix) })))
  // Ports of Services come with the colon, or there would be too much to read.
  return offered(kind === 'service' && !prefix.includes(':') ? found.filter(({ name }) => !name.includes(':')) : found)
}

/** With the scheme that was typed, or with none where the host is typed first, as `trace` takes both. */
function urlAs(url: string, prefix: string): string {
  const bare = url.replace(/^https?:\/\//, '')
  const scheme = /^https?:\/\//.exec(prefix)?.[0]
  if (scheme !== undefined) return `${scheme}${bare}`
  return 'https://'.startsWith(prefix) || 'http://'.startsWith(prefix) ? url : bare
}

/** The next of a list with commas: each candidate is the list with one more, since the shells replace the whole word. */
function listOf(names: readonly string[], prefix: string): Candidate[] {
  const before = prefix.slice(0, prefix.lastIndexOf(',') + 1)
  const said = before.split(',')
  return names.filter((name) => !said.includes(name)).map((name) => ({ name: `${before}${name}`, meaning: '' }))
}

const demos: readonly Candidate[] = [
  { name: 'demo', meaning: 'the built-in capture' },
  { name: 'demo:broken', meaning: 'the same with ten faults, logs and processes' },
  { name: 'demo:gateway', meaning: 'the same half way to Gateway API: Ingresses and HTTPRoutes' },
]

async function without(names: readonly string[], answer: Promise<Offer>): Promise<Offer> {
  const { candidates, directive } = await answer
  return { candidates: candidates.filter(({ name }) => !names.includes(name)), directive }
}

function offered(candidates: readonly Candidate[]): Offer {
  return { candidates, directive: directive.noFiles }
}
