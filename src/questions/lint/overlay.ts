/** A cluster after a change was applied, as `kubectl apply` would: what the change has stands in the place of what was there. */

import { serviceNameLabel } from '../../domain/objects/inventory.js'
import { matchesLabels, parseLabelSelector } from '../../domain/objects/label-selector.js'
import type { EndpointSlice, Kind, Kinds, Service, ServicePort } from '../../domain/objects/objects.js'
import { byName, nameOf, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader, Listing, ListQuery } from '../../domain/ports.js'

/** What nobody applies: what runs, and what is said of it, stays as it is. */
const staying: ReadonlySet<Kind> = new Set(['Pod', 'Event', 'Lease', 'EndpointSlice', 'Endpoints'])

/** @param at when what is new will have been made, RFC 3339 */
export function overlaid(base: ClusterReader, change: ClusterReader, at: string): ClusterReader {
  const list = <K extends Kind>(kind: K, query: ListQuery): Promise<Listing<K>> =>
    kind === 'EndpointSlice' ? slices(query) : staying.has(kind) ? base.list(kind, query) : merged(kind, query)

  async function merged<K extends Kind>(kind: K, query: ListQuery): Promise<Listing<K>> {
    const { scope, labelSelector, names } = query
    const [all, changed] = await Promise.all([base.list(kind, { scope }), change.list(kind, { scope })])
    const known = byName(all.items)
    const applied = byName(changed.items)
    const selector = parseLabelSelector(labelSelector ?? '')
    const own = changed.items
      .map((one) => appliedTo(known.get(nameOf(refOf(one))), one, at))
      .filter((one) => matchesLabels(selector, one.metadata.labels))
      .filter((one) => names === undefined || names.includes(refOf(one).name))
    // What the change brings is not looked for: nobody misses it.
    const there = new Set(scope === 'all-namespaces' ? [] : own.map((one) => refOf(one).name))
    const before = await base.list(kind, { ...query, names: names?.filter((name) => !there.has(name)) })
    return { ...before, items: [...before.items.filter((one) => !applied.has(nameOf(refOf(one)))), ...own] }
  }

  /** A Service that comes, or has other ports, gets its endpoints when it is there: until then it is taken to have them. */
  async function slices<K extends Kind>(query: ListQuery): Promise<Listing<K>> {
    const { scope } = query
    const [listed, before, after] = await Promise.all([
      base.list('EndpointSlice', query),
      base.list('Service', { scope }),
      merged('Service', { scope }),
    ])
    const known = byName(before.items)
    const touched = after.items.filter((one) => isOther(known.get(nameOf(refOf(one))), one))
    return { ...listed, items: plannedSlices(listed.items, touched) } as unknown as Listing<K>
  }

  return {
    scope: base.scope,
    source: base.source,
    takenAt: base.takenAt,
    list,
    listCustom: base.listCustom,
    ...(change.places === undefined ? {} : { places: change.places }),
    ...(change.refusals === undefined ? {} : { refusals: change.refusals }),
  }
}

/** Who made it, and when, is the server's; so is its status. */
function appliedTo<T extends Kinds[Kind]>(before: T | undefined, object: T, at: string): T {
  const { creationTimestamp = null, uid = null } = before?.metadata ?? {}
  const status = before !== undefined && 'status' in before ? { status: before.status } : {}
  return { ...object, ...status, metadata: { ...object.metadata, uid, creationTimestamp: creationTimestamp ?? at } }
}

function isOther(before: Service | undefined, after: Service): boolean {
  const parts = (one: Service | undefined) => JSON.stringify([one?.spec?.ports, one?.spec?.selector, one?.spec?.type])
  return parts(before) !== parts(after)
}

/** Of nobody: https://www.rfc-editor.org/rfc/rfc5737 */
const somebody = '192.0.2.1'

/** The endpoints that a changed Service will have: as many as it has, or one, on the ports that it will have. */
function plannedSlices(slices: readonly EndpointSlice[], touched: readonly Service[]): EndpointSlice[] {
  const names = new Set(touched.map((one) => nameOf(refOf(one))))
  const owner = ({ metadata }: EndpointSlice) =>
    nameOf({ namespace: metadata.namespace ?? '', name: metadata.labels?.[serviceNameLabel] ?? '' })
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
      metadata: { namespace: metadata.namespace ?? '', name: `${name}-planned`, labels: { [serviceNameLabel]: name } },
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
