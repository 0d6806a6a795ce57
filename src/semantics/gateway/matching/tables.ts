/** What one port routes by: for each hostname the matches that it has, the best first. */

import type { GatewayProfile } from '../../../domain/gateway/profile.js'
import { addTo, groupedBy } from '../../../domain/groups.js'
import type { PlannedListener } from '../attachment/listeners.js'
import type { Match } from './matches.js'
import { withoutSlash } from './paths.js'
import type { Candidate, Ranking } from './rank.js'
import type { Asked } from './request.js'

/** The candidates of one hostname, found by path without a look at all of them. */
export class HostTable {
  readonly hostname: string | null
  /** the best first */
  readonly candidates: readonly Candidate[]
  readonly #exact = new Map<string, number[]>()
  readonly #prefix = new Map<string, number[]>()
  readonly #patterns: number[] = []
  /** those whose path is an expression */
  readonly patterns: readonly Candidate[]
  #twins: Map<string, Candidate[]> | null = null

  constructor(hostname: string | null, candidates: readonly Candidate[]) {
    this.hostname = hostname
    this.candidates = candidates
    for (const [at, { match }] of candidates.entries()) {
      const { type, value } = match.path
      if (type === 'RegularExpression' || match.grpc !== null) this.#patterns.push(at)
      else if (type === 'Exact') addTo(this.#exact, value, at)
      else addTo(this.#prefix, withoutSlash(value), at)
    }
    this.patterns = this.#patterns.flatMap((at) => candidates[at] ?? [])
  }

  /** Those that ask for the same as this match, itself among them, the best first. */
  twinsOf({ key }: Match): readonly Candidate[] {
    if (this.#twins === null) {
      this.#twins = new Map()
      for (const one of this.candidates) addTo(this.#twins, one.match.key, one)
    }
    return this.#twins.get(key) ?? []
  }

  /** Those whose path may fit, the best first. */
  near(path: string): readonly Candidate[] {
    const found = [...this.#patterns, ...(this.#exact.get(path) ?? []), ...(this.#prefix.get(path) ?? [])]
    for (let end = path.lastIndexOf('/'); end >= 0; end = end === 0 ? -1 : path.lastIndexOf('/', end - 1)) {
      // The path itself was looked up above.
      const shorter = this.#prefix.get(path.slice(0, end))
      if (shorter !== undefined) for (const at of shorter) found.push(at)
    }
    // Each stands in one of the lists alone.
    return found.sort((x, y) => x - y).flatMap((at) => this.candidates[at] ?? [])
  }
}

/** Listeners whose routes are looked at together. */
export interface Table {
  readonly listeners: readonly PlannedListener[]
  /** by hostname */
  readonly hosts: ReadonlyMap<string | null, HostTable>
  /** hostnames that stand in it twice, from different listeners: each with the two */
  readonly twice: ReadonlyMap<string | null, readonly PlannedListener[]>
}

export function tableOf(
  listeners: readonly PlannedListener[],
  candidates: readonly Candidate[],
  ranking: Ranking,
): Table {
  const groups = groupedBy(candidates, (one) => one.hostname)
  const hosts = [...groups].map(
    ([hostname, own]) => [hostname, new HostTable(hostname, [...own].sort(ranking.compare))] as const,
  )
  const twice = [...groups].flatMap(([hostname, own]) => {
    const from = [...new Set(own.map(({ listener }) => listener))]
    return from.length > 1 ? [[hostname, from] as const] : []
  })
  return { listeners, hosts: new Map(hosts), twice: new Map(twice) }
}

/** The hostnames of a table that cover a host, the most specific first. */
export function hostsFor(
  { hosts }: Table,
  { host, hostSent }: Pick<Asked, 'host' | 'hostSent'>,
  { matching }: GatewayProfile,
): HostTable[] {
  const found: HostTable[] = []
  const add = (name: string | null) => {
    const table = hosts.get(name)
    if (table !== undefined) found.push(table)
  }
  if (host !== null) add(host)
  const isPlain = !matching.plainWildcards || /^[a-z\d.-]+$/.test(hostSent ?? '')
  if (isPlain && hostSent !== null) for (const wildcard of wildcardsOver(hostSent)) add(wildcard)
  add(null)
  return found
}

/** The longest first. */
function wildcardsOver(host: string): string[] {
  const found: string[] = []
  for (let dot = host.indexOf('.', 1); dot !== -1; dot = host.indexOf('.', dot + 1)) found.push(`*${host.slice(dot)}`)
  return found
}

/** How the listeners of a port share what they have. */
export function groupsOf(
  listeners: readonly PlannedListener[],
  { listeners: rules }: GatewayProfile,
): PlannedListener[][] {
  const web = listeners.filter(({ protocol }) => protocol === 'HTTP')
  const secure = listeners.filter(({ protocol }) => protocol === 'HTTPS')
  const named = listeners.filter(({ protocol }) => protocol === 'TLS')
  const bare = ['TCP', 'UDP'].map((one) => listeners.filter(({ protocol }) => protocol === one))
  const isShared = rules.misdirected === 'refused' || rules.misdirected === 'served'
  const alone = (all: readonly PlannedListener[]) => all.map((one) => [one])
  const together = (all: readonly PlannedListener[]) => (all.length === 0 ? [] : [[...all]])
  return [
    ...(rules.isolated ? alone(web) : together(web)),
    ...(isShared ? together(secure) : alone(secure)),
    ...(rules.misdirected === 'specified' ? alone(named) : together(named)),
    ...bare.flatMap((all) => (rules.pool === 'port' ? together(all) : alone(all))),
  ]
}
