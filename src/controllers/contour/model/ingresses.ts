/**
 * Rules of Ingresses, which come before all HTTPProxies: https://github.com/projectcontour/contour/blob/main/internal/dag/ingress_processor.go
 *
 * A rule whose Service, or port, is not there becomes no route at all. What two Ingresses ask for alike is one route, and
 * which of them has it changes each time that Contour works out its routes.
 */

import { certificateOf } from '../../../domain/certificates.js'
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { addTo } from '../../../domain/groups.js'
import { repeatsRules } from '../../../domain/objects/default-backend.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { type Ref, refKey, refOf } from '../../../domain/objects/ref.js'
import { resolveRoutes } from '../../../domain/routes/resolve-routes.js'
import type { Route } from '../../../domain/routes/route.js'
import { type Clusters, plainWords } from './clusters.js'
import { addRoute, type Hosts } from './hosts.js'
import { domainOf, matchingOf } from './paths.js'
import { type HostTls, matchKey, pathText, type Wanted } from './types.js'

/** A route of objects, and what becomes of it. */
export interface Taken {
  readonly route: Route
  readonly ingress: Ref
  /** why it becomes no route; null: it does */
  readonly dropped: string | null
  /** those that ask for the same, itself among them; any of them has the requests. Empty: nobody else does */
  readonly rivals: readonly Taken[]
  /** by its name in the proxy; '': there is none */
  readonly cluster: string
  /** as the proxy has it */
  readonly path: string
  /** null: dropped */
  readonly wanted: Wanted | null
  /** what does not keep it from being served */
  readonly remark: Told | null
}

export function addIngresses(
  { inventory, ingresses }: RoutingFacts,
  clusters: Clusters,
  hosts: Hosts,
): readonly Taken[] {
  const own = new Map(ingresses.map((one) => [refKey(refOf(one)), one]))
  const taken: Taken[] = []
  const groups = new Map<string, Taken[]>()
  for (const route of resolveRoutes(inventory)) {
    const ingress = own.get(refKey(route.source))
    if (ingress === undefined) continue
    const one = takenOf(route, ingress, clusters)
    taken.push(one)
    if (one.wanted === null) continue
    addTo(groups, `${domainOf(route)} ${matchKey(one.wanted)}`, one)
    const domain = domainOf(route)
    const isForced = one.wanted.isUpgraded
    const isHttp = ingress.metadata.annotations?.['kubernetes.io/ingress.allow-http'] !== 'false'
    if (isForced || isHttp) addRoute(hosts.ensurePlain(domain), one.wanted)
    const secure = hosts.secure.get(domain)
    if (secure !== undefined && domain !== '*') addRoute(secure, one.wanted)
  }
  const rivals = new Map<Taken, readonly Taken[]>()
  for (const same of groups.values()) {
    // What an Ingress asks for twice is what it says last.
    const lasts = [...new Map(same.map((one) => [refKey(one.ingress), one])).values()]
    if (lasts.length > 1) for (const one of lasts) rivals.set(one, lasts)
  }
  return taken.map((one) => ({ ...one, rivals: rivals.get(one) ?? [] }))
}

function takenOf(route: Route, ingress: Ingress, clusters: Clusters): Taken {
  const { metadata, spec } = ingress
  const [backend] = route.backends
  const { service } = backend ?? {}
  const found = service && clusters.find(service, service.port ?? '', plainWords)
  const dropped = whyDropped(route) ?? (found?.name === null ? whyNone(found.endpoints.state) : null)
  const matching = matchingOf(route)
  const cluster = found?.name ?? ''
  const share = { cluster, weight: 1, hostRewrite: null }
  const wanted: Wanted = {
    ...matching,
    source: route.source,
    isUpgraded: metadata.annotations?.['ingress.kubernetes.io/force-ssl-redirect'] === 'true',
    action: {
      is: 'forward',
      forward: {
        ...{ clusters: [share], untried: null, statusWithoutCluster: 503, host: null, mirrors: [] },
        rewrite: { prefix: null, regex: null, untried: null },
      },
    },
    ...{ replacement: null, filters: { on: [], off: [] } },
  }
  const path = pathText(matching.path)
  return {
    ...{ route, ingress: route.source, dropped, rivals: [], cluster },
    path: matching.path.is === 'regex' ? `^${path}` : path,
    wanted: dropped === null ? wanted : null,
    remark:
      route.host === null && route.match === null && dropped === null && spec?.rules?.length
        ? told('default-beside-rules', { only: 'everybody', isRepeated: repeatsRules(ingress) })
        : null,
  }
}

/** null: it becomes a route */
function whyDropped({ backends: [backend] }: Route): string | null {
  if (backend === undefined) return 'the rule has no paths'
  return backend.service === null ? 'its backend is no Service' : null
}

function whyNone(state: Route['backends'][number]['endpoints']['state']): string {
  switch (state) {
    case 'no-service':
      return 'its Service is not there, so that no route is made of it'
    case 'external-name':
      return 'its Service is only another name, of which no route is made by default'
    default:
      return 'its Service has no such port, so that no route is made of it'
  }
}

/** For each host what its TLS section names; of several with a good certificate the first is told, though any may be shown. */
export function tlsOf({ ingresses, secretOf }: RoutingFacts): ReadonlyMap<string, HostTls> {
  const found = new Map<string, HostTls>()
  for (const ingress of ingresses) {
    const { namespace } = refOf(ingress)
    const ruled = new Set((ingress.spec?.rules ?? []).flatMap(({ host }) => host?.toLowerCase() ?? []))
    for (const { hosts, secretName } of ingress.spec?.tls ?? []) {
      if (!secretName) continue
      const secret: Ref = { kind: 'Secret', namespace, name: secretName }
      const seen = secretOf(secret)
      // One that may not be looked at is taken to be good.
      const isGood = seen === null || (seen !== undefined && certificateOf(seen) !== null)
      for (const host of (hosts ?? []).map((one) => one.toLowerCase()))
        if (ruled.has(host) && !found.get(host)?.isGood) found.set(host, { by: refOf(ingress), secret, isGood })
    }
  }
  return found
}
