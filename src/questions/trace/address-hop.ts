/** Where clients reach a controller, and whether a host's name leads there. */

import type { Controller } from '../../domain/controllers/controller.js'
import { frontService } from '../../domain/controllers/front-service.js'
import { addressesOf } from '../../domain/objects/addresses.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { nameOf, type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import { requestHost } from '../../domain/requests/host.js'
import { type Hop, hop, type TraceRequest } from '../../domain/requests/trace.js'
import { hostAnswers } from '../../domain/routes/match-host.js'
import type { World } from '../worlds/world.js'

/** A name → its addresses; empty: there is no such name. Null: it cannot be asked. */
export type ResolveNames = (host: string) => Promise<readonly string[] | null>

/**
 * @param winner the Ingress that gets the request; null: none
 * @returns null where nothing at all is known
 */
export type AddressHop = (world: World, request: TraceRequest, winner: Ref | null) => Promise<Hop | null>

/** @param resolve null: names are not asked for */
export function addressHops(inventory: Inventory, resolve: ResolveNames | null): AddressHop {
  const known = new Map<World, Addresses | null>()
  let ingresses: ReadonlyMap<string, Ingress> | undefined
  return async (world, request, winner) => {
    const ofGateway = world.gateway && {
      addresses: world.gateway.addresses,
      source: `in the status of Gateway ${nameOf(world.gateway.ref)}`,
    }
    const ofService = ofGateway ?? (known.has(world) ? known.get(world) : ofItsService(inventory, world))
    known.set(world, ofService ?? null)
    const { addresses, source } = ofService ?? inStatus(byName(), winner ?? asker(world, request))
    const subject = addresses.length === 0 ? 'no address' : addresses.join(', ')
    const host = requestHost(request.host)
    const said = resolve === null || host === null ? '' : `; ${await nameText(host, addresses, resolve)}`
    if (addresses.length === 0 && said === '') return null
    return hop('address', subject, `${source}${said}`)
  }

  function byName() {
    ingresses ??= new Map(inventory.ingresses.map((one) => [refKey(refOf(one)), one]))
    return ingresses
  }
}

interface Addresses {
  readonly addresses: readonly string[]
  readonly source: string
}

/** Where the winner is not known: an Ingress of the controller that names the host. */
function asker({ dialect, chosen, facts }: World, request: TraceRequest): Ref | null {
  const host = requestHost(request.host)
  if (dialect.reads.rules || host === null) return null
  const named = (ingress: Ingress) =>
    dialect.hostNames(chosen.controller, ingress).some((name) => hostAnswers(name, host))
  const found = facts.ingresses.filter(named).find((ingress) => addressesOf(ingress).length > 0)
  return found === undefined ? null : refOf(found)
}

/** By which addresses a controller is reached: of its Service, else those that it wrote into its Ingresses. */
export function addressesOfController(
  { service }: Pick<Inventory, 'service'>,
  { traits }: Pick<Controller, 'traits'>,
  own: readonly Ingress[],
): readonly string[] {
  const published = traits.publishService && service(traits.publishService)
  const given = published ? addressesOf(published) : []
  return given.length > 0 ? given : [...new Set(own.flatMap(addressesOf))]
}

/** One that leads to its pods, and whose address it does not publish, counts where it has one. */
function ofItsService(inventory: Inventory, { chosen: { controller } }: World): Addresses | null {
  const ref = controller.traits.publishService
  const service =
    ref === null ? frontService(controller, inventory.servicesIn(controller.namespace)) : inventory.service(ref)
  if (service === undefined || (ref === null && addressesOf(service).length === 0)) return null
  return { addresses: addressesOf(service), source: `of Service ${nameOf(refOf(service))}` }
}

/** What the controller wrote into the Ingress. Those of other Ingresses may be of another controller. */
function inStatus(byName: ReadonlyMap<string, Ingress>, winner: Ref | null): Addresses {
  const found = winner === null ? undefined : byName.get(refKey(winner))
  const addresses = found === undefined ? [] : addressesOf(found)
  return winner === null || addresses.length === 0
    ? { addresses: [], source: 'none is known' }
    : { addresses, source: `in the status of Ingress ${nameOf(winner)}` }
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
