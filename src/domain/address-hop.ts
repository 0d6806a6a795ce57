/** Where clients reach a controller, and whether a host's name leads there. */
import type { Inventory } from './inventory.js'
import type { LoadBalancerAddress, Ref } from './objects.js'
import { refKey, refOf } from './objects.js'
import { requestHost } from './request-host.js'
import type { Hop, TraceRequest } from './trace.js'
import type { World } from './trace-world.js'

/** A name → its addresses; empty: there is no such name. Null: it cannot be asked. */
export type ResolveNames = (host: string) => Promise<readonly string[] | null>

/** @returns null where nothing at all is known */
export type AddressHop = (world: World, request: TraceRequest) => Promise<Hop | null>

/** @param resolve null: names are not asked for */
export function addressHops(inventory: Inventory, resolve: ResolveNames | null): AddressHop {
  const known = new Map<World, Addresses>()
  return async (world, request) => {
    const found = known.get(world) ?? addressesOf(inventory, world)
    known.set(world, found)
    const { addresses, source } = found
    const subject = addresses.length === 0 ? 'no address' : addresses.join(', ')
    const host = requestHost(request.host)
    const said = resolve === null || host === null ? '' : `; ${await nameText(host, addresses, resolve)}`
    if (addresses.length === 0 && said === '') return null
    return { kind: 'address', subject, detail: `${source}${said}` }
  }
}

interface Addresses {
  readonly addresses: readonly string[]
  readonly source: string
}

function addressesOf(inventory: Inventory, { chosen }: World): Addresses {
  const ref = chosen?.controller.settings.publishService ?? null
  const service = ref === null ? undefined : inventory.service(ref)
  if (ref !== null && service !== undefined)
    return { addresses: textsOf(service.status?.loadBalancer?.ingress), source: `of Service ${refKey(ref)}` }
  // Without a Service of its own, what it wrote into the status of Ingresses tells.
  const found = inventory.ingresses.find(({ status }) => textsOf(status?.loadBalancer?.ingress).length > 0)
  const from: Ref | null = found === undefined ? null : refOf(found)
  return {
    addresses: textsOf(found?.status?.loadBalancer?.ingress),
    source: from === null ? 'is known' : `in the status of Ingress ${refKey(from)}`,
  }
}

function textsOf(listed: readonly LoadBalancerAddress[] | null | undefined): string[] {
  return (listed ?? []).flatMap(({ ip, hostname }) => [ip, hostname].flatMap((one) => one || []))
}

async function nameText(host: string, addresses: readonly string[], resolve: ResolveNames): Promise<string> {
  const found = await resolve(host)
  if (found === null) return `${host} could not be looked up`
  if (found.length === 0) return `${host} does not resolve`
  // A load balancer of a cloud has a name itself.
  const names = addresses.filter((one) => /[a-z]/i.test(one) && !one.includes(':'))
  const behind = await Promise.all(names.map(resolve))
  const own = new Set([...addresses, ...behind.flatMap((one) => one ?? [])])
  const fits = found.filter((one) => own.has(one))
  if (own.size === 0) return `${host} resolves to ${found.join(', ')}`
  return fits.length > 0 ? `${host} resolves to it` : `${host} resolves to ${found.join(', ')}, which is not it`
}
