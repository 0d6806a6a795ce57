/**
 * Why no controller takes an Ingress: its class, its namespace, or a flag. The rules of class are those of the API and of
 * the flags that controllers share; whether one takes an Ingress is asked of its dialect.
 * https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class
 */
import type { Controller } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import { finding, type OwnerFinding, told } from '../../domain/findings/finding.js'
import type { Gap } from '../../domain/gap.js'
import { groupedBy } from '../../domain/groups.js'
import { addressesOf } from '../../domain/objects/addresses.js'
import { annotationField, annotationName, classField } from '../../domain/objects/class-name.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { refOf } from '../../domain/objects/ref.js'
import type { Fate } from '../../domain/routes/fate.js'
import { counted } from '../../domain/text/counted.js'
import { nearest } from '../../domain/text/nearest.js'
import type { Worlds } from '../worlds/worlds.js'

export interface ClassFacts {
  readonly controllers: Controllers
  readonly found: readonly Controller[]
  readonly inventory: Pick<Inventory, 'classes' | 'classOf'>
}

const isDefault = 'ingressclass.kubernetes.io/is-default-class'

/**
 * Told for all of a class at once: that nobody was found who takes them is no finding, and nothing else says it.
 * @param ingresses those that are asked about
 */
export function classesOfNobody(
  controllers: Controllers,
  { found: { controllers: all }, chosen, isBlind, inventory }: Worlds,
  ingresses: readonly Ingress[],
): Gap[] {
  if (isBlind) return []
  // One that only looks like a controller is one where it was named.
  const found = [...new Set([...all, ...chosen.map(({ controller }) => controller)])]
  const around = { controllers, inventory, found }
  const isTaken = (ingress: Ingress) =>
    found.some((one) => controllers.dialectOf(one).owns(one, ingress, inventory.classOf) !== false)
  const said = ingresses.flatMap((ingress) => {
    const reason = isTaken(ingress) ? null : reasonOfNobody(ingress, around)
    const words = reason?.severity === 'info' ? nobodyOf(reason, around) : null
    return words === null ? [] : `${words.whose}, and ${words.why}`
  })
  return [...groupedBy(said, (one) => one)].map(([words, { length }]) => {
    const message = `${counted(length, 'Ingress', 'Ingresses')}${words}: whether ${length === 1 ? 'it is' : 'they are'} served is not known`
    return { kind: 'Controller', namespace: null, reason: 'unsupported', message }
  })
}

/**
 * Why nobody takes an Ingress, in two parts around what is said of it; null: it is not even known whose it is.
 * @returns `whose` follows the name of the Ingress, `why` is a sentence
 */
export function nobodyOf(
  { code, facts }: OwnerFinding,
  { controllers: { dialectOf }, found }: Pick<ClassFacts, 'controllers' | 'found'>,
): { readonly whose: string; readonly why: string } | null {
  const why = found.length === 0 ? 'no controller was found' : 'no controller takes it'
  switch (code) {
    case 'class-of-other': {
      const title = facts.title ?? `controller ${facts.owner ?? '(none is named)'}`
      const isHere = found.some((one) => dialectOf(one).title === facts.title)
      return {
        whose: ` of class ${facts.name}`,
        why: `no pod of ${title}${isHere ? ' that takes it' : ''} was found`,
      }
    }
    case 'class-unknown':
      return { whose: ` of class ${facts.name}`, why }
    case 'class-missing':
      return { whose: ' without a class', why }
    case 'owner-unknown':
      return null
    default:
      return { whose: '', why }
  }
}

/**
 * @param isBlind could nobody be looked for
 * @returns what becomes of an Ingress that no controller takes; null: it may be somebody's who is not seen
 */
export function fatesOfNobody(around: ClassFacts, isBlind: boolean): (ingress: Ingress) => Fate | null {
  if (isBlind || around.found.length === 0) return () => null
  const dropped: Fate = { is: 'dropped', why: 'no controller takes it' }
  return (ingress) => (reasonOfNobody(ingress, around).severity === 'error' ? dropped : null)
}

