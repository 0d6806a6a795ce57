/** Which controller answers for a host, where there are several: the one whose Ingresses name it. */

import type { FoundControllers } from '../../domain/controllers/controller.js'
import { nameOf } from '../../domain/objects/ref.js'
import { problem } from '../../domain/problem.js'
import type { Hop } from '../../domain/requests/trace.js'
import { type Chosen, type ControllerSelection, chooseControllers } from './choose-controller.js'
import { type HostNames, hostNames } from './host-names.js'
import { type World, type WorldFacts, worldOf, worldWithout } from './world.js'

export interface Worlds {
  /** @throws Problem `ambiguous` */
  worldFor(host: string | null): Promise<{ readonly world: World; readonly note: Hop | null }>
  /** does any Ingress name this host */
  knows(host: string): boolean
}

/** @throws Problem as {@link chooseControllers}, where something was said that fits none */
export function worldsOf(from: WorldFacts, found: FoundControllers, namespace: string | null): Worlds {
  const chosen = candidates(from, found, namespace)
  const names = namesOf(from, chosen)
  const worlds = new Map<Chosen | null, Promise<World>>()
  const open = (one: Chosen | null) => {
    const known =
      worlds.get(one) ?? (one === null ? Promise.resolve(worldWithout(from, namespace)) : worldOf(from, one))
    worlds.set(one, known)
    return known
  }
  return {
    worldFor: async (host) => {
      const [first = null] = chosen
      if (chosen.length < 2) return { world: await open(first), note: null }
      const owners = (host === null ? [] : names.ownersOf(host)).flatMap((one) => one ?? [])
      const [owner] = owners
      if (owner === undefined || owners.length > 1) throw ambiguous(owners.length > 1 ? owners : chosen)
      const detail = `${nameOf(owner.controller)} is the only one of ${chosen.length} controllers with an Ingress for this host`
      return { world: await open(owner), note: { kind: 'note', subject: 'choice', detail } }
    },
    knows: (host) => names.ownersOf(host).length > 0,
  }
}

function candidates(
  { controllers, selection, semantics, inventory }: WorldFacts,
  found: FoundControllers,
  namespace: string | null,
): readonly Chosen[] {
  // Who may read a single namespace names it, and it is hardly that of a controller: their Ingresses tell something.
  const isNarrow = namespace === null || typeof inventory.coverage !== 'string'
  if (found.controllers.length > 0 || !isNarrow || isSaid(selection))
    return chooseControllers(found, selection, namespace)
  if (semantics !== 'ingress-nginx') return []
  // Manifests hold no pod: what a controller with its usual flags would make of them can be told nevertheless.
  return [{ controller: controllers.assumed(), replicas: [] }]
}

function isSaid(selection: ControllerSelection): boolean {
  return Object.values(selection).some((value) => value !== undefined)
}

/** Ingresses that no controller owns count for nobody, but their hosts are known. */
function namesOf({ controllers, inventory }: WorldFacts, chosen: readonly Chosen[]): HostNames<Chosen | null> {
  const classOf = inventory.sees('IngressClass', '') ? inventory.ingressClass : null
  return hostNames(
    inventory.ingresses.flatMap((ingress): (readonly [Chosen | null, readonly string[]])[] => {
      const owners = chosen.filter(({ controller }) => controllers.owns(controller, ingress, classOf) !== false)
      const settings = owners[0]?.controller.settings ?? null
      const names = controllers.hostNames(settings, ingress)
      return owners.length === 0 ? [[null, names]] : owners.map((owner) => [owner, names])
    }),
  )
}

function ambiguous(chosen: readonly Chosen[]) {
  return problem('ambiguous', {
    what: 'controller',
    choices: chosen.map(({ controller }) => nameOf(controller)),
    flag: '--controller NAMESPACE/NAME',
  })
}
