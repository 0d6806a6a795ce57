/** Names by which objects of Traefik's own kinds name each other: https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/crd/kubernetes.go (resolveReference) */
import type { Told } from '../../../../domain/findings/facts.js'
import { told } from '../../../../domain/findings/finding.js'
import { groupedBy } from '../../../../domain/groups.js'
import { type CustomKind, type CustomObject, isFormer } from '../../../../domain/objects/custom.js'
import { isRecord, text, type Wire, wires } from '../../../../domain/objects/project-fields.js'
import { nameOf, refOf } from '../../../../domain/objects/ref.js'
import { onceFor } from '../../../../domain/remember.js'
import { usualOptions } from '../../../../languages/traefik/route/tls-options.js'
import { normalized, type Standing, standingOf } from '../names.js'
import type { Site } from '../site.js'
import { middlewares, tlsOptions } from './kinds.js'

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
  site: Pick<Site, 'settings'>,
  value: unknown,
  namespace: string,
  kind: CustomKind,
): { readonly names: readonly string[]; readonly lack: Told<'route-refused'> | null } {
  const names: string[] = []
  if (hasPlain(value)) return { names, lack: told('route-refused', { subject: 'its middlewares', fault: 'plain' }) }
  for (const wire of wires(value)) {
    const { name, refused } = objectNamed(site, kind, wire, namespace)
    if (refused !== null) return { names, lack: refused }
    names.push(name)
  }
  return { names, lack: null }
}

/** What an object names of another one: by its whole name, and as it is called; nothing: ''. */
interface Named {
  readonly name: string
  readonly called: string
}

export const nothingNamed: Named = { name: '', called: '' }

/**
 * The object that is named, or that it may not be.
 * @param namespace where it stands, if that is not said
 */
export function objectNamed(
  { settings: { crd } }: Pick<Site, 'settings'>,
  { kind }: CustomKind,
  wire: Wire,
  namespace: string,
): Named & { readonly refused: Told<'route-refused'> | null } {
  const name = text(wire.name) ?? ''
  const own = text(wire.namespace) || namespace
  const isWhole = name.includes('@')
  const called = isWhole ? name : nameOf({ namespace: own, name })
  const isForeign = isWhole ? name.endsWith(`@${provider}`) : own !== namespace
  if (isForeign && !crd.crossNamespace) return { ...nothingNamed, refused: otherNamespace(kind, called) }
  return { name: isWhole ? name : nameInside(own, name), called, refused: null }
}

/** The same of the transport beside a Service of a namespace. */
export function transportNamed(
  site: Pick<Site, 'settings'>,
  kind: CustomKind,
  { serversTransport: name }: Wire,
  namespace: string,
): ReturnType<typeof objectNamed> {
  return text(name) ? objectNamed(site, kind, { name }, namespace) : { ...nothingNamed, refused: null }
}

/** Why what is named is not there; null: it is, or may be. */
export function lackOf(
  site: Pick<Site, 'facts' | 'settings'>,
  kind: CustomKind,
  named: Named,
): Told<'route-refused'> | null {
  if (standingIn(site, kind, named.name) !== 'nobody') return null
  const isOff = named.name.endsWith(`@${provider}`) && !site.settings.crd.isOn
  return told('route-refused', { subject: subjectOf(kind, named), fault: isOff ? 'off' : 'nobody' })
}

/** Why it is not known whether what is named is there; null: it is, or is not. */
export function doubtOf(site: Pick<Site, 'facts' | 'settings'>, kind: CustomKind, named: Named): string | null {
  return standingIn(site, kind, named.name) === 'unseen' ? unseen(subjectOf(kind, named)) : null
}

/** @param subject what no object makes that is looked at */
export function unseen(subject: string): string {
  return `it names ${subject}, and whether that is there is not seen`
}

function subjectOf({ kind }: CustomKind, { called }: Named): string {
  return /^[\w@./-]{1,300}$/.test(called) ? `${kind} ${called}` : `its ${kind}`
}

function standingIn(
  { facts, settings: { crd, beside } }: Pick<Site, 'facts' | 'settings'>,
  kind: CustomKind,
  name: string,
): Standing {
  if (name === '' || (name === 'default@internal' && kind !== tlsOptions)) return 'there'
  if (name.endsWith('@internal')) return 'nobody'
  if (!name.endsWith(`@${provider}`)) return standingOf(name, false, beside)
  if (!crd.isOn) return 'nobody'
  const listing = facts.customOf?.(kind)
  if (listing?.coverage !== 'all') return 'unseen'
  const isThere = (refsOf(listing.items).get(name) ?? []).some(
    (one) =>
      (crd.namespaces === null || crd.namespaces.includes(one.namespace)) &&
      // Those of that name are for all that name none, and are not found by it.
      (kind !== tlsOptions || one.name !== usualOptions),
  )
  return isThere ? 'there' : 'nobody'
}

/** By their names inside: those that have it. */
const refsOf = onceFor((all: readonly CustomObject[]) =>
  groupedBy(all.map(refOf), ({ namespace, name }) => nameInside(namespace, name)),
)

export function otherNamespace(kind: string, name: string): Told<'route-refused'> {
  return told('route-refused', { subject: `${kind} ${name}`, fault: 'namespace' })
}
