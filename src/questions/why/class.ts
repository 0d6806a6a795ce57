/**
 * Why no controller takes an Ingress: its class, its namespace, or a flag. The rules of class are those of the API and of
 * the flags that controllers share; whether one takes an Ingress is asked of its dialect.
 * https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class
 */
import type { Controller, ControllerSettings, Controllers, FindClass } from '../../domain/controllers/controller.js'
import { type Finding, finding, told } from '../../domain/findings/finding.js'
import { nearest } from '../../domain/nearest.js'
import type { Ingress, IngressClass } from '../../domain/objects/objects.js'
import { refOf } from '../../domain/objects/ref.js'

export interface Around {
  readonly controllers: Controllers
  readonly found: readonly Controller[]
  /** null: they may not be seen */
  readonly classes: readonly IngressClass[] | null
  /** null where classes may not be seen */
  readonly classOf: FindClass | null
}

export const annotationName = 'kubernetes.io/ingress.class'
export const annotationField = `metadata.annotations["${annotationName}"]`
export const classField = 'spec.ingressClassName'
const isDefault = 'ingressclass.kubernetes.io/is-default-class'

/** @returns never empty, the first of them the reason */
export function findingsOfNobody(ingress: Ingress, around: Around): Finding[] {
  return [byFlags(ingress, around) ?? byClass(ingress, around)]
}

/** Would one take it, were it not for a flag. */
function byFlags(ingress: Ingress, { controllers, found, classOf }: Around): Finding | null {
  const ref = refOf(ingress)
  const takes = (controller: Controller, settings: Partial<ControllerSettings>) =>
    controllers.owns({ ...controller, settings: { ...controller.settings, ...settings } }, ingress, classOf) !== false
  for (const controller of found) {
    const { watchNamespace: watched, disableCatchAll } = controller.settings
    if (watched !== null && takes(controller, { watchNamespace: null })) {
      const facts = { controller, watched, namespace: ref.namespace }
      return finding(told('namespace-not-watched', facts), ref, { field: 'metadata.namespace' })
    }
    if (disableCatchAll && takes(controller, { disableCatchAll: false }))
      return finding(told('catch-all-disabled', { controller }), ref, { field: 'spec.defaultBackend' })
  }
  return null
}

function byClass(ingress: Ingress, around: Around): Finding {
  const { metadata, spec } = ingress
  const ref = refOf(ingress)
  const name = spec?.ingressClassName
  const annotation = metadata.annotations?.[annotationName]
  const usual = usualClass(around)
  if (name) return ofClass(ingress, name, around, usual)
  if (annotation !== undefined) {
    const near = nearest(
      annotation,
      around.found.map(({ settings }) => settings.ingressClass),
    )
    const facts = { name: annotation, by: 'annotation', near, usual } as const
    return finding(told('class-unknown', facts), ref, { field: annotationField })
  }
  const defaults = (around.classes ?? [])
    .filter((one) => one.metadata.annotations?.[isDefault] === 'true')
    .map((one) => refOf(one).name)
  return finding(told('class-missing', { defaults, usual }), ref, { field: classField })
}

function ofClass(ingress: Ingress, name: string, { classes, classOf, found }: Around, usual: string | null): Finding {
  const ref = refOf(ingress)
  const field = classField
  if (classOf === null)
    return finding(told('owner-unknown', { class: name, selector: null, isTaken: false }), ref, { field })
  const known = classOf(name)
  if (known === undefined) {
    const near = nearest(
      name,
      (classes ?? []).map((one) => refOf(one).name),
    )
    return finding(told('class-unknown', { name, by: 'field', near, usual }), ref, { field })
  }
  const ours = [...new Set(found.map(({ settings }) => settings.controllerClass))]
  const facts = { name, owner: known.spec?.controller ?? null, found: ours, usual }
  return finding(told('class-of-other', facts), ref, { field, evidence: addressed(ingress) })
}

/** Somebody who writes an address into the status takes the Ingress, or did. */
function addressed({ status }: Ingress): string[] {
  const addresses = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) =>
    [ip, hostname].flatMap((one) => one || []),
  )
  return addresses.length === 0
    ? []
    : [`its status has the address ${addresses.join(', ')}, so some controller takes it, or did`]
}

/** A class that one of the controllers takes. */
function usualClass({ classes, found }: Around): string | null {
  for (const { settings } of found) {
    const own = (classes ?? []).filter(({ spec }) => spec?.controller === settings.controllerClass)
    const names = own.map((one) => refOf(one).name)
    const best = names.find((name) => name === settings.ingressClass) ?? names[0]
    if (best !== undefined) return best
  }
  return null
}
