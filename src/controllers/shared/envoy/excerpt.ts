/** The part of a configuration that serves a host or a path, found while it streams by. */
import type { ConfBlock, ConfExcerpt, ConfPart } from '../../../domain/controllers/conf-part.js'
import { readRoute, readVirtualHost } from '../../../languages/envoy/config/routes.js'
import { cut } from '../../../languages/envoy/dump/cut.js'
import { matchesPath } from '../../../languages/envoy/match/match.js'
import { DomainBook } from '../../../languages/envoy/route/domains.js'
import { type Wire, wire, wires } from '../../../languages/values.js'
import { maskValue } from './mask.js'

type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

const tables = ['static_route_configs', 'dynamic_route_configs'].map((name) => `configs[].${name}[]`)
const clusters = ['static_clusters', 'dynamic_active_clusters'].map((name) => `configs[].${name}[]`)
const listeners = ['static_listeners', 'dynamic_listeners'].map((name) => `configs[].${name}[]`)
const secrets = ['static_secrets', 'dynamic_active_secrets', 'dynamic_warming_secrets'].map(
  (name) => `configs[].${name}[]`,
)

export async function excerptOf(bytes: Bytes, part: ConfPart): Promise<ConfExcerpt> {
  const shown = (value: unknown) => (part.showSensitive ? value : maskValue(value))
  if (part.blocks === 'stream') return nothing('Envoy has no block of its own for what is no HTTP')
  // Those that are static are Envoy's own: for its health and its counters.
  const lists = part.blocks === undefined ? tables.slice(1) : part.blocks === 'http' ? listeners : clusters
  const found: { readonly domain: string; readonly note: string | null; readonly value: unknown }[] = []
  for await (const { path, value } of cut(bytes, (one) => lists.includes(one))) {
    if (!lists.includes(path)) continue
    if (part.blocks !== undefined) found.push({ domain: '', note: null, value })
    else
      for (const { name, domain, host } of hostsIn(wire(wire(value).route_config), part)) {
        const note = `${name}: virtual host of ${domain}`
        found.push({ domain, note, value: { route_config: name, virtual_host: host } })
      }
  }
  // Where a table has a name for the host, what others have for all hosts is not what was asked for.
  const named = found.filter(({ domain }) => domain !== '*')
  const wanted = named.length > 0 ? named : found
  if (found.length === 0)
    return nothing(part.host === undefined ? 'there is no such part' : `no virtual host has ${part.host}`)
  const text = JSON.stringify(
    wanted.map(({ value }) => shown(value)),
    null,
    2,
  )
  return { chunks: [`${text}\n`], notes: wanted.flatMap(({ note }) => note ?? []), found: true, whole: true }
}

function nothing(note: string): ConfExcerpt {
  return { chunks: [], notes: [note], found: false, whole: true }
}

/** The virtual host that answers, with those of its routes that have the path. */
function hostsIn(
  table: Wire,
  { host, path }: ConfPart,
): readonly { readonly name: string; readonly domain: string; readonly host: Wire }[] {
  const book = new DomainBook<{ readonly domain: string; readonly wire: Wire }>()
  for (const one of wires(table.virtual_hosts))
    for (const domain of readVirtualHost(one, []).domains) book.add(domain, { domain, wire: one })
  const found = book.find(host?.toLowerCase() ?? '')
  if (found === undefined) return []
  const { domain, wire: own } = found
  const routes = path === undefined ? own.routes : wires(own.routes).filter((route) => hasPath(route, path))
  return [{ name: String(table.name ?? ''), domain, host: { ...own, routes } }]
}

function hasPath(route: Wire, path: string): boolean {
  const { match } = readRoute(route)
  return matchesPath(match.path, { path, query: new Map(), headers: new Map() }) !== false
}

/** What can be compared between replicas: without versions and times, and without endpoints, which move at their own pace. */
export async function* blocksOf(bytes: Bytes): AsyncGenerator<ConfBlock> {
  const kinds: readonly (readonly [what: string, paths: readonly string[], inside: string])[] = [
    ['listener', listeners, 'listener'],
    ['cluster', clusters, 'cluster'],
    ['routes', tables, 'route_config'],
    ['secret', secrets, 'secret'],
  ]
  const byPath = new Map(
    kinds.flatMap(([what, paths, inside]) => paths.map((path) => [path, { what, inside }] as const)),
  )
  for await (const { path, value } of cut(bytes, (one) => byPath.has(one))) {
    const kind = byPath.get(path)
    const entry = wire(value)
    const inner = wire(entry[kind?.inside ?? ''] ?? wire(entry.active_state)[kind?.inside ?? ''])
    if (kind === undefined || Object.keys(inner).length === 0) continue
    const key = `${kind.what} ${String(inner.name ?? '')}`
    yield { key, text: JSON.stringify(inner, null, 2), shown: () => JSON.stringify(maskValue(inner), null, 2) }
  }
}
