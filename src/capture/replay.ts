/** Collections of objects that answer like one cluster. */

import { compare } from '../domain/compare.js'
import type { Gap, GapReason, NotCaptured } from '../domain/gap.js'
import { type CustomKind, type CustomObject, cutsOf } from '../domain/objects/custom.js'
import { gatewayRouteKinds } from '../domain/objects/gateway/inventory.js'
import type { GatewayRoute } from '../domain/objects/gateway/routes.js'
import { matchesLabels, parseLabelSelector } from '../domain/objects/label-selector.js'
import { type Kind, type Kinds, kinds, pluralOf, resourceName } from '../domain/objects/objects.js'
import { nameOf, refOf } from '../domain/objects/ref.js'
import type { CustomListing } from '../domain/ports.js'
import {
  type ClusterReader,
  type Coverage,
  type Listing,
  type ListQuery,
  namespaceIn,
  type Scope,
} from '../domain/ports.js'
import type { Collection } from './collect.js'
import { bothCoverages, coverageInScope } from './coverage.js'
import { allKinds } from './format.js'

export interface ReplayFacts {
  readonly scope: Scope
  /** the sources as given */
  readonly source: string
  /** what people write down is only a part of what there will be */
  readonly isPart?: boolean
}

/** @param sources of two objects with the same identity, that of the later source counts, as with helm and kustomize */
export function replay(sources: readonly Collection[], { scope, source, isPart = false }: ReplayFacts): ClusterReader {
  const manifests = sources.flatMap((one) => one.manifests)
  const [manifest] = manifests
  const asking = new Set(sources.flatMap((one) => one.asking()))
  return {
    scope,
    source: (sources.length === 1 && manifest?.source) || source,
    isAtHand: true,
    takenAt: latest(manifests.map(({ takenAt }) => takenAt)),
    list: async (kind, query) => list(sources, { source, isPart, asking }, kind, query),
    listCustom: async (kind, where) => listCustom(sources, source, kind, where),
  }
}

/** An age is counted from the end of the last capture, so that none is negative. */
function latest(times: readonly string[]): string | null {
  return times.filter((time) => time !== '').sort((a, b) => Date.parse(b) - Date.parse(a))[0] ?? null
}

function list<K extends Kind>(
  sources: readonly Collection[],
  { source, isPart, asking }: Required<Omit<ReplayFacts, 'scope'>> & { readonly asking: ReadonlySet<string> },
  kind: K,
  { scope, labelSelector, names, withTemplates }: ListQuery,
): Listing<K> {
  const seen = sources.map((one) => one.coverage(kind, isPart, asking)).reduce(bothCoverages, 'none')
  const coverage = isNoneOf(sources, kind, seen) ? 'all' : coverageInScope(kind, seen, scope)
  const templates = kind === 'Pod' && (coverage === 'none' || withTemplates) ? templatesOf(sources) : []
  const known = [...itemsOf(sources, kind), ...templates]
  const all = (known as Kinds[K][]).filter((item) => isIn(item.metadata.namespace ?? null, scope))
  // That a part is one is no news.
  const isSilent = isPart && sources.some((one) => one.of(kind) !== undefined && one.gaps(kind).length === 0)
  const gaps = isSilent ? [] : gapsOf(sources, source, kind, scope, coverage)
  const selector = parseLabelSelector(labelSelector ?? '')
  const items = all.filter((item) => matchesLabels(selector, item.metadata.labels))
  if (names === undefined) return { items, coverage, gaps }
  const wanted = items.filter((item) => names.includes(refOf(item).name))
  const missing = coverage === 'none' ? [] : names.filter((name) => !items.some((item) => refOf(item).name === name))
  return { items: wanted, coverage, gaps: [...gaps, ...missing.map((name) => notFound(kind, name, scope))] }
}

/** Of these the absence decides whether a route is served. */
const decisive: ReadonlySet<Kind> = new Set(['GatewayClass', 'Gateway', 'ReferenceGrant'])

/**
 * A capture of a cluster that knows no such kind, and files of somebody who has none, look alike. Where there are routes
 * of Gateways, the Gateways that they name are somewhere, though not in the files.
 */
function isNoneOf(sources: readonly Collection[], kind: Kind, seen: Coverage): boolean {
  if (seen !== 'none') return false
  const isRefused = sources.some((one) => one.gaps(kind).length > 0)
  // Routes that a controller has kinds of its own for are all that such files ask for.
  if (kind === 'Ingress') return !isRefused && sources.some((one) => one.customHeld().length > 0)
  if (kinds[kind].optional === undefined) return false
  const isUsed = allKinds.some(
    (one) => kinds[one].group === kinds[kind].group && sources.some((source) => source.of(one) !== undefined),
  )
  return !isRefused && !(isUsed && (decisive.has(kind) || isParent(sources, kind)))
}

