/**
 * The shape of a capture, version 1.
 *
 * A manifest says what was asked and what could not be seen; the objects stand in lists as `kubectl get -o json` prints
 * them. A folder or archive holds `manifest.json` and `api/<plural>.json`; a single file is one List that begins with
 * the manifest.
 */
import { compare } from '../domain/compare.js'
import { apiVersionOf, type Kind, type Kinds, kinds, refKey, refOf } from '../domain/objects.js'
import type { CaptureContent, Gap, GapReason } from '../domain/ports.js'
import { maskObject } from './mask.js'

export const captureVersion = 'tkng.dev/v1'
export const manifestFile = 'manifest.json'

export interface Manifest {
  readonly apiVersion: string
  readonly kind: 'Capture'
  readonly takenAt: string
  readonly source: string
  /** kinds that were asked for: for these, no object means none */
  readonly kinds: readonly Kind[]
  readonly gaps: readonly Gap[]
}

export function manifestOf({ takenAt, source, objects, gaps }: CaptureContent): Manifest {
  const asked = allKinds.filter((kind) => objects[kind] !== undefined)
  return { apiVersion: captureVersion, kind: 'Capture', takenAt, source, kinds: asked, gaps }
}

export const allKinds = Object.keys(kinds) as Kind[]

/** An object as it stands in a capture: masked, absent fields left out, with kind and apiVersion. */
function captured<K extends Kind>(kind: K, object: Kinds[K]): object {
  return { apiVersion: apiVersionOf(kind), kind, ...(withoutNulls(maskObject(kind, object)) as object) }
}

/** Masked and sorted, so that the same cluster gives the same bytes. */
export function capturedItems(content: CaptureContent, kind: Kind): object[] {
  return [...(content.objects[kind] ?? [])]
    .sort((a, b) => compare(refKey(refOf(a)), refKey(refOf(b))))
    .map((object) => captured(kind, object))
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
}

/** A stranger's manifest, as far as it makes sense; what does not is left out. */
export function readManifest(document: Readonly<Record<string, unknown>>): Manifest {
  const list = (value: unknown) => (Array.isArray(value) ? value : [])
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  return {
    apiVersion: text(document.apiVersion),
    kind: 'Capture',
    takenAt: text(document.takenAt),
    source: text(document.source),
    kinds: list(document.kinds).filter((kind): kind is Kind => Object.hasOwn(kinds, String(kind))),
    gaps: list(document.gaps).flatMap((gap) => {
      if (typeof gap !== 'object' || gap === null || !Object.hasOwn(reasons, String(gap.reason))) return []
      const namespace = typeof gap.namespace === 'string' ? gap.namespace : null
      return [{ kind: text(gap.kind), namespace, reason: gap.reason as GapReason, message: text(gap.message) }]
    }),
  }
}
