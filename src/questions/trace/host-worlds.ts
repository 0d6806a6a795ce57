/** Which world answers for a host, where there are several controllers: that of the one whose Ingresses name it. */
import type { Controllers } from '../../domain/controllers/dialect.js'
import { nameOf } from '../../domain/objects/ref.js'
import { problem } from '../../domain/problem.js'
import { requestHost } from '../../domain/requests/host.js'
import type { Hop, TraceRequest } from '../../domain/requests/trace.js'
import type { Chosen } from '../worlds/choose-controller.js'
import type { World } from '../worlds/world.js'
import type { Worlds } from '../worlds/worlds.js'

export interface HostWorlds {
  /** @throws Problem `ambiguous` */
  worldFor(request: TraceRequest): Promise<{ readonly world: World; readonly note: Hop | null }>
  /** does any Ingress name this host */
  knows(host: string): boolean
}

/** @param requests all that are to be asked, but for those that redirects lead to; null: nobody knows them yet */
export function hostWorlds(
  controllers: Controllers,
  worlds: Worlds,
  requests: readonly TraceRequest[] | null,
): HostWorlds {
  const { chosen, standIn } = worlds
  let known: HostNames<Chosen | null> | undefined
  const names = () => (known ??= namesIn(controllers, worlds))
  const meant = requests && hostsOf(requests)
  const isMeant = new Set(meant)
  const open = (one: Chosen, request: TraceRequest) => {
    const [host = null] = namesAsked(request)
    return worlds.open(one, meant === null || host === null || isMeant.has(host) ? meant : hostsOf([request]))
  }
  return {
    worldFor: async (request) => {
      const [first = standIn] = chosen
      if (chosen.length < 2) return { world: await open(first, request), note: null }
      const host = requestHost(request.host)
      const owners = (host === null ? [] : names().ownersOf(host)).flatMap((one) => one ?? [])
      const [owner] = owners
      if (owner === undefined || owners.length > 1) throw ambiguous(owners.length > 1 ? owners : chosen)
      const detail = `${nameOf(owner.controller)} is the only one of ${chosen.length} controllers with an Ingress for this host`
      return { world: await open(owner, request), note: { kind: 'note', subject: 'choice', detail } }
    },
    knows: (host) => names().ownersOf(host).length > 0,
  }
}

/** Hosts that requests name, and with or without `www.` those to which they are often sent on. */
function hostsOf(requests: readonly TraceRequest[]): string[] {
  const hosts = new Set(requests.flatMap(namesAsked))
  for (const host of [...hosts]) hosts.add(host.startsWith('www.') ? host.slice('www.'.length) : `www.${host}`)
  return [...hosts].sort()
}

function namesAsked({ host, sni }: TraceRequest): string[] {
  return [host, sni].flatMap((one) => requestHost(one) ?? [])
}

/** Hosts, and wildcards that begin with `*.`, each with those who name it. */
export class HostNames<T> {
  readonly #owners = new Map<string, Set<T>>()

  add(name: string, owner: T): void {
    const key = name.toLowerCase()
    this.#owners.set(key, (this.#owners.get(key) ?? new Set()).add(owner))
  }

  /** In the order in which they were added. */
  ownersOf(host: string): readonly T[] {
    const found = new Set<T>(this.#owners.get(host))
    // An alias may be a wildcard for more than one label, so each level above is asked.
    for (let dot = host.indexOf('.'); dot > 0; dot = host.indexOf('.', dot + 1))
      for (const owner of this.#owners.get(`*${host.slice(dot)}`) ?? []) found.add(owner)
    return [...found]
  }
}

/** Ingresses that no controller owns count for nobody, but their hosts are known: null stands for them. */
function namesIn(
  { dialectOf, fallback }: Controllers,
  { inventory, standIn, ownersOf }: Worlds,
): HostNames<Chosen | null> {
  const names = new HostNames<Chosen | null>()
  for (const ingress of inventory.ingresses) {
    const owners = ownersOf(ingress)
    for (const owner of owners)
      for (const name of dialectOf(owner.controller).hostNames(owner.controller, ingress)) names.add(name, owner)
    if (owners.length === 0) for (const name of fallback.hostNames(standIn.controller, ingress)) names.add(name, null)
  }
  return names
}

function ambiguous(chosen: readonly Chosen[]) {
  return problem('ambiguous', {
    what: 'controller',
    choices: chosen.map(({ controller }) => nameOf(controller)),
    flag: '--controller NAMESPACE/NAME',
  })
}
