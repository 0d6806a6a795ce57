/** The endpoints that a changed Service will have: as many as it has, or one, on the ports that it will have. */
import type { EndpointSlice, Service, ServicePort } from '../../domain/objects/objects.js'
import { nameOf, refOf } from '../../domain/objects/ref.js'

const ofService = 'kubernetes.io/service-name'

/** Of nobody: https://www.rfc-editor.org/rfc/rfc5737 */
const somebody = '192.0.2.1'

export function plannedSlices(slices: readonly EndpointSlice[], touched: readonly Service[]): EndpointSlice[] {
  const names = new Set(touched.map((one) => nameOf(refOf(one))))
  const owner = ({ metadata }: EndpointSlice) =>
    nameOf({ namespace: metadata.namespace ?? '', name: metadata.labels?.[ofService] ?? '' })
  const ready = new Map<string, string[]>()
  for (const slice of slices) {
    const own = (slice.endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false)
    const addresses = own.flatMap(({ addresses }) => addresses?.[0] ?? [])
    if (names.has(owner(slice))) ready.set(owner(slice), [...(ready.get(owner(slice)) ?? []), ...addresses])
  }
  return [
    ...slices.filter((slice) => !names.has(owner(slice))),
    ...touched.flatMap((service) => sliceOf(service, ready.get(nameOf(refOf(service))) ?? [])),
  ]
}

/** Whoever stands for a name, or has its endpoints written by hand, gets none made. */
function sliceOf({ metadata, spec }: Service, ready: readonly string[]): EndpointSlice[] {
  if (spec?.type === 'ExternalName' || !spec?.selector) return []
  const name = metadata.name ?? ''
  return [
    {
      kind: 'EndpointSlice',
      metadata: { namespace: metadata.namespace ?? '', name: `${name}-planned`, labels: { [ofService]: name } },
      addressType: 'IPv4',
      endpoints: (ready.length > 0 ? ready : [somebody]).map((address) => ({ addresses: [address] })),
      ports: (spec.ports ?? []).map((one) => ({
        name: one.name ?? '',
        protocol: one.protocol ?? 'TCP',
        port: numberOf(one),
      })),
    },
  ]
}

/** What a name will stand for in the pods is not known; any number will do. */
function numberOf({ targetPort, port }: ServicePort): number {
  return typeof targetPort === 'number' ? targetPort : port
}
