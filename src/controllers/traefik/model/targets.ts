/**
 * A Service and one of its ports → its servers, as the providers find them, or why there are none.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/ingress/kubernetes.go (loadService)
 */
import type { Instead } from '../../../domain/findings/backend-facts.js'
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { Inventory } from '../../../domain/objects/inventory.js'
import type { EndpointSlice, IngressBackend, Service, ServicePort } from '../../../domain/objects/objects.js'
import { type NamespacedName, nameOf, refOf } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import { byAddress, nearestPort, routeEndpoint } from '../../../domain/routes/resolve-endpoints.js'
import { counted, withoutEndpoints } from '../../../domain/routes/resolve-service.js'
import type { RouteEndpoint, RouteEndpoints } from '../../../domain/routes/route.js'
import { plainSpeech, type Speech } from '../../../languages/traefik/config/types.js'
import type { Terms } from '../workload/settings.js'
import { isSaid, prefix, readAnnotations } from './annotations.js'
import type { Made, Target } from './types.js'

/**
 * @param isAny any port of an ExternalName will do
 * @param isStream for connections or datagrams, and not for requests
 */
export function countedFor(
  inventory: Inventory,
  { namespace, service: name, port: wanted }: ServiceBackend,
  isAny = false,
  isStream = false,
): RouteEndpoints {
  const ref = { namespace, name }
  const service = inventory.service(ref)
  if (service === undefined)
    return inventory.sees('Service', namespace) ? withoutEndpoints('no-service', 0) : withoutEndpoints('unknown', null)
  const port = portOf(service, wanted) ?? (isAny ? portOfExternal(service, wanted) : undefined)
  if (port === undefined) return { ...withoutEndpoints('no-port', 0), nearestPort: nearestPort(service, wanted, 'TCP') }
  if (service.spec?.type === 'ExternalName')
    return { ...withoutEndpoints('external-name', 0), externalName: service.spec.externalName ?? null }
  if (!inventory.seesSlices(ref)) return withoutEndpoints('unknown', null)
  return counted(itemsIn(inventory.slices(ref), port, isStream))
}

/** Is a port of it in any of its slices, whether somebody answers there or not. */
export function isListed(inventory: Inventory, backend: ServiceBackend): boolean {
  const ref = { namespace: backend.namespace, name: backend.service }
  const service = inventory.service(ref)
  const port = service && portOf(service, backend.port)
  if (port === undefined) return false
  return inventory.slices(ref).some(({ ports }) => ports?.some(({ name }) => (name ?? '') === (port.name ?? '')))
}

/** The first that fits by number or by name, whatever its protocol. */
function portOf({ spec }: Service, wanted: number | string | null): ServicePort | undefined {
  return spec?.ports?.find(({ port, name }) => (typeof wanted === 'string' ? (name ?? '') === wanted : port === wanted))
}

/** One that is named by its number need not be there. */
function portOfExternal({ spec }: Service, wanted: number | string | null): ServicePort | undefined {
  return spec?.type === 'ExternalName' && typeof wanted === 'number' && wanted !== 0 ? { port: wanted } : undefined
}

/**
 * One that serves and does not end gets requests, whether it is ready or not; connections, whoever is said to be ready.
 * An address counts once.
 */
function itemsIn(slices: readonly EndpointSlice[], { name }: ServicePort, isStream: boolean): RouteEndpoint[] {
  const found = new Map<string, RouteEndpoint>()
  for (const slice of slices) {
    const number = (slice.ports ?? []).find((one) => (one.name ?? '') === (name ?? ''))?.port
    if (!number) continue
    for (const endpoint of slice.endpoints ?? [])
      for (const address of endpoint.addresses ?? []) {
        const item = routeEndpoint(endpoint, address, number, refOf(slice).namespace)
        const ready = isStream ? endpoint.conditions?.ready === true : item.serving && !item.terminating
        if (!found.get(address)?.[isStream ? 'ready' : 'serving']) found.set(address, { ...item, ready })
      }
  }
  return [...found.values()].sort(byAddress)
}

/** What a path names, as it is written. */
export function backendNamed(
  namespace: string,
  { name, port }: NonNullable<IngressBackend['service']>,
): ServiceBackend {
  return { namespace, service: name, port: port?.name || port?.number || null }
}

/** The same where another Service stands in for it. */
export function namedIn(
  inventory: Inventory,
  namespace: string,
  service: NonNullable<IngressBackend['service']>,
  { backend }: Target,
): Pick<Made, 'named'> {
  if (backend.service === service.name) return {}
  const named = backendNamed(namespace, service)
  return { named: { backend: named, counted: countedFor(inventory, named) } }
}

/** The backend of a path that is left out, whatever is behind it. */
export function unusedTargets(
  inventory: Inventory,
  namespace: string,
  asked: IngressBackend | null | undefined,
): readonly Target[] {
  return asked?.service ? [unusedTarget(inventory, backendNamed(namespace, asked.service))] : []
}

/** Not even one that is about to end, which gets no requests and is a server all the same. */
export function hasNoServer({ servers, counted: { items } }: Pick<Target, 'servers' | 'counted'>): boolean {
  return servers?.length === 0 && !items?.some(({ serving }) => serving)
}

export function unusedTarget(inventory: Inventory, backend: ServiceBackend): Target {
  return { backend, counted: countedFor(inventory, backend), servers: [], weight: 1 }
}

