/** What is odd about an Ingress whoever takes it, and whether that is certain. */

import type { Controller } from '../../domain/controllers/controller.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { nameOf } from '../../domain/objects/ref.js'
import { type Cause, concluded } from '../../domain/why.js'
import { annotationField, annotationName, classField } from './class.js'

/** @param owners those that take it */
export function generalCauses({ metadata, spec }: Ingress, owners: readonly Controller[]): Cause[] {
  const annotation = metadata.annotations?.[annotationName]
  const name = spec?.ingressClassName
  return [
    ...(metadata.deletionTimestamp
      ? [
          concluded(
            'being-deleted',
            'warning',
            `it is being deleted since ${metadata.deletionTimestamp}: something (a finalizer) still holds it`,
            { field: 'metadata.finalizers' },
          ),
        ]
      : []),
    ...(name && annotation !== undefined && annotation !== name
      ? [
          concluded(
            'class-disagree',
            'warning',
            `ingressClassName is ${name} and the annotation ${annotationName} is ${JSON.stringify(annotation)}: the field counts, and the annotation does nothing`,
            { field: annotationField, fix: 'Remove the annotation.' },
          ),
        ]
      : []),
    ...(owners.length > 1
      ? [
          concluded(
            'two-controllers',
            'warning',
            `${owners.map(nameOf).join(' and ')} both take it, and write their address into its status in turn`,
            {
              field: classField,
              fix: 'Give each controller a --controller-class and an IngressClass of its own, or one Ingress for each.',
            },
          ),
        ]
      : []),
  ]
}

/** Whether a controller takes it depends on what may not be seen. */
export function doubtfulOwner({ settings }: Controller, ingress: Ingress): Cause {
  const { watchNamespaceSelector } = settings
  const message =
    watchNamespaceSelector !== null
      ? `whether its namespace has the labels ${watchNamespaceSelector} (--watch-namespace-selector) is not known here: it is taken as watched`
      : `whether class ${ingress.spec?.ingressClassName} is the controller's own is not known, since IngressClasses may not be seen: it is taken as such`
  return { ...concluded('owner-unknown', 'info', message, { field: classField }), inferred: true }
}
