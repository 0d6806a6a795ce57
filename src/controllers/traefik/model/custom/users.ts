/** What asks for routes and names an object that asks for none: a Middleware, a TraefikService, TLS options. */
import type { RoutingFacts } from '../../../../domain/controllers/routing-facts.js'
import type { CustomObject } from '../../../../domain/objects/custom.js'
import { isRecord, text } from '../../../../domain/objects/project-fields.js'
import { isSame, type Ref, refKey, refOf } from '../../../../domain/objects/ref.js'
import { prefix } from '../annotations.js'
import { customKinds, ingressRoutes, tcpMiddlewares, tcpRoutes, udpRoutes } from './kinds.js'
import { nameInside } from './references.js'

const routeKinds: ReadonlySet<string> = new Set([ingressRoutes, tcpRoutes, udpRoutes].map(({ kind }) => kind))

/** Itself, or by way of others, such as a chain of Middlewares. */
export function usersOf({ ingresses, customOf }: RoutingFacts, named: Ref): readonly Ref[] {
  const objects = customKinds.flatMap((kind) => customOf?.(kind).items ?? [])
  const found = new Map([[refKey(named), named]])
  // A map goes on to what is added to it meanwhile.
  for (const one of found.values())
    for (const object of objects) if (names(object, one)) found.set(refKey(refOf(object)), refOf(object))
  const inside = [...found.values()].map(({ namespace, name }) => nameInside(namespace, name))
  const byAnnotation = ingresses.filter(({ metadata }) =>
    Object.entries(metadata.annotations ?? {}).some(
      ([key, value]) =>
        key.startsWith(prefix) && value.split(',').some((part) => inside.includes(part.trim().toLowerCase())),
    ),
  )
  found.delete(refKey(named))
  return [...[...found.values()].filter(({ kind }) => routeKinds.has(kind)), ...byAnnotation.map(refOf)]
}

function names(object: CustomObject, named: Ref): boolean {
  const own = refOf(object)
  const behind = { ...kindsBehind, ...(own.kind === tcpRoutes.kind && { middlewares: tcpMiddlewares.kind }) }
  return !isSame(own, named) && isNamedIn(object.spec, '', named, { namespace: own.namespace, behind })
}

interface Place {
  readonly namespace: string
  /** field → kind of what it names */
  readonly behind: Readonly<Record<string, string>>
}

/** @param field that holds the value: it says of which kind a reference is, unless that does so itself */
function isNamedIn(value: unknown, field: string, named: Ref, place: Place): boolean {
  if (Array.isArray(value)) return value.some((one) => isNamedIn(one, field, named, place))
  if (!isRecord(value)) return false
  const kind = text(value.kind) ?? place.behind[field] ?? 'Service'
  const isNamed =
    kind === named.kind &&
    text(value.name) === named.name &&
    (text(value.namespace) || place.namespace) === named.namespace
  return isNamed || Object.entries(value).some(([key, one]) => isNamedIn(one, key, named, place))
}

const kindsBehind: Readonly<Record<string, string>> = {
  ...{ middlewares: 'Middleware', options: 'TLSOption', parentRefs: 'IngressRoute' },
}
