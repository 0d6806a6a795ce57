/**
 * Does a controller serve this Ingress? As version 1.0 and later decide it:
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/store/store.go (GetIngressClass)
 */

import type { ControllerSettings, FindClass, Release } from '../../../domain/controllers/controller.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { refOf } from '../../../domain/objects/ref.js'

export interface Ownership {
  readonly settings: ControllerSettings
  readonly release: Release
}

/**
 * @param classOf null where classes may not be seen
 * @returns null: cannot be told from here (classes unseen, or a selector of namespaces)
 */
export function owns({ settings, release }: Ownership, ingress: Ingress, classOf: FindClass | null): boolean | null {
  const { namespace } = refOf(ingress)
  if (settings.watchNamespace !== null && settings.watchNamespace !== namespace) return false
  if (settings.disableCatchAll && ingress.spec?.defaultBackend) return false
  const byClass = isBefore1(release) ? ownsBefore1(settings, ingress) : ownsByClass(settings, ingress, classOf)
  return byClass && settings.watchNamespaceSelector !== null ? null : byClass
}

function ownsByClass(settings: ControllerSettings, ingress: Ingress, classOf: FindClass | null): boolean | null {
  const name = ingress.spec?.ingressClassName
  if (name) {
    if (classOf === null) return null
    const found = classOf(name)
    if (found === undefined) return false
    return (
      found.spec?.controller === settings.controllerClass || (settings.classByName && name === settings.ingressClass)
    )
  }
  const annotation = annotatedClass(ingress)
  return annotation === undefined ? settings.withoutClass : annotation === settings.ingressClass
}

/** Up to 0.49 the annotation came first, and then the class by its name alone. */
function ownsBefore1(settings: ControllerSettings, ingress: Ingress): boolean {
  const name = annotatedClass(ingress) || ingress.spec?.ingressClassName || ''
  return name === '' ? settings.ingressClass === 'nginx' : name === settings.ingressClass
}

function annotatedClass(ingress: Ingress): string | undefined {
  return ingress.metadata.annotations?.['kubernetes.io/ingress.class']
}

function isBefore1({ origin, version }: Release): boolean {
  return (origin === 'upstream' || origin === 'rancher') && version !== null && version.startsWith('0.')
}
