/** Which Ingresses a controller takes, by class and namespace: the few rules by which all controllers differ. */
import type { FindClass } from '../../../domain/objects/inventory.js'
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
  /** which counts where an Ingress has both */
  readonly first: 'class' | 'annotation'
  /** that it watches; null: all */
  readonly namespaces: readonly string[] | null
  /** does its command line tell all of that; false: a file or a variable may say otherwise */
  readonly isSure: boolean
}

/** One that takes the classes of its own and nothing else, in all namespaces. */
export function claim(own: Pick<Claim, 'controllers' | 'names'> & Partial<Claim>): Claim {
  return { by: 'controller', withoutClass: false, first: 'class', namespaces: null, isSure: true, ...own }
}

/** @returns null: it cannot be told */
export function isClaimed(claims: readonly Claim[], ingress: Ingress, classOf: FindClass | null): boolean | null {
  const answers = claims.map((one) => answerOf(one, ingress, classOf))
  return answers.includes(true) ? true : answers.includes(null) ? null : false
}

function answerOf(own: Claim, ingress: Ingress, classOf: FindClass | null): boolean | null {
  if (own.namespaces !== null && !own.namespaces.includes(refOf(ingress).namespace)) return false
  const taken = byClass(own, ingress, classOf)
  return taken === true && !own.isSure ? null : taken
}

function byClass(own: Claim, { metadata, spec }: Ingress, classOf: FindClass | null): boolean | null {
  const field = spec?.ingressClassName || null
  const annotation = metadata.annotations?.['kubernetes.io/ingress.class'] || null
  if (annotation !== null && (field === null || own.first === 'annotation')) return own.names.includes(annotation)
  return field === null ? own.withoutClass : isNamed(own, field, classOf)
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
  return fits(own, refOf(ingressClass).name, () => isOfController(own, ingressClass))
}

function fits<T extends boolean | null>({ by, names }: Claim, name: string, isOfOwn: () => T): boolean | T {
  const hasName = names.includes(name)
  if (by === 'name' || (by === 'either' && hasName)) return hasName
  return by === 'both' && !hasName ? false : isOfOwn()
}

export function isOfController({ controllers }: Pick<Claim, 'controllers'>, { spec }: IngressClass): boolean {
  const controller = spec?.controller ?? ''
  return controllers.some((one) => controller === one || (one.endsWith('/') && controller.startsWith(one)))
}
