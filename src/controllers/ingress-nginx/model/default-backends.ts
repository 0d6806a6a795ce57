/**
 * `spec.defaultBackend`, which answers for what no rule takes, and the annotation `default-backend`, which takes the place of an upstream that has no endpoint, if its own Service has one, and answers for
 * `custom-http-errors`.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go (shouldCreateUpstreamForLocationDefaultBackend)
 */
import { told } from '../../../domain/findings/finding.js'
import type { ServicePort } from '../../../domain/objects/objects.js'
import type { NamespacedName } from '../../../domain/objects/ref.js'
import { withoutEndpoints } from '../../../domain/routes/resolve-service.js'
import { type Asked, defaultUpstream, type Kept, type Location, type Server, type Upstream } from './types.js'
import { endpointsFor } from './upstreams/endpoints.js'
import { type FoundEndpoints, isUnanswered } from './upstreams/external-names.js'
import { serviceBackend, type UpstreamFacts, upstreamName } from './upstreams/upstreams.js'

export const defaultField = 'spec.defaultBackend'

/** What `spec.defaultBackend` asks for, as a rule would. @param location where it answers; null: nowhere */
export function askedDefault({ ref, ingress }: Kept, location: Location | null): Asked {
  const backend = serviceBackend(ref.namespace, ingress.spec?.defaultBackend)
  const upstream = backend && upstreamName(backend)
  return {
    ref,
    host: null,
    path: '/',
    pathType: 'Prefix',
    backend,
    upstream,
    field: defaultField,
    location,
    fate: null,
  }
}

/** The upstream that the annotation makes of a Service. */
export function standInName({ namespace, name }: NamespacedName): string {
  return `custom-default-backend-${namespace}-${name}`
}

/** Changes `upstreams`, and the upstream of locations. */
export function useDefaultBackends(
  servers: ReadonlyMap<string, Server>,
  upstreams: Map<string, Upstream>,
  around: UpstreamFacts,
): void {
  const { facts } = around
  for (const { locations } of servers.values())
    for (const location of locations) {
      // Where the default backend of all answers, it does so for errors, too.
      const own = location.upstream === defaultUpstream ? undefined : upstreams.get(location.upstream)
      const ref = location.owner?.annotations.defaultBackend
      const isEmpty = own?.endpoints?.length === 0
      const catches = (location.owner?.annotations.customHttpErrors.length ?? 0) > 0
      if (!ref || own === undefined || !(isEmpty || catches)) continue
      const port = facts.inventory.service(ref)?.spec?.ports?.[0]
      if (port === undefined) continue
      const asked = ofDefaultBackend(around, ref, port)
      if (asked.endpoints?.length === 0 && !isNamed(asked)) continue
      const name = standInName(ref)
      const found = asCopied(asked, ref, own, upstreams.get(name), around)
      // It is a copy of the upstream whose place it takes, canaries included.
      upstreams.set(name, {
        ...own,
        name,
        service: { namespace: ref.namespace, service: ref.name, port: port.port },
        ...found,
      })
      location.errorUpstream = name
      if (isEmpty) location.upstream = name
    }
}

/**
 * Of a copy of an ExternalName the proxy looks all endpoints up as names, and an address that leads to itself is no answer:
 * https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/lua/balancer.lua (resolve_external_names)
 * @param before the copy that another location has of it: of two of one name the one of an ExternalName counts
 */
function asCopied(
  found: FoundEndpoints,
  ref: NamespacedName,
  { service }: Upstream,
  before: Upstream | undefined,
  { facts }: UpstreamFacts,
): FoundEndpoints {
  const copied = service && facts.inventory.service({ namespace: service.namespace, name: service.service })
  const isName = found.lack === null && copied?.spec?.type === 'ExternalName'
  const wasName = before?.lack?.code === 'external-name' && before.lack.facts.flaw === 'stands-in'
  if (!isName && !wasName) return found
  const lack = told('external-name', { service: ref, instead: { is: 'unsaid' }, target: '', flaw: 'stands-in' })
  return { endpoints: [], lack, counted: withoutEndpoints('no-slices', 0), listed: found.endpoints ?? [] }
}

/** `--disable-svc-external-name` is not asked here, and the port is its first, whatever the Ingress names. */
function ofDefaultBackend({ facts, policy }: UpstreamFacts, ref: NamespacedName, port: ServicePort): FoundEndpoints {
  return endpointsFor(facts, { ...policy, externalNames: true }, ref, port.port)
}

/** A name that leads nowhere takes the place nevertheless, and whoever asks it gets 503. */
function isNamed({ lack }: FoundEndpoints): boolean {
  return lack?.code === 'external-name' && isUnanswered(lack.facts.flaw)
}