/** What became of a backend. */
export interface FoundTarget {
  readonly target: Target
  /** why the provider leaves it out; null: it takes it */
  readonly lack: Told | null
  /** that it is to be spoken to by, as it is written. Absent: none */
  readonly transport?: string
}

/** What is said of one Service where it is named, or on itself. */
export interface OwnTerms {
  /** undefined: as it is by default */
  readonly native: boolean | undefined
  /** by the addresses of all nodes, where it has a port there */
  readonly byNode: boolean
  readonly hasHealthCheck: boolean
  /** a port of an ExternalName need not be one of the Service */
  readonly anyPort: boolean
  /** for connections or datagrams. Absent: for requests */
  readonly isStream?: true
  /** absent, or a scheme of '': as the port says it */
  readonly speech?: Speech
}

/** Nothing is said. */
export const plainTerms: OwnTerms = { native: undefined, byNode: false, hasHealthCheck: false, anyPort: false }

/** Of a provider that reads annotations of Services. */
export function annotatedTarget(inventory: Inventory, terms: Terms, backend: ServiceBackend): FoundTarget {
  const ref = { namespace: backend.namespace, name: backend.service }
  const said = readAnnotations(inventory.service(ref)?.metadata.annotations, 'service')
  if ('fault' in said) {
    return { target: unusedTarget(inventory, backend), lack: told('annotation-refused', { ...said, service: ref }) }
  }
  const native = isSaid(said, 'nativelb') ?? undefined
  const scheme = said.get('serversscheme') ?? ''
  const transport = said.get('serverstransport') ?? ''
  const passesHost = isSaid(said, 'passhostheader') !== false
  const speech = { scheme, passesHost, hasTransport: transport !== '' }
  const byNode = isSaid(said, 'nodeportlb') === true
  return { ...targetFor(inventory, terms, backend, { ...plainTerms, native, byNode, speech }), transport }
}

export function targetFor(inventory: Inventory, terms: Terms, backend: ServiceBackend, own: OwnTerms): FoundTarget {
  const { namespace, service: name } = backend
  const ref = { namespace, name }
  const counted = countedFor(inventory, backend, own.anyPort, own.isStream)
  const service = inventory.service(ref)
  const taken = (servers: readonly string[] | null): FoundTarget => {
    const said = own.speech ?? plainSpeech
    const speech = port && { ...said, scheme: own.speech?.scheme || schemeOf(port) }
    return { target: { backend, counted, servers, weight: 1, ...(speech && { speech }) }, lack: null }
  }
  const left = (lack: Told): FoundTarget => ({ target: { backend, counted, servers: [], weight: 1 }, lack })
  const { spec } = service ?? {}
  const port =
    service && (portOf(service, backend.port) ?? (own.anyPort ? portOfExternal(service, backend.port) : undefined))
  const flaw = flawOf({ backend, counted }, leftOut)
  if (counted.state === 'unknown' || (spec?.type === 'NodePort' && own.byNode)) return taken(null)
  if (port === undefined) return flaw === null ? taken(null) : left(flaw)
  if (spec?.type === 'ExternalName')
    return terms.allowsExternalNames
      ? taken([hostPort(counted.externalName ?? '', port.port)])
      : left(external(ref, counted.externalName, leftOut))
  if (own.hasHealthCheck)
    return left(told('route-refused', { subject: `Service ${nameOf(ref)}`, fault: 'health-check' }))
  if (own.native ?? terms.nativeByDefault)
    return spec?.clusterIP && spec.clusterIP !== 'None'
      ? taken([hostPort(spec.clusterIP, port.port)])
      : left(headless(ref))
  const servers = counted.items.filter(({ ready }) => ready).map(serverOf)
  const isKept = counted.items.some((one) => one[own.isStream ? 'ready' : 'serving']) || terms.allowsEmpty
  return flaw === null || isKept ? taken(servers) : left(flaw)
}

/** https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/#communication-between-traefik-and-pods */
function schemeOf({ name, port }: Pick<ServicePort, 'name' | 'port'>): string {
  return port === 443 || name?.startsWith('https') ? 'https' : 'http'
}

export function serverOf({ address, port }: RouteEndpoint): string {
  return hostPort(address, port ?? 0)
}

function hostPort(address: string, port: number): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`
}

const leftOut: Instead = { is: 'others' }

function external(service: NamespacedName, target: string | null, instead: Instead): Told {
  return told('external-name', { service, instead, target: target ?? '', flaw: 'not-allowed' })
}

function headless(service: NamespacedName): Told {
  return told('annotation-refused', { annotation: `${prefix}service.nativelb`, fault: 'headless', service })
}

/**
 * What is the matter with a backend; null: nothing is.
 * @param instead who answers in its place
 */
export function flawOf(
  { backend, counted: found, servers }: Pick<Target, 'backend' | 'counted'> & Partial<Target>,
  instead: Instead = { is: 'nobody', status: 503 },
): Told | null {
  const { state, nearestPort: near, total, externalName } = found
  const service = { namespace: backend.namespace, name: backend.service }
  const facts = { service, instead }
  const { port } = backend
  switch (state) {
    case 'no-service':
      return told('no-service', facts)
    case 'no-port':
      return told('no-port', { ...facts, port, near })
    case 'none-ready':
      return told('none-ready', { ...facts, total: total ?? 0 })
    case 'no-slices':
      return told('no-endpoints', { ...facts, port })
    case 'external-name':
      return servers?.length === 0 ? external(service, externalName ?? null, instead) : null
    case 'unknown':
      return told('backend-unseen', { service, unseen: 'EndpointSlice' })
    default:
      return null
  }
}
