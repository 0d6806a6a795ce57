/** Which Ingresses a controller takes, by class and namespace: the few rules by which all controllers differ. */
import { annotationField, type NamedClass, namedClasses } from '../../../domain/objects/class-name.js'
import type { FindClass } from '../../../domain/objects/inventory.js'
import { matchesLabels, parseLabelSelector, type Selector } from '../../../domain/objects/label-selector.js'
import type { KubeObject } from '../../../domain/objects/meta.js'
import type { Ingress, IngressClass } from '../../../domain/objects/objects.js'
import { refOf } from '../../../domain/objects/ref.js'

export interface Claim {
  /** `spec.controller` of the IngressClasses that are its own; one that ends with `/` stands for all that begin so */
  readonly controllers: readonly string[]
  /** the names of its classes, as the annotation has them, too */
  readonly names: readonly string[]
  /** by what an IngressClass is its own: its controller, its name, both, or one of them */
  readonly by: 'controller' | 'name' | 'both' | 'either'
  /** does it take Ingresses that name no class; null: that hangs on what is not seen */
  readonly withoutClass: boolean | null
  /** what of a name has to be among them: all, or a part; `unknown`: that is an expression which is not read */
  readonly match: 'whole' | 'part' | 'unknown'
  /** which counts where an Ingress has both; `both`: each has to be its own */
  readonly first: 'class' | 'annotation' | 'both'
  /** that it watches; null: all */
  readonly namespaces: readonly string[] | null
  /** that an Ingress must have, and as they are said; null: any will do */
  readonly labels: Labels | null
  /** does its command line tell all of that; false: a file or a variable may say otherwise */
  readonly isSure: boolean
}

export interface Labels {
  readonly text: string
  /** null: it is not shown, or cannot be read */
  readonly selector: Selector | null
}

/** One that takes the classes of its own and nothing else, in all namespaces. */
export function claim(own: Pick<Claim, 'controllers' | 'names'> & Partial<Claim>): Claim {
  return {
    by: 'controller',
    match: 'whole',
    withoutClass: false,
    first: 'class',
    namespaces: null,
    labels: null,
    isSure: true,
    ...own,
  }
}

/** @returns null: it cannot be told */
export function isClaimed(claims: readonly Claim[], ingress: Ingress, classOf: FindClass | null): boolean | null {
  const answers = claims.map((one) => answerOf(one, ingress, classOf))
  return answers.includes(true) ? true : answers.includes(null) ? null : false
}

function answerOf(own: Claim, ingress: Ingress, classOf: FindClass | null): boolean | null {
  if (own.namespaces !== null && !own.namespaces.includes(refOf(ingress).namespace)) return false
  const { labels } = own
  if (!hasLabels(labels, ingress)) return false
  const taken = byClass(own, ingress, classOf)
  return taken === true && (labels?.selector === null || !own.isSure) ? null : taken
}

/** Those of a selector that cannot be read, any has. */
export function hasLabels(labels: Labels | null, { metadata }: Pick<KubeObject, 'metadata'>): boolean {
  return labels === null || labels.selector === null || matchesLabels(labels.selector, metadata.labels)
}

/** @param said a selector as a flag has it */
export function labelsIn(said: string | undefined): Labels | null {
  if (!said) return null
  try {
    return { text: said, selector: parseLabelSelector(said) }
  } catch {
    return { text: said, selector: null }
  }
}

function byClass(own: Claim, ingress: Ingress, classOf: FindClass | null): boolean | null {
  const answers = namedTo(own, ingress).map(({ name, field }) =>
    field === annotationField ? isAmong(own, name) : isNamed(own, name, classOf),
  )
  if (answers.length === 0) return own.withoutClass
  return answers.includes(false) ? false : answers.includes(null) ? null : true
}

/** The classes that count to it of those that an Ingress names, and where each stands. */
export function namedTo({ first }: Pick<Claim, 'first'>, ingress: Ingress): readonly NamedClass[] {
  const named = namedClasses(ingress)
  const counts = first === 'annotation' ? named.slice(-1) : named.slice(0, 1)
  return first === 'both' ? named : counts
}

function isAmong({ names, match }: Claim, name: string): boolean | null {
  if (match === 'unknown') return null
  return match === 'whole' ? names.includes(name) : names.some((one) => name.includes(one))
}

function isNamed(own: Claim, name: string, classOf: FindClass | null): boolean | null {
  return fits(own, name, () => {
    const found = classOf === null ? null : classOf(name)
    if (found === null) return own.controllers.length === 0 ? false : null
    return found !== undefined && isOfController(own, found)
  })
}

/** Is an IngressClass one of its own. */
export function hasClass(own: Claim, ingressClass: IngressClass): boolean {
  return fits(own, refOf(ingressClass).name, () => isOfController(own, ingressClass)) === true
}

function fits<T extends boolean | null>(own: Claim, name: string, isOfOwn: () => T): boolean | null | T {
  const hasName = isAmong(own, name)
  if (own.by === 'name' || (own.by === 'either' && hasName)) return hasName
  return own.by === 'both' && !hasName ? false : isOfOwn()
}

export function isOfController({ controllers }: Pick<Claim, 'controllers'>, { spec }: IngressClass): boolean {
  const controller = spec?.controller ?? ''
  return controllers.some((one) => controller === one || (one.endsWith('/') && controller.startsWith(one)))
}
