/** Flaws that several groups of annotations share, and what comes of them. */
import type { AnnotationEffect, Consequence } from '../../../domain/findings/annotation-facts.js'
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { NamespacedName } from '../../../domain/objects/ref.js'
import { protecting } from './known/catalogue.js'

export interface Comes {
  readonly effect: AnnotationEffect
  readonly consequence: Consequence
}

export const denied: Comes = { effect: 'denied', consequence: { is: 'denied' } }
export const serverDenied: Comes = { effect: 'server-denied', consequence: { is: 'server-denied' } }
export const dropped: Comes = { effect: 'dropped', consequence: { is: 'dropped' } }
export const unguarded: Comes = { effect: 'fail-open', consequence: { is: 'unguarded' } }
export const asNotSet: Comes = { effect: 'ignored', consequence: { is: 'counts-as', value: null } }

interface Value {
  readonly value: string
  /** of a list those that are wrong; none: the value as a whole */
  readonly parts?: readonly string[]
  /** completes "it must be …" */
  readonly must: string
  /** a value that would do */
  readonly write?: string | null
}

/** A longer value is not written out as a cure. */
const longest = 300

export function invalid(annotation: string, comes: Comes, { value, parts = [], must, write = null }: Value) {
  const protects = protecting.has(annotation)
  const cure = write !== null && write.length <= longest ? write : null
  return told('annotation-invalid', { annotation, ...comes, protects, value, parts, must, write: cure })
}

export function crossNamespace(
  annotation: string,
  kind: 'Secret' | 'ConfigMap',
  object: NamespacedName,
  comes: Comes,
): Told<'cross-namespace'> {
  return told('cross-namespace', { annotation, ...comes, kind, object })
}

/** The release that forbids objects of other namespaces. */
export const crossNamespaceSince = '1.12.0'
