/** What is found out while the annotations of one Ingress are read: one draft each, thrown away after it. */

import type { Look } from '../../../domain/controllers/routing-facts.js'
import { maskText } from '../../../domain/mask-text.js'
import type { Ingress, Secret, Service } from '../../../domain/objects/objects.js'
import { type NamespacedName, nameOf, type Ref, refOf } from '../../../domain/objects/ref.js'
import type { ConfigMap } from '../../../domain/objects/workloads.js'
import type { Policy } from '../workload/policy.js'
import type { AnnotationEffect, AnnotationFlaw } from './reading.js'

/** What annotations point at. */
export interface Looks {
  readonly configMapOf: Look<ConfigMap>
  readonly secretOf: Look<Secret>
  readonly serviceOf: Look<Service>
}

/** A flaw, as far as its place in the Ingress does not say it. */
export interface Said {
  readonly code: string
  readonly message: string
  readonly fix: string
  readonly since?: string | null
  /** seen on a running controller */
  readonly seen?: boolean
}

export class Draft {
  readonly flaws: AnnotationFlaw[] = []
  readonly unseen: string[] = []
  /** annotation without prefix → value */
  readonly values: ReadonlyMap<string, string>
  readonly ingress: Ingress
  readonly ref: Ref
  readonly policy: Policy
  readonly looks: Looks
  dropped = false
  /** the first reason: all others are as bad */
  denied: string | null = null

  constructor(values: ReadonlyMap<string, string>, ingress: Ingress, policy: Policy, looks: Looks) {
    this.values = values
    this.ingress = ingress
    this.ref = refOf(ingress)
    this.policy = policy
    this.looks = looks
  }

  /** @param annotation without prefix */
  flaw(annotation: string, effect: AnnotationEffect, said: Said): void {
    this.flawAt(`metadata.annotations["${this.policy.annotationsPrefix}/${annotation}"]`, annotation, effect, said)
  }

  flawAt(field: string, annotation: string, effect: AnnotationEffect, said: Said): void {
    if (effect === 'dropped') this.dropped = true
    const { code, since = null, seen = false } = said
    const [message, fix] = [oneLine(said.message), oneLine(said.fix)]
    this.flaws.push({ code, annotation, field, effect, message, since, fix, inferred: !seen })
  }

  /** @param reason as the controller words it in its configuration and its Event */
  deny(annotation: string, reason: string, said: Said): void {
    this.denied ??= reason
    this.flaw(annotation, 'denied', said)
  }

  /** What an annotation points at: undefined where it does not exist; null, and noted, where it could not be seen. */
  look<T>(kind: string, look: Look<T>, name: NamespacedName): T | undefined | null {
    const found = look(name)
    if (found === null) this.unseen.push(`${kind} ${nameOf(name)}`)
    return found
  }
}

/** Names of objects come out of values too, line breaks and all. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ')
}

/** A value in a sentence: short, on one line, without what may be a secret. */
export function quote(value: string): string {
  const line = maskText(value.slice(0, 2_000)).replace(/\s+/g, ' ')
  return `"${line.length > 80 ? `${line.slice(0, 79)}…` : line}"`
}
