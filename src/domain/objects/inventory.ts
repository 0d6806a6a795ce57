/** The objects that a verb looks at, indexed by identity, and the gaps: what could not or may not be seen. */

import type { Gap } from '../gap.js'
import { addTo } from '../groups.js'
import type { Coverage, Listing } from '../ports.js'
import type { EndpointSlice, Endpoints, Ingress, IngressClass, Service, SliceEndpoint } from './objects.js'
import { byName, type NamespacedName, nameOf, refOf } from './ref.js'

/** The label that ties a slice to its Service: https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const serviceNameLabel = 'kubernetes.io/service-name'

/** An IngressClass by its name; undefined: there is none of that name; null: of this one that cannot be told. */
export type FindClass = (name: string) => IngressClass | undefined | null

export interface Inventory {
  readonly ingresses: readonly Ingress[]
  /** how much of what was asked `ingresses` covers */
  readonly coverage: Coverage
  readonly gaps: readonly Gap[]
  /** `undefined`: none of that name; ask {@link Inventory.sees} whether that means anything */
  readonly ingressClass: (name: string) => IngressClass | undefined
  /** the same; null: no class may be seen, so that absence means nothing */
  readonly classOf: FindClass | null
  /** null: they may not be seen */
  readonly classes: readonly IngressClass[] | null
  /** those that are seen, be they all or not */
  readonly someClasses: readonly IngressClass[]
  readonly service: (name: NamespacedName) => Service | undefined
  /** of a namespace, as far as they were listed */
  readonly servicesIn: (namespace: string) => readonly Service[]
  /** in all namespaces that were listed */
  readonly servicesNamed: (name: string) => readonly NamespacedName[]
  /** all slices of a Service, in the order in which they were listed */
  readonly slices: (service: NamespacedName) => readonly EndpointSlice[]
  /** does absence mean "none" for this kind in this namespace, or only "not seen" */
  readonly sees: (kind: 'IngressClass' | 'Service', namespace: string) => boolean
  /** is it known which slices a Service has: all are seen, or some of it */
  readonly seesSlices: (service: NamespacedName) => boolean
}

/** What was listed. `endpoints` stands in where no slice could be seen (an old or restricted cluster, a file). */
export interface Listings {
  readonly ingresses: Listing<'Ingress'>
  readonly classes: Listing<'IngressClass'>
  readonly services: Listing<'Service'>
  readonly slices: Listing<'EndpointSlice'>
  readonly endpoints?: Listing<'Endpoints'> | undefined
}

export function inventoryOf(listings: Listings): Inventory {
  const { ingresses, classes, services, endpoints } = listings
  const slices = endpoints === undefined ? listings.slices : sliceListing(endpoints)
  const classByName = byName(classes.items)
  const ingressClass: Inventory['ingressClass'] = (name) => classByName.get(nameOf({ namespace: '', name }))
  const seesClasses = covers(classes.coverage, '')
  const serviceOf = indexByNamespace(services.items)
  const slicesOf = groupByService(slices.items)
  const coverage = {
    IngressClass: classes.coverage,
    Service: services.coverage,
    EndpointSlice: slices.coverage,
  }
  return {
    ingresses: ingresses.items,
    coverage: ingresses.coverage,
    gaps: [ingresses, classes, services, listings.slices, ...(endpoints ? [endpoints] : [])].flatMap(
      ({ gaps }) => gaps,
    ),
    ingressClass,
    // Files hold a part: a class that stands in one is known, and of the others nobody can tell.
    classOf: seesClasses ? ingressClass : classes.items.length > 0 ? (name) => ingressClass(name) ?? null : null,
    classes: seesClasses ? classes.items : null,
    someClasses: classes.items,
    service: ({ namespace, name }) => serviceOf.get(namespace)?.get(name),
    servicesIn: (namespace) => services.items.filter((one) => refOf(one).namespace === namespace),
    servicesNamed: (name) => services.items.map(refOf).filter((one) => one.name === name),
    slices: (service) => slicesOf.get(nameOf(service)) ?? [],
    sees: (kind, namespace) => covers(coverage[kind], namespace),
    seesSlices: (service) => covers(slices.coverage, service.namespace) || slicesOf.has(nameOf(service)),
  }
}

export function covers(coverage: Coverage, namespace: string): boolean {
  return coverage === 'all' || (coverage !== 'none' && coverage.includes(namespace))
}

/** Asked by each rule, of which there are tens of thousands: no key is spelled for it. */
function indexByNamespace(items: readonly Service[]): Map<string, Map<string, Service>> {
  const namespaces = new Map<string, Map<string, Service>>()
  for (const item of items) {
    const { namespace, name } = refOf(item)
    const names = namespaces.get(namespace) ?? new Map<string, Service>()
    namespaces.set(namespace, names.set(name, item))
  }
  return namespaces
}

function groupByService(slices: readonly EndpointSlice[]): Map<string, EndpointSlice[]> {
  const groups = new Map<string, EndpointSlice[]>()
  for (const slice of slices) {
    const name = slice.metadata.labels?.[serviceNameLabel]
    if (!name) continue
    addTo(groups, nameOf({ namespace: slice.metadata.namespace ?? '', name }), slice)
  }
  return groups
}

/** Of the deprecated v1 Endpoints, for clusters and files that have nothing better. */
function sliceListing(endpoints: Listing<'Endpoints'>): Listing<'EndpointSlice'> {
  return { ...endpoints, items: endpoints.items.flatMap(slicesOfEndpoints) }
}

/**
 * One slice per subset and address family, as the control plane's own mirroring makes them:
 * https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#mirroring-of-endpoints
 */
function slicesOfEndpoints(endpoints: Endpoints): EndpointSlice[] {
  const { name, namespace } = endpoints.metadata
  const metadata = {
    name: name ?? '',
    namespace: namespace ?? '',
    labels: { [serviceNameLabel]: name ?? '' },
  }
  return (endpoints.subsets ?? []).flatMap((subset) => {
    const all: SliceEndpoint[] = [
      ...(subset.addresses ?? []).map((address) => endpoint(address, true)),
      ...(subset.notReadyAddresses ?? []).map((address) => endpoint(address, false)),
    ]
    const families = [
      { addressType: 'IPv4', endpoints: all.filter((one) => !isIPv6(one)) },
      { addressType: 'IPv6', endpoints: all.filter(isIPv6) },
    ]
    return families
      .filter((family) => family.endpoints.length > 0)
      .map((family) => ({ kind: 'EndpointSlice', metadata, ...family, ports: subset.ports ?? null }))
  })
}

type Address = NonNullable<NonNullable<NonNullable<Endpoints['subsets']>[number]['addresses']>>[number]

function endpoint({ ip, nodeName, targetRef }: Address, ready: boolean): SliceEndpoint {
  return { addresses: [ip], conditions: { ready }, targetRef: targetRef ?? null, nodeName: nodeName ?? null }
}

function isIPv6({ addresses }: SliceEndpoint): boolean {
  return addresses?.[0]?.includes(':') ?? false
}
