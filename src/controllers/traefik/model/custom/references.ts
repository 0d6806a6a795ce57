/** Names by which objects of Traefik's own kinds name each other: https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/crd/kubernetes.go (resolveReference) */
import type { Told } from '../../../../domain/findings/facts.js'
import { told } from '../../../../domain/findings/finding.js'
import { type CustomObject, isFormer } from '../../../../domain/objects/custom.js'
import { isRecord, text, wires } from '../../../../domain/objects/project-fields.js'
import { nameOf } from '../../../../domain/objects/ref.js'
import { normalized } from '../names.js'
import type { Site } from '../site.js'
import { middlewares } from './kinds.js'

export const provider = 'kubernetescrd'

/** Something else than an object is in a list of objects, which the API server takes nothing of. */
export function hasPlain(value: unknown): boolean {
  return Array.isArray(value) && value.some((one) => !isRecord(one))
}

/** Is it of a group that this release does not read any more, or not yet. */
export function unreadAs(
  { settings: { crd } }: Pick<Site, 'settings'>,
  object: CustomObject,
): 'former' | 'newer' | null {
  if (isFormer(middlewares, object)) return crd.groups === 'own' ? 'former' : null
  return crd.groups === 'former' ? 'newer' : null
}

/** The name of what an object makes. */
export function nameInside(namespace: string, name: string): string {
  return `${normalized(`${namespace}-${name}`)}@${provider}`
}

/** In the order of the objects, with their providers; or why one of them is refused, and with it whatever names it. */
export function namesOf(
  { settings: { crd } }: Pick<Site, 'settings'>,
  value: unknown,
  namespace: string,
  kind: string,
): { readonly names: readonly string[]; readonly lack: Told<'route-refused'> | null } {
  const names: string[] = []
  if (hasPlain(value)) return { names, lack: told('route-refused', { subject: 'its middlewares', fault: 'plain' }) }
  for (const wire of wires(value)) {
    const name = text(wire.name) ?? ''
    const own = text(wire.namespace) || namespace
    const isForeign = name.includes('@') ? name.endsWith(`@${provider}`) : own !== namespace
    if (isForeign && !crd.crossNamespace)
      return { names, lack: otherNamespace(kind, name.includes('@') ? name : nameOf({ namespace: own, name })) }
    names.push(name.includes('@') ? name : nameInside(own, name))
  }
  return { names, lack: null }
}

export function otherNamespace(kind: string, name: string): Told<'route-refused'> {
  return told('route-refused', { subject: `${kind} ${name}`, fault: 'namespace' })
}
