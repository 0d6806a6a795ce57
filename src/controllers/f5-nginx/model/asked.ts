/** Every route that the Ingresses of the controller ask for, in their order, and what is known to keep each from being served. */
import { addTo } from '../../../domain/groups.js'
import type { Ingress, IngressBackend } from '../../../domain/objects/objects.js'
import { type Ref, refKey, refOf } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import { pathMatch } from '../../../domain/routes/route.js'
import { keyFrom } from '../../shared/go/values.js'
import { virtualServers } from '../custom/kinds.js'
import { isHandedOn, readPath } from '../custom/parts.js'
import type { Virtual, VirtualUpstream } from '../custom/read.js'
import { mergeType } from './mergeable.js'
import type { Asked, Lack, Transport, Unseen } from './types.js'

/** What is known of it from the start. */
type Route = Pick<Asked, 'ref' | 'host' | 'match' | 'backend' | 'field'> &
  Partial<Pick<Asked, 'isHandedOn' | 'way' | 'isMaster'>>

export class AskedRoutes {
  readonly all: Asked[] = []
  readonly #byRef = new Map<string, Asked[]>()
  readonly #byField = new Map<string, Asked>()

  /** Its rules, then its default backend: as routes are told everywhere. */
  add(ingress: Ingress): void {
    const ref = refOf(ingress)
    const { metadata, spec } = ingress
    const isPattern = /^case_/.test(metadata.annotations?.['nginx.org/path-regex'] ?? '')
    for (const [i, rule] of (spec?.rules ?? []).entries()) {
      const host = rule.host || null
      const field = `spec.rules[${i}]`
      const paths = rule.http?.paths ?? []
      for (const [j, { path, pathType, backend }] of paths.entries())
        this.#add({
          ref,
          host,
          match: pathMatch(path || '/', pathType ?? 'ImplementationSpecific'),
          backend: serviceOf(ref.namespace, backend),
          field: `${field}.http.paths[${j}]`,
          way: isPattern ? null : 'path-regex',
        })
      if (paths.length === 0)
        this.#add({
          ref,
          host,
          match: pathMatch(null, null),
          backend: serviceOf(ref.namespace, spec?.defaultBackend),
          field,
          ...(mergeType(ingress) === 'master' && { isMaster: true }),
        })
    }
    if (spec?.defaultBackend)
      this.#add({
        ref,
        host: null,
        match: null,
        backend: serviceOf(ref.namespace, spec.defaultBackend),
        field: 'spec.defaultBackend',
      })
  }

  addVirtual({ ref, host, routes, upstreams }: Virtual): void {
    if (routes.length === 0 && ref.kind === virtualServers.kind)
      this.#add({ ref, host, match: pathMatch(null, null), backend: null, field: routesField })
    for (const route of routes) {
      const { path, field, splits } = route
      const { modifier, rest } = readPath(path)
      const pathType = modifier === '=' ? 'Exact' : modifier.startsWith('~') ? 'RegularExpression' : 'Prefix'
      const [first] = splits
      const upstream = upstreams.find(({ name }) => name === first?.action.upstream)
      this.#add({
        ref,
        host,
        match: pathMatch(rest, pathType),
        backend: upstream ? virtualService(ref, upstream) : null,
        field,
        isHandedOn: isHandedOn(route),
        way: pathType === 'RegularExpression' ? null : 'tilde',
      })
    }
  }

  /** It has all of the host, or of a listener, whatever is asked for. */
  addTransport({ ref, host, service, upstream }: Pick<Transport, 'ref' | 'host' | 'service' | 'upstream'>): void {
    this.#add({ ref, host: host || null, match: pathMatch(null, null), backend: service, field: 'spec.action' })
    this.at(ref, 'spec.action')?.upstreams.add(upstream)
  }

  #add({ isHandedOn = false, way = null, ...route }: Route): void {
    const unknown = {
      lack: null,
      upstreams: new Set<string>(),
      refusal: null,
      unseen: null,
      unseenSecret: null,
    }
    const asked: Asked = { ...route, isHandedOn, way, index: this.all.length, ...unknown }
    this.all.push(asked)
    const key = refKey(route.ref)
    addTo(this.#byRef, key, asked)
    this.#byField.set(`${key} ${route.field}`, asked)
  }

  of(ref: Ref): readonly Asked[] {
    return this.#byRef.get(refKey(ref)) ?? []
  }

  /** The route of a place in an object; null: there is none. */
  at(ref: Ref, field: string): Asked | null {
    return this.#byField.get(`${refKey(ref)} ${field}`) ?? null
  }

  /** All of an object that hangs on what may not be looked at. */
  doubt(ref: Ref, unseen: Unseen): void {
    for (const one of this.of(ref)) one.unseen = unseen
  }

  /** All of an object. What is known of a route already stays. */
  lose(ref: Ref, lack: Lack): void {
    for (const one of this.of(ref)) one.lack ??= lack
  }

  /** @param lack null: nothing is lost */
  loseHost(ref: Ref, host: string, lack: Lack | null): void {
    for (const one of this.of(ref)) if (one.match !== null && (one.host ?? '') === host) one.lack ??= lack
  }

  loseDefault(ref: Ref, lack: Lack): void {
    for (const one of this.of(ref)) if (one.match === null) one.lack ??= lack
  }
}

/** Where a VirtualServer without routes would have them. */
export const routesField = 'spec.routes'

/** `NAMESPACE/NAME`, or a name in the namespace of the object. */
export function virtualService(
  { namespace }: Ref,
  { service, port }: Pick<VirtualUpstream, 'service' | 'port'>,
): ServiceBackend {
  const key = keyFrom(service, namespace)
  return { namespace: key.namespace, service: key.name, port }
}

/** null: no Service */
export function serviceOf(namespace: string, backend: IngressBackend | null | undefined): ServiceBackend | null {
  const service = backend?.service
  if (!service) return null
  return { namespace, service: service.name, port: service.port?.name || service.port?.number || null }
}
