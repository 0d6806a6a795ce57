/**
 * IngressRouteTCPs and IngressRouteUDPs → routers of connections, as the provider for them does:
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/crd/kubernetes_tcp.go
 */
import type { Told } from '../../../../domain/findings/facts.js'
import { told } from '../../../../domain/findings/finding.js'
import type { CustomObject } from '../../../../domain/objects/custom.js'
import { flag, isRecord, text, texts, type Wire, wires } from '../../../../domain/objects/project-fields.js'
import { nameOf, refKey, refOf } from '../../../../domain/objects/ref.js'
import { streamName } from '../../../../languages/traefik/config/read.js'
import type { Router, Service } from '../../../../languages/traefik/config/types.js'
import { tcpPriorityOf, tcpSyntax } from '../../../../languages/traefik/route/connections.js'
import { readRule } from '../../../../languages/traefik/rule/read.js'
import { namesIn } from '../../../../languages/traefik/rule/rule.js'
import { maskRule, wrongRule } from '../../rule-mask.js'
import { plainService } from '../builder.js'
import { defaultsOf, switchedOff } from '../entry-points.js'
import type { Site } from '../site.js'
import { targetFor } from '../targets.js'
import type { Made, Target } from '../types.js'
import { tcpMiddlewares, tcpRoutes, tcpTransports, udpRoutes } from './kinds.js'
import { addConnectionMiddleware } from './middlewares.js'
import { doubtOf, lackOf, nameInside, namesOf, nothingNamed, otherNamespace, transportNamed } from './references.js'
import { routerName, syntaxOf, unreadOf } from './routes.js'
import { isOfClass, watched } from './taken.js'
import { optionsNamed, refusedOptions } from './tls-options.js'

/** @returns the object at which the provider panics, so that it says nothing of all that it reads; null: there is none */
export function addConnections(site: Site): CustomObject | null {
  for (const one of watched(site, tcpMiddlewares)) addConnectionMiddleware(site, one)
  let end: CustomObject | null = null
  for (const kind of [tcpRoutes, udpRoutes])
    for (const object of watched(site, kind)) {
      if (!isOfClass(site, object)) continue
      const services: Services = { single: new Map(), weighted: new Map(), isEnd: false }
      const all = wires(object.spec.routes).map((route, i) => routeOf(site, object, route, i, services))
      for (const one of all) site.builder.add(unlessTwice(one, services))
      if (services.isEnd) end ??= object
    }
  return end
}

/** What the rules of an object have made so far. */
interface Services {
  /** those that are one Service alone, by name: the last rule that made it, which is all that is left of the others */
  readonly single: Map<string, string>
  /** the parts of those that are several: rules of one text put theirs together */
  readonly weighted: Map<string, NonNullable<Service['weighted']>>
  /** a later rule of the same text adds its several to the parts of the single one, which has none */
  isEnd: boolean
}

/** Of rules of one text in an object the last one counts. */
function unlessTwice(made: Made, { single }: Services): Made {
  const field = made.routers.map(({ name }) => single.get(name))[0]
  if (field === undefined || field === made.field) return made
  return { ...made, routers: [], lack: made.lack ?? told('asked-twice', { field }) }
}

/** Is it a service that an object of these made. */
export function isOfConnections(service: string | null): boolean {
  return /^(?:tcp|udp)\/.*@kubernetescrd$/.test(service ?? '')
}

