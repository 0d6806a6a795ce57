/** What is found out while the annotations of one Ingress are read: one draft each, thrown away after it. */

import type { AnnotationCode, Told } from '../../../domain/findings/facts.js'
import type { Look } from '../../../domain/look.js'
import { maskRemark, maskText } from '../../../domain/masking/text.js'
import { mask, maskWords } from '../../../domain/masking/words.js'
import type { Ingress, Secret, Service } from '../../../domain/objects/objects.js'
import { type NamespacedName, nameOf, type Ref, refOf } from '../../../domain/objects/ref.js'
import type { ConfigMap } from '../../../domain/objects/workloads.js'
import { maskAnnotation } from '../discretion/discretion.js'
import type { Policy } from '../workload/policy.js'
import type { AnnotationFlaw } from './reading.js'

/** What annotations point at. */
export interface Looks {
  readonly configMapOf: Look<ConfigMap>
  readonly secretOf: Look<Secret>
  readonly serviceOf: Look<Service>
}

/** What the facts of a flaw do not say. */
export interface How {
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

  flaw(found: Told<AnnotationCode>, how: How = {}): void {
    this.flawAt(this.fieldOf(found.facts.annotation), found, how)
  }

  flawAt(field: string, found: Told<AnnotationCode>, { since = null, seen = false }: How = {}): void {
    if (found.facts.effect === 'dropped') this.dropped = true
    const facts = masked(found.facts)
    this.flaws.push({ code: found.code, facts, field, since, inferred: !seen } as AnnotationFlaw)
  }

  /** @param reason as the controller words it in its configuration and its Event */
  deny(reason: string, found: Told<AnnotationCode>, how?: How): void {
    this.denied ??= maskRemark(reason)
    this.flaw(found, how)
  }

  /** What an annotation points at: undefined where it does not exist; null, and noted, where it could not be seen. */
  look<T>(kind: string, look: Look<T>, name: NamespacedName): T | undefined | null {
    const found = look(name)
    if (found === null) this.unseen.push(`${kind} ${nameOf(name)}`)
    return found
  }

  /** @param annotation without prefix */
  private fieldOf(annotation: string): string {
    return `metadata.annotations["${this.policy.annotationsPrefix}/${annotation}"]`
  }
}

/** Facts outlive the reading: what may be a secret is none of them. */
function masked(facts: Told<AnnotationCode>['facts']): object {
  const ofValue = (value: string) => maskAnnotation(facts.annotation, value) ?? maskText(value)
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => {
      const change = name === 'word' ? ofWord : ofTheValue.has(name) ? ofValue : maskText
      const short = (text: unknown) => (typeof text === 'string' ? change(text.slice(0, 2_000)) : text)
      return [name, Array.isArray(fact) ? fact.map(short) : short(fact)]
    }),
  )
}

/** A word of the controller's blocklist. */
function ofWord(word: string): string {
  return maskWords(word, mask)
}

/** Facts that are the annotation's own text, or parts of it. */
const ofTheValue = new Set(['value', 'parts', 'target', 'text'])
