/**
 * Does a controller serve this Ingress? As version 1.0 and later decide it:
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/store/store.go (GetIngressClass)
 */
import { isAssumed } from '../../../domain/controllers/controller.js'
import { finding, type OwnerFinding, told } from '../../../domain/findings/finding.js'
import { classNameOf } from '../../../domain/objects/class-name.js'
import type { FindClass } from '../../../domain/objects/inventory.js'
import { hasPrefix } from '../../../domain/objects/meta.js'
import type { Ingress, IngressClass } from '../../../domain/objects/objects.js'
import { refOf } from '../../../domain/objects/ref.js'
import type { Container } from '../../../domain/objects/workloads.js'
import { imagePath } from '../../shared/image.js'
import { parseFlags } from './flags.js'
import { type NginxController, type Settings, usualSettings } from './settings.js'
import { isSince, versionOf } from './version.js'

/**
 * @param classOf null where classes may not be seen
 * @returns null: cannot be told from here (classes unseen, a selector of namespaces, a default class that may be set)
 */
export function owns(owner: NginxController, ingress: Ingress, classOf: FindClass | null): boolean | null {
  const { settings, release } = owner
  const { namespace } = refOf(ingress)
  if (settings.watchNamespace !== null && settings.watchNamespace !== namespace) return false
  if (settings.disableCatchAll && ingress.spec?.defaultBackend) return false
  if (isAssumed(owner) && !namesClass(ingress)) return null
  if (isAssumed(owner) && asksCloud(ingress)) return false
  if (isAssumed(owner) && mayBeNamed(ingress)) return null
  const byClass = isSince(versionOf(release), [1, 0, 0])
    ? ownsByClass(settings, ingress, classOf)
    : ownsBefore1(settings, ingress)
  return byClass && settings.watchNamespaceSelector !== null ? null : byClass
}

function namesClass(ingress: Ingress): boolean {
  return Boolean(ingress.spec?.ingressClassName) || annotatedClass(ingress) !== undefined
}

/** It speaks to such a controller, and its class is one that somebody may have given it (--ingress-class). */
function mayBeNamed(ingress: Ingress): boolean {
  const { ingressClass, annotationsPrefix } = usualSettings
  const name = ingress.spec?.ingressClassName ? undefined : annotatedClass(ingress)
  return name !== undefined && name !== ingressClass && hasPrefix(ingress, annotationsPrefix)
}

/** It is for a load balancer of AWS, whose words mean something else: https://kubernetes-sigs.github.io/aws-load-balancer-controller */
function asksCloud(ingress: Ingress): boolean {
  return hasPrefix(ingress, 'alb.ingress.kubernetes.io') && !suggests(ingress, () => undefined)
}

function ownsByClass(settings: Settings, ingress: Ingress, classOf: FindClass | null): boolean | null {
  const name = ingress.spec?.ingressClassName
  if (name) {
    const found = classOf === null ? null : classOf(name)
    if (!found) return found === null ? null : false
    return (
      found.spec?.controller === settings.controllerClass || (settings.classByName && name === settings.ingressClass)
    )
  }
  const annotation = annotatedClass(ingress)
  return annotation === undefined ? settings.withoutClass : annotation === settings.ingressClass
}

/** Up to 0.49 the annotation came first, and then the class by its name alone. */
function ownsBefore1(settings: Settings, ingress: Ingress): boolean {
  const name = annotatedClass(ingress) || ingress.spec?.ingressClassName || ''
  return name === '' ? settings.ingressClass === 'nginx' : name === settings.ingressClass
}

function annotatedClass(ingress: Ingress): string | undefined {
  return ingress.metadata.annotations?.['kubernetes.io/ingress.class']
}

/** Of the IngressClass itself. */
export function isOfClass({ settings }: NginxController, ingressClass: IngressClass): boolean {
  return (
    ingressClass.spec?.controller === settings.controllerClass ||
    (settings.classByName && refOf(ingressClass).name === settings.ingressClass)
  )
}

