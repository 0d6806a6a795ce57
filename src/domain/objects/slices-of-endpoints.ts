/** Reads the deprecated v1 Endpoints as slices, for clusters and files that have nothing better. */
import type { EndpointSlice, Endpoints, SliceEndpoint } from './objects.js'

/**
 * One slice per subset and address family, as the control plane's own mirroring makes them:
 * https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#mirroring-of-endpoints
 */
export function slicesOfEndpoints(endpoints: Endpoints): EndpointSlice[] {
  const { name, namespace } = endpoints.metadata
  const metadata = {
    name: name ?? '',
    namespace: namespace ?? '',
    labels: { 'kubernetes.io/service-name': name ?? '' },
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
