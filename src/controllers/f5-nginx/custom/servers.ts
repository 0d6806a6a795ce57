/**
 * A VirtualServer → the server of its host: its own routes, and those of the VirtualServerRoutes to which it hands a path on.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/virtualserver.go (GenerateVirtualServerConfig)
 */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { told } from '../../../domain/findings/finding.js'
import { nameOf, type Ref, refKey } from '../../../domain/objects/ref.js'
import { snippet } from '../../shared/nginx/quote.js'
import type { AskedRoutes } from '../model/asked.js'
import { realIpLines } from '../model/servers.js'
import { certificateIn } from '../model/tls.js'
import type { Lack, Location, Server, Tls } from '../model/types.js'
import type { Upstreams } from '../model/upstreams.js'
import type { Policy } from '../workload/policy.js'
import { usualPorts } from '../workload/settings.js'
import { Guards } from './guards.js'
import { Names } from './names.js'
import type { PolicyBook } from './policies/book.js'
import type { Virtual, VirtualRoute, Virtuals } from './read.js'
import { locationsOf } from './routes.js'

export interface VirtualFacts {
  readonly facts: Pick<RoutingFacts, 'secretOf'>
  readonly policy: Policy
  readonly book: PolicyBook
  readonly asked: AskedRoutes
  readonly upstreams: Upstreams
  readonly virtuals: Virtuals
}

/** @param doubt why it is not known whether it has the host */
export function serverOfVirtual(one: Virtual, around: VirtualFacts, doubt: Lack | null): Server {
  const tls = tlsOf(one, around)
  const guards = new Guards(one, tls !== null, around)
  const names = new Names(one.ref)
  const http: string[] = []
  const locations: Location[] = []
  for (const route of one.routes)
    for (const part of partsOf(one, route, around)) {
      if (part === null) {
        const wanted = route.delegate ?? '(by labels)'
        const facts = { path: route.path, wanted, kind: 'VirtualServerRoute', fault: 'missing', detail: null } as const
        loseRoute(around.asked, one.ref, route.field, {
          ...{ is: 'dropped', to: null },
          found: told('delegate-missing', facts),
        })
        continue
      }
      for (const sub of part === one ? [route] : part.routes) {
        const found = locationsOf(part, sub, guards.around(part, sub, route), names, around)
        http.push(...found.http)
        locations.push(...found.locations)
      }
    }
  const { redirect } = one.tls ?? { redirect: null }
  return {
    host: one.host,
    source: one.ref,
    ports: { http: [usualPorts.http], https: [usualPorts.https] },
    tls,
    http: [...http, ...snippet(guards.allows(one.snippets.http))],
    lines: [
      ...(redirect === null
        ? []
        : [`if (${redirect.by} = 'http') { return ${redirect.code} https://$host$request_uri; }`]),
      ...realIpLines(around.policy),
      ...guards.ofAll.lines,
      ...snippet(guards.allows(one.snippets.server) ?? around.policy.serverSnippets),
    ],
    locations: [...guards.locations, ...locations],
    doubt,
  }
}

function loseRoute(asked: AskedRoutes, ref: Ref, field: string, lack: Lack): void {
  const route = asked.at(ref, field)
  if (route !== null) route.lack ??= lack
}

/** Whose routes stand there: its own, or those of others; null: of one that is not there, or does not fit. */
function* partsOf(one: Virtual, route: VirtualRoute, { virtuals }: VirtualFacts): Generator<Virtual | null> {
  if (route.delegate === null && route.selector === null) {
    yield one
    return
  }
  const key = route.delegate?.includes('/') ? route.delegate : `${one.ref.namespace}/${route.delegate}`
  const wanted = Object.entries(route.selector ?? {})
  const isMeant = (part: Virtual) =>
    route.selector === null
      ? nameOf(part.ref) === key
      : wanted.every(([name, value]) => part.object.metadata.labels?.[name] === value)
  const found = virtuals.routes.filter((part) => isMeant(part) && fits(part, one.host, route.path))
  yield* found
  if (found.length === 0) yield null
}

/** The host must be the same, and each path one below that which is handed on. */
function fits({ host, routes }: Virtual, wanted: string, path: string): boolean {
  return (
    host === wanted && routes.every((one) => (path.startsWith('/') ? one.path.startsWith(path) : one.path === path))
  )
}

/** Those to which some VirtualServer hands a path on. */
export function delegatesOf(virtuals: Virtuals, isOwner: (one: Virtual) => boolean): ReadonlySet<string> {
  const found = new Set<string>()
  for (const one of virtuals.servers.filter(isOwner))
    for (const route of one.routes)
      for (const part of partsOf(one, route, { virtuals } as VirtualFacts))
        if (part !== null) found.add(refKey(part.ref))
  return found
}

/** null: it names no Secret, and none steps in */
function tlsOf({ tls, ref }: Virtual, { facts, policy }: VirtualFacts): Tls | null {
  const secret: Ref | null =
    tls === null
      ? null
      : tls.secret === null
        ? policy.settings.wildcardCertificate
        : { kind: 'Secret', namespace: ref.namespace, name: tls.secret }
  return secret && { by: ref, ...certificateIn(secret, facts.secretOf) }
}
