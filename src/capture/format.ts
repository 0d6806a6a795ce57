/**
 * The shape of a capture, version 1.
 *
 * A manifest says what was asked and what could not be seen; the objects stand in lists as `kubectl get -o json` prints
 * them. A folder or archive holds `manifest.json` and `api/<plural>.json`; a single file is one List that begins with
 * the manifest.
 */

import { compare } from '../domain/compare.js'
import type { Gap, GapReason } from '../domain/gap.js'
import { customName } from '../domain/objects/custom.js'
import { apiVersionOf, type Kind, type Kinds, kinds } from '../domain/objects/objects.js'
import { record, text, type Wire } from '../domain/objects/project-fields.js'
import { nameOf, refOf } from '../domain/objects/ref.js'
import type { CaptureContent, Coverage, CustomListing, ReplicaTexts } from '../domain/ports.js'
import { coverageInCluster } from './coverage.js'

export const captureVersion = 'tkng.dev/v1'
export const manifestFile = 'manifest.json'

export interface Manifest {
  readonly apiVersion: string
  readonly kind: 'Capture'
  readonly takenAt: string
  readonly source: string
  /** kinds that could be seen, and how far in the cluster: within that, no object means none */
  readonly kinds: { readonly [K in Kind]?: Coverage }
  /** the same, of kinds that controllers brought with them, by `PLURAL.GROUP`. Absent: none was asked for */
  readonly custom?: Readonly<Record<string, Coverage>>
  readonly gaps: readonly Gap[]
}

export function manifestOf({
  takenAt,
  source,
  scope,
  listings,
  custom = [],
}: Omit<CaptureContent, 'observations'>): Manifest {
  const seen = allKinds.flatMap((kind) => {
    const { coverage } = listings[kind] ?? { coverage: 'none' }
    return coverage === 'none' ? [] : [[kind, coverageInCluster(kind, coverage, scope)]]
  })
  const gaps = [...allKinds.flatMap((kind) => listings[kind]?.gaps ?? []), ...custom.flatMap((one) => one.gaps)]
  const customSeen = custom.flatMap(({ kind, coverage }) =>
    coverage === 'none' ? [] : [[customName(kind), coverageInCluster(kind, coverage, scope)]],
  )
  return {
    apiVersion: captureVersion,
    kind: 'Capture',
    takenAt,
    source,
    kinds: Object.fromEntries(seen),
    ...(customSeen.length > 0 && { custom: Object.fromEntries(customSeen) }),
    gaps,
  }
}

export const allKinds = Object.keys(kinds) as Kind[]

/** An object as it stands in a capture: absent fields left out, with kind and apiVersion. */
function captured<K extends Kind>(kind: K, object: Kinds[K]): object {
  return { apiVersion: apiVersionOf(kind), kind, ...(withoutNulls(object) as object) }
}

/** Key → what a replica said, in the order of the keys and names. */
export function capturedObservations<T extends ReplicaTexts>(observations: ReadonlyMap<string, T>): [string, T][] {
  return [...observations]
    .sort(([a], [b]) => compare(a, b))
    .map(([key, texts]) => [key, Object.fromEntries(Object.entries(texts).sort(([a], [b]) => compare(a, b))) as T])
}

/** Sorted, so that the same cluster gives the same bytes. */
export function capturedItems({ listings }: Pick<CaptureContent, 'listings'>, kind: Kind): object[] {
  return [...(listings[kind]?.items ?? [])]
    .sort((a, b) => compare(nameOf(refOf(a)), nameOf(refOf(b))))
    .map((object) => captured(kind, object))
}

/** As {@link capturedItems}, of a kind that a controller brought with it. */
export function capturedCustom({ items }: CustomListing): object[] {
  return [...items]
    .sort((a, b) => compare(nameOf(refOf(a)), nameOf(refOf(b))))
    .map(({ apiVersion, kind, isCut: _, ...rest }) => ({ apiVersion, kind, ...(withoutNulls(rest) as object) }))
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) =>
      one === null || one === undefined ? [] : [[key, withoutNulls(one)]],
    ),
  )
}

const reasons: Readonly<Record<GapReason, true>> = {
  forbidden: true,
  'not-found': true,
  unreachable: true,
  'not-captured': true,
  unsupported: true,
  invalid: true,
  limited: true,
}

/** A stranger's manifest, as far as it makes sense; what does not is left out. */
export function readManifest(document: Wire): Manifest {
  const takenAt = text(document.takenAt) ?? ''
  return {
    apiVersion: captureVersion,
    kind: 'Capture',
    takenAt: Number.isNaN(Date.parse(takenAt)) ? '' : takenAt,
    source: text(document.source) ?? '',
    kinds: Object.fromEntries(
      allKinds.flatMap((kind) => {
        const coverage = readCoverage(record(document.kinds)[kind])
        return coverage === undefined ? [] : [[kind, coverage]]
      }),
    ),
    custom: Object.fromEntries(
      Object.entries(record(document.custom))
        .slice(0, mostCustom)
        .flatMap(([name, value]) => {
          const coverage = readCoverage(value)
          return coverage === undefined ? [] : [[name, coverage]]
        }),
    ),
    gaps: (Array.isArray(document.gaps) ? document.gaps : []).flatMap((gap) => readGap(record(gap))),
  }
}

/** Kinds of all controllers together are some dozens. */
const mostCustom = 1000

function readCoverage(value: unknown): Coverage | undefined {
  if (value === 'all') return value
  return Array.isArray(value) ? value.filter((namespace) => typeof namespace === 'string') : undefined
}

function readGap({ kind, namespace, reason, message }: Wire): Gap[] {
  if (typeof reason !== 'string' || !Object.hasOwn(reasons, reason)) return []
  return [
    {
      kind: text(kind) ?? '',
      namespace: text(namespace),
      reason: reason as GapReason,
      message: text(message) ?? '',
    },
  ]
}