/** Would it take the Ingress, were it not for a flag; or on what does it hang. */
export function ownership(owner: NginxController, ingress: Ingress, classOf: FindClass | null): OwnerFinding | null {
  const owned = owns(owner, ingress, classOf)
  if (owned) return null
  return owned === null ? inDoubt(owner, ingress) : byFlag(owner, ingress, classOf)
}

function byFlag(owner: NginxController, ingress: Ingress, classOf: FindClass | null): OwnerFinding | null {
  const { watchNamespace: watched, disableCatchAll } = owner.settings
  const ref = refOf(ingress)
  const controller = { namespace: owner.namespace, name: owner.name }
  const takesWith = (settings: Partial<Settings>) =>
    owns({ ...owner, settings: { ...owner.settings, ...settings } }, ingress, classOf) !== false
  if (watched !== null && takesWith({ watchNamespace: null })) {
    const facts = { controller, watched, namespace: ref.namespace, flag: '--watch-namespace' }
    return finding(told('namespace-not-watched', facts), ref, { field: 'metadata.namespace' })
  }
  if (disableCatchAll && takesWith({ disableCatchAll: false }))
    return finding(told('catch-all-disabled', { controller }), ref, { field: 'spec.defaultBackend' })
  return null
}

/** Whether it takes it depends on what may not be seen. */
function inDoubt({ settings }: NginxController, ingress: Ingress): OwnerFinding {
  const facts = { class: classNameOf(ingress), selector: settings.watchNamespaceSelector, isTaken: true }
  return finding(told('owner-unknown', facts), refOf(ingress), { field: 'spec.ingressClassName', inferred: true })
}

/** F5's, whose classes are often of that name, too: https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/ */
const otherOfTheName = ['nginx.org', 'nginx.com']

/** It names the usual class and speaks to no other controller of that class, or has an annotation with the usual prefix. */
export function suggests(ingress: Ingress, ingressClass: FindClass): boolean {
  const { ingressClass: usual, controllerClass, annotationsPrefix } = usualSettings
  const name = classNameOf(ingress)
  const known = name ? ingressClass(name)?.spec?.controller : undefined
  if (known) return known === controllerClass
  if (hasPrefix(ingress, annotationsPrefix)) return true
  return name === usual && !otherOfTheName.some((prefix) => hasPrefix(ingress, prefix))
}

/** Other controllers that share flags, or part of the name. F5's is `nginx/nginx-ingress`. */
const others = /haproxy|traefik|kong|contour|(?:^|\/)nginx(?:-plus)?-ingress(?:-operator)?$/

/** By what it runs: arguments and image, never by a name or a label. */
export function isIngressNginx({ image, command, args }: Container): boolean {
  const argv = [...(command ?? []), ...(args ?? [])]
  const path = imagePath(image ?? '')
  if (others.test(path)) return false
  return argv.some(isTheProgram) || hasItsFlags(argv) || isItsImage(path)
}

function isTheProgram(argument: string): boolean {
  return /^(?:\S*\/)?nginx-ingress-controller$/.test(argument)
}

/** Some distributions leave the program to the image. https://github.com/bitnami/charts (nginx-ingress-controller) */
function hasItsFlags(argv: readonly string[]): boolean {
  const flags = parseFlags(argv)
  return (
    (flags.has('controller-class') && (flags.has('ingress-class') || flags.has('configmap'))) ||
    (flags.has('configmap') && (flags.has('election-id') || flags.has('publish-service')))
  )
}

/** By the end of the path: hosts differ, and private copies are common. */
function isItsImage(path: string): boolean {
  return /(?:^|\/)ingress-nginx\/controller(?:-chroot)?$|(?:^|[/-])(?:nginx-ingress|ingress-nginx)-controller(?:-chroot|-fips)?$/.test(
    path,
  )
}
