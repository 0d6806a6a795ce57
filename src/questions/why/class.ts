/**
 * Why no controller takes an Ingress: its class, its namespace, or a flag. The rules of class are those of the API and of
 * the flags that controllers share; whether one takes an Ingress is asked of its dialect.
 * https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class
 */

import type { Controller, ControllerSettings, Controllers, FindClass } from '../../domain/controllers/controller.js'
import { nearest } from '../../domain/nearest.js'
import type { Ingress, IngressClass } from '../../domain/objects/objects.js'
import { nameOf, refOf } from '../../domain/objects/ref.js'
import { type Cause, concluded } from '../../domain/why.js'

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
export function causesOfNobody(ingress: Ingress, around: Around): Cause[] {
  return byFlags(ingress, around) ?? [byClass(ingress, around)]
}

/** Would one take it, were it not for a flag. */
function byFlags(ingress: Ingress, { controllers, found, classOf }: Around): Cause[] | null {
  const { namespace } = refOf(ingress)
  const takes = (controller: Controller, settings: Partial<ControllerSettings>) =>
    controllers.owns({ ...controller, settings: { ...controller.settings, ...settings } }, ingress, classOf) !== false
  for (const controller of found) {
    const { watchNamespace, disableCatchAll } = controller.settings
    const name = nameOf(controller)
    if (watchNamespace !== null && takes(controller, { watchNamespace: null }))
      return [
        concluded(
          'namespace-not-watched',
          'error',
          `controller ${name} has its class, but watches namespace ${watchNamespace} only (--watch-namespace)`,
          {
            field: 'metadata.namespace',
            fix: `Start the controller without --watch-namespace, or move the Ingress to namespace ${watchNamespace} (it is in ${namespace}).`,
          },
        ),
      ]
    if (disableCatchAll && takes(controller, { disableCatchAll: false }))
      return [
        concluded(
          'catch-all-disabled',
          'error',
          `controller ${name} runs with --disable-catch-all, and drops every Ingress that has a default backend, its rules too`,
          {
            field: 'spec.defaultBackend',
            fix: 'Remove the default backend, or start the controller without --disable-catch-all.',
          },
        ),
      ]
  }
  return null
}

function byClass(ingress: Ingress, around: Around): Cause {
  const { metadata, spec } = ingress
  const name = spec?.ingressClassName
  const annotation = metadata.annotations?.[annotationName]
  const usual = usualClass(around)
  const write = usual === null ? 'Name a class that a controller has.' : `Write ingressClassName: ${usual}.`
  if (name) return ofClass(ingress, name, around, write)
  if (annotation !== undefined)
    return concluded(
      'class-unknown',
      'error',
      `no controller has the class ${JSON.stringify(annotation)} that the annotation ${annotationName} names${did(
        nearest(
          annotation,
          around.found.map(({ settings }) => settings.ingressClass),
        ),
      )}`,
      { field: annotationField, fix: write },
    )
  const defaults = (around.classes ?? []).filter((one) => one.metadata.annotations?.[isDefault] === 'true')
  const why =
    defaults.length > 1
      ? `; ${defaults.map((one) => refOf(one).name).join(' and ')} are both marked as default, and then the API server refuses Ingresses without a class`
      : defaults.length === 1
        ? `; ${refOf(defaults[0] as IngressClass).name} is the default class, but that counts only when an Ingress is created`
        : ''
  return concluded(
    'class-missing',
    'error',
    `it names no class, neither as ingressClassName nor as annotation, and no controller takes Ingresses without one${why}`,
    { field: classField, fix: write },
  )
}

function ofClass(ingress: Ingress, name: string, { classes, classOf, found }: Around, write: string): Cause {
  if (classOf === null)
    return concluded('owner-unknown', 'info', `whose class ${name} is cannot be told: IngressClasses may not be seen`, {
      field: classField,
    })
  const known = classOf(name)
  if (known === undefined)
    return concluded(
      'class-unknown',
      'error',
      `IngressClass ${name} does not exist${did(
        nearest(
          name,
          (classes ?? []).map((one) => refOf(one).name),
        ),
      )}`,
      { field: classField, fix: `${write.replace(/\.$/, '')}, or create IngressClass ${name}.` },
    )
  const ours = [...new Set(found.map(({ settings }) => settings.controllerClass))].join(', ')
  const here = ours === '' ? 'none that this program knows was found' : `those found here are ${ours}`
  return concluded(
    'class-of-other',
    'info',
    `IngressClass ${name} belongs to controller ${known.spec?.controller ?? '(none)'}, and ${here}: what becomes of it is not known`,
    {
      field: classField,
      evidence: addressed(ingress),
      fix: ours === '' ? null : `${write.replace(/\.$/, '')}, if that is meant.`,
    },
  )
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

function did(near: readonly string[]): string {
  return near.length === 0 ? '' : `: is ${near.join(' or ')} meant?`
}