function routeOf(site: Site, object: CustomObject, route: Wire, index: number, services: Services): Made {
  const source = refOf(object)
  const isTcp = object.kind === tcpRoutes.kind
  const rule = isTcp ? (text(route.match) ?? '') : ''
  const syntax = syntaxOf(site, route)
  const read = isTcp ? readRule(rule, tcpSyntax({ syntax })) : null
  const names = read === null || 'wrong' in read ? [] : namesIn(read).hosts
  // One for all names is nobody's host.
  const [host = null, ...moreHosts] = names.filter((name) => name !== '*')
  const match = { path: isTcp ? maskRule(rule) : 'UDP', pathType: 'Rule', method: null, headers: [], query: [] }
  const made = { source, field: `spec.routes[${index}]`, host, moreHosts, match, targets: [], routers: [] }
  const former = unreadOf(site, object)
  if (former !== null) return { ...made, lack: former }
  if (isTcp && rule === '') return { ...made, lack: told('route-refused', { subject: 'its match', fault: 'empty' }) }
  const named = namesOf(site, route.middlewares, source.namespace, tcpMiddlewares)
  const middlewares = named.names.map((one) => streamName('tcp', one))
  const tls = isRecord(object.spec.tls) ? object.spec.tls : null
  const name = isTcp
    ? streamName('tcp', routerName(object, rule))
    : streamName('udp', nameInside(source.namespace, `${source.name}-${index}`))
  const asked = wires(route.services)
  const isMade = named.lack === null
  const {
    targets,
    lack: flaw,
    missing,
    doubt,
  } = servicesOf(site, asked, object, isMade ? { name, weighted: services.weighted } : null)
  if (isMade && flaw === null && asked.length === 1) services.single.set(name, made.field)
  else if (isMade && flaw === null && services.single.has(name)) services.isEnd = true
  const isTls = isTcp && tls?.passthrough !== true
  const lack =
    (read !== null && 'wrong' in read ? wrongRule(rule, read.wrong) : null) ??
    named.lack ??
    (names[0] !== undefined && names[0] !== '*' && tls === null
      ? wrongRule(rule, 'it names a host, and there is no tls')
      : null) ??
    flaw ??
    site.missingMiddleware(middlewares) ??
    missing ??
    (isTls ? refusedOptions(site, object) : null)
  const said = texts(object.spec.entryPoints) ?? []
  const router: Router = {
    ...{ name, rule, syntax, service: name, parents: [], errors: [], origin: null, middlewares },
    priority: tcpPriorityOf(rule, typeof route.priority === 'number' ? route.priority : null),
    // Datagrams come in by any that is for them, where none is said.
    entryPoints: said.length > 0 || !isTcp ? said : defaultsOf(site.settings.entryPoints),
    tls: tls !== null,
    over: isTcp ? 'tcp' : 'udp',
    ...(isTls && optionsNamed(object)),
    ...(tls?.passthrough === true && { passthrough: true as const }),
  }
  if (lack !== null) return { ...made, targets, lack, routers: isMade ? switchedOff([router]) : [] }
  return { ...made, targets, lack: null, ...(doubt !== null && { doubt }), routers: [router] }
}

/**
 * Those that cannot serve are left out, and the others are not.
 * @param to where the service goes that is made; null: a rule whose middlewares are refused has none
 */
function servicesOf(
  { facts, settings, builder }: Site,
  asked: readonly Wire[],
  object: CustomObject,
  to: (Pick<Services, 'weighted'> & { readonly name: string }) | null,
): {
  readonly targets: readonly Target[]
  readonly lack: Told | null
  readonly missing: Told | null
  readonly doubt: string | null
} {
  const { namespace: parent } = refOf(object)
  const isTcp = object.kind === tcpRoutes.kind
  const found = asked.map((wire) => {
    const service = text(wire.name) ?? ''
    const namespace = text(wire.namespace) || parent
    const port = typeof wire.port === 'number' || typeof wire.port === 'string' ? wire.port : null
    const own = {
      native: flag(wire.nativeLB) ?? undefined,
      ...({ byNode: wire.nodePortLB === true, hasHealthCheck: false, anyPort: true, isStream: true } as const),
    }
    const { target, lack } = targetFor(facts.inventory, settings.crd, { namespace, service, port }, own)
    const foreign =
      namespace !== parent && !settings.crd.crossNamespace
        ? otherNamespace('Service', nameOf({ namespace, name: service }))
        : null
    const transport = transportNamed({ settings }, tcpTransports, isTcp ? wire : {}, namespace)
    const wanted = target.servers?.length === 0 ? nothingNamed : transport
    const missing = lackOf({ facts, settings }, tcpTransports, wanted)
    const doubt = doubtOf({ facts, settings }, tcpTransports, wanted)
    return { wire, target, lack: foreign ?? lack ?? transport.refused, missing, doubt }
  })
  const taken = found.filter(({ lack }) => lack === null)
  const targets = (taken.length > 0 ? taken : found).map(({ target }) => target)
  const [only, ...others] = taken
  if (only === undefined)
    return {
      targets,
      lack: found[0]?.lack ?? told('route-refused', { subject: 'its services', fault: 'empty' }),
      ...{ missing: null, doubt: null },
    }
  const standing = {
    missing: taken.find((one) => one.missing !== null)?.missing ?? null,
    doubt: taken.find((one) => one.doubt !== null)?.doubt ?? null,
  }
  if (to === null) return { targets, lack: null, ...standing }
  const { name, weighted } = to
  const by = refKey(refOf(object))
  if (others.length === 0 && asked.length === 1) {
    weighted.delete(name)
    builder.addTarget(name, only.target, [], by)
  } else {
    const own = taken.map(({ wire, target }) => {
      const { service, port } = target.backend
      const part = builder.addTarget(name.replace('@', `-${service}-${port ?? ''}@`), target, [], by)
      return { name: part, weight: typeof wire.weight === 'number' ? wire.weight : 1 }
    })
    weighted.set(name, [...(weighted.get(name) ?? []), ...own])
    builder.addService({ ...plainService(name), weighted: weighted.get(name) ?? [] }, by)
  }
  return { targets, lack: null, ...standing }
}
