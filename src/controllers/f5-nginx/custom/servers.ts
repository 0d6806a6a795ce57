/**
 * A VirtualServer → the server of its host: its own routes, and those of the VirtualServerRoutes to which it hands a path on.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/virtualserver.go (GenerateVirtualServerConfig)
 */
import { told } from '../../../domain/findings/finding.js'
import { nameOf, type Ref, refOf } from '../../../domain/objects/ref.js'
import { snippet } from '../../shared/nginx/quote.js'
import { virtualService } from '../model/asked.js'
import { realIpLines } from '../model/servers.js'
import { certificateIn } from '../model/tls.js'
import type { Lack, Location, Server, Tls } from '../model/types.js'
import type { Upstreams } from '../model/upstreams.js'
import type { VirtualFacts } from './guards.js'
import { Guards } from './guards.js'
import { virtualServerRoutes } from './kinds.js'
import { portsOfVirtual } from './listeners.js'
import { Names } from './names.js'
import { isOfClass } from './own.js'
import { fullName, type Inherited, isHandedOn, partsOf } from './parts.js'
import type { Virtual, VirtualRoute } from './read.js'
import { locationsOf } from './routes.js'

/** Of one that is not among those that are taken. */
function untaken(name: string, { facts, policy }: VirtualFacts): 'missing' | 'class' | 'rejected' {
  const found = (facts.customOf?.(virtualServerRoutes).items ?? []).find((one) => nameOf(refOf(one)) === name)
  if (found === undefined) return 'missing'
  return isOfClass(found, policy.settings) ? 'rejected' : 'class'
}

/** @param doubt why it is not known whether it has the host */
export function serverOfVirtual(one: Virtual, around: VirtualFacts, doubt: Lack | null): Server {
  const tls = tlsOf(one, around)
  const guards = new Guards(one, tls !== null, around)
  const names = new Names(one.ref)
  const http: string[] = []
  const locations: Location[] = []
  const add = (owner: Virtual, route: VirtualRoute, from: Inherited) => {
    const asked = around.asked.at(owner.ref, route.field)
    const found = locationsOf(owner, route, guards.around(owner, route, from), names, asked)
    http.push(...found.http)
    locations.push(...found.locations)
  }
  for (const route of one.routes) if (!isHandedOn(route)) add(one, route, route)
  const { taken, missing } = partsOf(one, around.virtuals)
  addUpstreams([one, ...taken.map(({ object }) => object)], names, around.upstreams)
  for (const { object, from } of taken) for (const sub of object.routes) add(object, sub, from)
  for (const { route, fault, detail } of missing) {
    const { path, delegate, field } = route
    const wanted = delegate === null ? '(by labels)' : fullName(delegate, one)
    const why = fault === 'missing' ? untaken(wanted, around) : fault
    const found = told('delegate-missing', { path, wanted, kind: 'VirtualServerRoute', fault: why, detail })
    const asked = around.asked.at(one.ref, field)
    if (asked !== null) asked.lack ??= { is: 'dropped', to: null, found }
  }
  const { redirect } = one.tls ?? { redirect: null }
  return {
    host: one.host,
    source: one.ref,
    ports: portsOfVirtual(one, around.facts, around.policy.settings),
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

/**
 * All that an object names are written, be they of use or not. What stands behind a Service is looked up once for a host:
 * of several with the same port the last one says whether it is the Service's own address.
 */
function addUpstreams(objects: readonly Virtual[], names: Names, upstreams: Upstreams): void {
  const all = objects.flatMap(({ ref, upstreams: own }) =>
    own.map((found) => ({
      ...{ ...found, name: names.upstream(ref, found.name), service: virtualService(ref, found) },
      key: JSON.stringify([virtualService(ref, found), found.labels]),
    })),
  )
  const byAddress = new Map(all.map((one) => [one.key, one.byAddress]))
  for (const { key, name, service, labels } of all)
    upstreams.add(name, service, byAddress.get(key) === true && 'blindly', labels)
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