/** Why no controller takes it. */
export function reasonOfNobody(ingress: Ingress, around: ClassFacts): OwnerFinding {
  const { controllers, found, inventory } = around
  for (const controller of found) {
    const reason = controllers.dialectOf(controller).ownership(controller, ingress, inventory.classOf)
    if (reason !== null) return reason
  }
  return byClass(ingress, around)
}

function byClass(ingress: Ingress, around: ClassFacts): OwnerFinding {
  const { metadata, spec } = ingress
  const ref = refOf(ingress)
  const name = spec?.ingressClassName
  const annotation = metadata.annotations?.[annotationName]
  const usual = usualClass(around)
  const isAlone = around.found.length === 0
  // Whose the class is, and who does not take it, goes by the annotation.
  const isAnnotated = annotation !== undefined && !!name && isHere(name, around)
  if (name && !isAnnotated) return ofClass(ingress, name, around, usual)
  if (annotation !== undefined) {
    const near = nearest(
      annotation,
      around.found.flatMap(({ traits }) => traits.className ?? []),
    )
    const own = [...new Set(around.found.flatMap(({ traits }) => traits.className ?? []))]
    const isObject = !!around.inventory.classOf?.(annotation)
    const compared = isObject && own.length > 0 ? own : null
    const isSolver = metadata.labels?.['acme.cert-manager.io/http01-solver'] === 'true'
    const isOpen = usual === null && own.length === 0 && around.found.some(({ traits }) => traits.watches.withoutClass)
    const open = isOpen ? ({ isOpen } as const) : {}
    const facts = { name: annotation, by: 'annotation', near, usual, compared, isAlone, ...open } as const
    if (isSolver) return finding(told('class-unknown', { ...facts, isSolver }), ref, { field: annotationField })
    return finding(told('class-unknown', facts), ref, { field: annotationField })
  }
  const defaults = (around.inventory.classes ?? [])
    .filter((one) => one.metadata.annotations?.[isDefault] === 'true')
    .map((one) => refOf(one).name)
  return finding(told('class-missing', { defaults, usual, isAlone }), ref, { field: classField })
}

/** Is it the class of a controller that was found. */
function isHere(name: string, { controllers, found, inventory }: ClassFacts): boolean {
  const known = inventory.classOf?.(name)
  return known != null && found.some((one) => controllers.dialectOf(one).hasClass(one, known))
}

function ofClass(
  ingress: Ingress,
  name: string,
  { controllers, inventory, found }: ClassFacts,
  usual: string | null,
): OwnerFinding {
  const { classes, classOf } = inventory
  const ref = refOf(ingress)
  const field = classField
  const known = classOf === null ? null : classOf(name)
  if (known === null)
    return finding(told('owner-unknown', { class: name, selector: null, isTaken: false }), ref, { field })
  if (known === undefined) {
    const near = nearest(
      name,
      (classes ?? []).map((one) => refOf(one).name),
    )
    return finding(told('class-unknown', { name, by: 'field', near, usual, compared: null, isAlone: false }), ref, {
      field,
    })
  }
  const ours = [...new Set(found.flatMap(({ traits }) => traits.controllerClass ?? []))]
  const kind = controllers.dialects.find((one) => one.hasClass(controllers.assumed(one), known))
  const owner = known.spec?.controller ?? null
  const facts = { name, owner, title: kind?.title ?? null, found: ours, usual }
  return finding(told('class-of-other', facts), ref, { field, evidence: addressed(ingress) })
}

/** Somebody who writes an address into the status takes the Ingress, or did. */
function addressed(ingress: Ingress): string[] {
  const addresses = addressesOf(ingress)
  return addresses.length === 0
    ? []
    : [`its status has the address ${addresses.join(', ')}, so some controller takes it, or did`]
}

/** A class that one of the controllers takes. */
function usualClass({ controllers, inventory, found }: ClassFacts): string | null {
  for (const controller of found) {
    const { hasClass } = controllers.dialectOf(controller)
    const names = (inventory.classes ?? []).filter((one) => hasClass(controller, one)).map((one) => refOf(one).name)
    const best = names.find((name) => name === controller.traits.className) ?? names[0]
    if (best !== undefined) return best
  }
  return null
}
