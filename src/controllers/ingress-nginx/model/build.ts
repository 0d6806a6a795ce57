/** The objects that a controller owns → what it makes of them. Linear in the number of rules, but for canaries. */

import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Inventory } from '../../../domain/objects/inventory.js'
import { type NamespacedName, refKey, refOf } from '../../../domain/objects/ref.js'
import { serviceNamed } from '../../../domain/routes/service-name.js'
import { readAnnotations } from '../annotations/read.js'
import type { AnnotationFlaw } from '../annotations/reading.js'
import type { Policy } from '../workload/policy.js'
import { mergeCanaries } from './canaries.js'
import { defaultFlaws, registeredNames, setCertificates } from './certificates.js'
import { useDefaultBackends } from './default-backends.js'
import { wwwRedirects } from './host-names.js'
import { addLocations, asksOf } from './locations.js'
import { oldestFirst } from './order.js'
import { passedHosts } from './passthrough.js'
import { createServers } from './servers.js'
import type { Kept, Model } from './types.js'
import { createUpstreams, type UpstreamFacts } from './upstreams/upstreams.js'

export function buildModel(
  facts: RoutingFacts,
  policy: Policy,
  defaultBackend: UpstreamFacts['defaultBackend'],
): Model {
  const { kept, flaws, unseen } = readAll(facts, policy)
  const around = { facts, policy, defaultBackend }
  const upstreams = createUpstreams(kept, around)
  const servers = createServers(kept, policy.version)
  setCertificates(kept, servers, facts.secretOf)
  addLocations(kept, servers, upstreams, policy.proxySslLocationOnly)
  const canaries = mergeCanaries(kept, upstreams, servers)
  useDefaultBackends(servers, upstreams, around)
  const redirects = wwwRedirects(servers)
  return {
    policy,
    isUnknownHost: (host) => isUnknownHost(facts.inventory, host),
    servers,
    upstreams,
    asked: kept.flatMap(({ asked }) => asked),
    kept,
    flaws,
    unseen,
    canaries,
    wwwRedirects: redirects,
    passed: passedHosts(servers, upstreams, facts),
    registered: registeredNames(servers, redirects),
    defaultFlawOf: defaultFlaws(policy.defaultCertificate, facts),
  }
}

function readAll(facts: RoutingFacts, policy: Policy): Pick<Model, 'kept' | 'flaws' | 'unseen'> {
  const kept: Kept[] = []
  const flaws = new Map<string, readonly AnnotationFlaw[]>()
  const unseen = new Map<string, readonly string[]>()
  const look = {
    configMapOf: facts.configMapOf,
    secretOf: facts.secretOf,
    serviceOf: (ref: NamespacedName) =>
      facts.inventory.service(ref) ?? (facts.inventory.sees('Service', ref.namespace) ? undefined : null),
  }
  for (const ingress of oldestFirst(facts.ingresses)) {
    const ref = refOf(ingress)
    const reading = readAnnotations(ingress, policy, look)
    if (reading.flaws.length > 0) flaws.set(refKey(ref), reading.flaws)
    if (reading.unseen.length > 0) unseen.set(refKey(ref), reading.unseen)
    if (reading.annotations) kept.push({ ingress, ref, annotations: reading.annotations, asked: asksOf(ingress, ref) })
  }
  return { kept, flaws, unseen }
}

/** A Service that does not exist has no name either; of other names nothing is known. @param host in lower case */
function isUnknownHost(inventory: Pick<Inventory, 'service' | 'sees'>, host: string): boolean {
  // https://www.rfc-editor.org/rfc/rfc6761#section-6.4
  if (/\.invalid\.?$/.test(host)) return true
  const service = serviceNamed(host)
  return service !== null && inventory.sees('Service', service.namespace) && inventory.service(service) === undefined
}
