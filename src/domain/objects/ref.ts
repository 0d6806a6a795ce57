/** How objects are named: where the kind is clear by a namespaced name, everywhere else by a Ref. */

import { compare } from '../compare.js'
import type { KubeObject } from './meta.js'

/** Names an object whose kind is said by the place where the name stands. */
export interface NamespacedName {
  /** "": the kind has no namespaces, or a file does not say */
  readonly namespace: string
  readonly name: string
}

/** Names any object: its kind is part of it. */
export interface Ref extends NamespacedName {
  /** as the API has it: `Ingress`, `Service`, `Deployment` */
  readonly kind: string
}

/** `NAMESPACE/NAME`: what people and controllers write, and a map key among objects of one kind. */
export function nameOf({ namespace, name }: NamespacedName): string {
  return `${namespace}/${name}`
}

/** `Ingress shop/web`: as a sentence names an object. */
export function fullName(ref: Ref): string {
  return `${ref.kind} ${nameOf(ref)}`
}

/** `KIND/NAMESPACE/NAME`: a map key among objects of any kind; a slash can stand in no part. */
export function refKey(ref: Ref): string {
  return `${ref.kind}/${ref.namespace}/${ref.name}`
}

export function isSame(a: Ref, b: Ref): boolean {
  return a.name === b.name && a.namespace === b.namespace && a.kind === b.kind
}

/** What names an object; one that the API server is still to name has `PREFIX<generated>`. */
export function refOf({ kind, metadata }: KubeObject): Ref {
  const { name, generateName, namespace } = metadata
  return { kind, namespace: namespace ?? '', name: name || (generateName ? `${generateName}<generated>` : '') }
}

/** The Ref alone, of a value that says more: a controller, a replica. */
export function namedBy({ kind, namespace, name }: Ref): Ref {
  return { kind, namespace, name }
}

/** In the order of namespaces, then of names, then of kinds. */
export function byRef(a: Ref, b: Ref): number {
  return compare(a.namespace, b.namespace) || compare(a.name, b.name) || compare(a.kind, b.kind)
}
