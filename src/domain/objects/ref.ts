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

/** The way back from {@link refKey}. */
export function refOfKey(key: string): Ref {
  const [kind = '', namespace = '', name = ''] = key.split('/')
  return { kind, namespace, name }
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

/** Of several that have a part in one thing those beside one: some by name, since each of thousands cannot name all. */
export interface Others {
  readonly others: readonly Ref[]
  /** how many there are besides; absent: none */
  readonly more?: number
}

const mostNamed = 10

/** @param own one of them; null: it is none of them */
export function othersThan(own: Ref | null, all: readonly Ref[]): Others {
  const near = all.slice(0, mostNamed + 1).filter((one) => own === null || !isSame(one, own))
  const others = near.slice(0, mostNamed)
  const more = all.length - others.length - (own === null ? 0 : 1)
  return more > 0 ? { others, more } : { others }
}

/** `Ingress shop/web and Ingress shop/old and 8 more` */
export function namesOf({ others, more }: Others, joint = ' and '): string {
  return [...others.map(fullName), ...(more === undefined ? [] : [`${more} more`])].join(joint)
}

/** Objects of one kind by their {@link nameOf}; of those with one name the last. */
export function byName<T extends KubeObject>(objects: readonly T[]): Map<string, T> {
  return new Map(objects.map((one) => [nameOf(refOf(one)), one]))
}

/** In the order of namespaces, then of names, then of kinds. */
export function byRef(a: Ref, b: Ref): number {
  return compare(a.namespace, b.namespace) || compare(a.name, b.name) || compare(a.kind, b.kind)
}