/** Does a route name one of the kind to hang on? */
function isParent(sources: readonly Collection[], kind: Kind): boolean {
  return gatewayRouteKinds.some((one) =>
    sources.some((source) =>
      [...(source.of(one)?.values() ?? [])].some((route) =>
        ((route as GatewayRoute).spec?.parentRefs ?? []).some((parent) => parent.kind === kind),
      ),
    ),
  )
}

/** By people, and not taken out of a cluster. */
export function isWritten({ manifests, isOfCluster }: Collection): boolean {
  return manifests.length === 0 && !isOfCluster
}

function listCustom(sources: readonly Collection[], source: string, kind: CustomKind, scope: Scope): CustomListing {
  const merged = new Map<string, CustomObject>()
  for (const one of sources) for (const [key, object] of one.ofCustom(kind) ?? []) merged.set(key, object)
  const items = [...merged.values()].filter(({ metadata }) => isIn(metadata.namespace ?? null, scope))
  const seen = sources.map((one) => one.customCoverage(kind)).reduce(bothCoverages, 'none')
  const coverage = coverageInScope(kind, seen, scope)
  const recorded = sources.flatMap((one) => one.gaps(kind.kind)).filter(({ namespace }) => isIn(namespace, scope))
  const message = `${source} has ${kind.plural} of these namespaces only: ${typeof coverage === 'string' ? '' : coverage.join(', ')}`
  const parts =
    typeof coverage === 'string' ? [] : [{ kind: kind.kind, namespace: null, reason: 'not-captured' as const, message }]
  return {
    kind,
    items: items.sort((a, b) => compare(nameOf(refOf(a)), nameOf(refOf(b)))),
    // A cluster that knows no such kind has none; who writes files may have them in other ones.
    coverage: coverage === 'none' && recorded.length === 0 && !sources.every(isWritten) ? 'all' : coverage,
    gaps: [...(recorded.length > 0 ? recorded : parts), ...cutsOf(kind, items)],
  }
}

/** In the order of an API server, which keeps them by namespace and name. */
function itemsOf<K extends Kind>(sources: readonly Collection[], kind: K): Kinds[K][] {
  const merged = new Map<string, Kinds[Kind]>()
  for (const source of sources) for (const [key, object] of source.of(kind) ?? []) merged.set(key, object)
  return ([...merged.values()] as Kinds[K][]).sort((a, b) => compare(nameOf(refOf(a)), nameOf(refOf(b))))
}

/** Nobody keeps pods in Git, and a controller is known by what its pods are to run. */
function templatesOf(sources: readonly Collection[]): Kinds['Pod'][] {
  return sources.flatMap(({ templates }) => [...templates.values()])
}

/** Other sources may know what was refused, and not what is wrong in one. */
const isOfObjects: ReadonlySet<GapReason> = new Set(['not-found', 'unsupported', 'invalid', 'limited'])

/** What was refused when a capture was taken is as unknown now as it was then, unless another source knows it. */
function gapsOf(
  sources: readonly Collection[],
  source: string,
  kind: Kind,
  scope: Scope,
  coverage: Coverage,
): readonly Gap[] {
  const recorded = sources.flatMap((one) => one.gaps(kind)).filter(({ namespace }) => isIn(namespace, scope))
  if (coverage === 'all') return recorded.filter(({ reason }) => isOfObjects.has(reason))
  return recorded.length > 0 ? recorded : [notCaptured(sources, kind, source, scope, coverage)]
}

/** null: in every scope. */
function isIn(namespace: string | null, scope: Scope): boolean {
  return namespace === null || scope === 'all-namespaces' || namespace === scope.namespace
}

function notCaptured(
  sources: readonly Collection[],
  kind: Kind,
  source: string,
  scope: Scope,
  coverage: Coverage,
): Gap | NotCaptured {
  const namespace = scope === 'all-namespaces' || !kinds[kind].namespaced ? null : scope.namespace
  if (typeof coverage !== 'string') {
    const message = `${source} has ${kinds[kind].plural} of these namespaces only: ${coverage.join(', ')}`
    return { kind, namespace, reason: 'not-captured', message }
  }
  const lacks = pluralOf(kind)
  const message = `${source} has no ${lacks}${namespace === null ? '' : ` of namespace ${namespace}`}`
  const own = allKinds.filter((one) => sources.some((collection) => collection.of(one) !== undefined)).map(pluralOf)
  const custom = new Set(sources.flatMap((collection) => collection.customHeld()).map(pluralOf))
  const holds = [...own, ...custom].sort()
  return { kind, namespace, reason: 'not-captured', message, source, lacks, holds }
}

/** In the words of an API server. */
function notFound(kind: Kind, name: string, scope: Scope): Gap {
  const namespace = namespaceIn(scope)
  return { kind, namespace, reason: 'not-found', message: `${resourceName(kind)} "${name}" not found` }
}
