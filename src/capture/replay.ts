/** A collection of objects that answers like a cluster. */
import { matchesLabels, parseLabelSelector } from '../domain/label-selector.js'
import { type Kind, type Kinds, kinds, refOf } from '../domain/objects.js'
import type { ClusterReader, Coverage, Gap, Listing, ListQuery, Scope } from '../domain/ports.js'
import type { Collection } from './collect.js'

export interface ReplayFacts {
  readonly scope: Scope
  readonly source: string
}

export function replay(collection: Collection, { scope, source }: ReplayFacts): ClusterReader {
  const [manifest] = collection.manifests
  return {
    scope,
    source: manifest?.source || source,
    takenAt: manifest?.takenAt || null,
    list: async (kind, query) => list(collection, source, kind, query),
  }
}

function list<K extends Kind>(collection: Collection, source: string, kind: K, query: ListQuery): Listing<K> {
  const gaps = collection.manifests.flatMap((manifest) =>
    manifest.gaps.filter((gap) => gap.kind === kind && isIn(gap.namespace, query.scope)),
  )
  const all = collection.items(kind)
  if (all === undefined)
    return { items: [], coverage: 'none', gaps: gaps.length > 0 ? gaps : [notCaptured(kind, source)] }
  const selector = parseLabelSelector(query.labelSelector ?? '')
  const items = all.filter(
    (item) => isIn(namespaceOf(kind, item), query.scope) && matchesLabels(selector, item.metadata.labels),
  )
  const coverage = coverageOf(items.length, gaps)
  if (query.names === undefined) return { items, coverage, gaps }
  const named = query.names.flatMap((name) => items.filter((item) => refOf(item).name === name))
  const missing = query.names.filter((name) => !named.some((item) => refOf(item).name === name))
  return {
    items: named,
    coverage,
    gaps: [...gaps, ...missing.map((name) => notFound(kind, name, query.scope, source))],
  }
}

/** What was refused when the capture was taken is as unknown now as it was then. */
function coverageOf(found: number, gaps: readonly Gap[]): Coverage {
  const refused = gaps.some(({ reason, namespace }) => reason !== 'not-found' && namespace === null)
  return refused && found === 0 ? 'none' : 'all'
}

function namespaceOf(kind: Kind, item: Kinds[Kind]): string | null {
  return kinds[kind].namespaced ? refOf(item).namespace : null
}

/** null: in every scope. */
function isIn(namespace: string | null, scope: Scope): boolean {
  return namespace === null || scope === 'all-namespaces' || namespace === scope.namespace
}

function notCaptured(kind: Kind, source: string): Gap {
  return { kind, namespace: null, reason: 'not-captured', message: `${source} holds no ${kinds[kind].plural}` }
}

function notFound(kind: Kind, name: string, scope: Scope, source: string): Gap {
  const namespace = scope === 'all-namespaces' ? null : scope.namespace
  return { kind, namespace, reason: 'not-found', message: `${kinds[kind].plural} "${name}" not found in ${source}` }
}
