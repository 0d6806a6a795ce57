/** Which world answers for a host, where there are several controllers: that of the one whose Ingresses name it. */
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { nameOf, refOf } from '../../domain/objects/ref.js'
import { problem } from '../../domain/problem.js'
import { requestHost } from '../../domain/requests/host.js'
import type { Hop, TraceRequest } from '../../domain/requests/trace.js'
import { hostAnswers } from '../../domain/routes/match-host.js'
import type { Chosen } from '../worlds/choose-controller.js'
import { readsRules, titleOf } from '../worlds/read-ones.js'
import type { World } from '../worlds/world.js'
import type { Worlds } from '../worlds/worlds.js'
import { addressesOfController } from './address-hop.js'

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
      const owner = chooseOne(controllers, owners, chosen)
      const detail = choiceText(controllers, worlds, owner, owners)
      return { world: await open(owner, request), note: { kind: 'note', subject: 'choice', detail } }
    },
    knows: (host) => names().ownersOf(host).length > 0,
  }
}

/**
 * Hosts that requests name, and with or without `www.` those to which they are often sent on; null: they may be for any,
 * since a target can hold a host, too, and who knows what a proxy makes of odd characters.
 */
function hostsOf(requests: readonly TraceRequest[]): string[] | null {
  const isPlain = ({ target }: TraceRequest) => target.startsWith('/')
  if (!requests.every(isPlain) || !requests.flatMap(namesAsked).every((name) => /^[\w.-]+$/.test(name))) return null
  const hosts = new Set(requests.flatMap(namesAsked))
  for (const host of [...hosts]) hosts.add(host.startsWith('www.') ? host.slice('www.'.length) : `www.${host}`)
  return [...hosts].sort()
}

function namesAsked({ host, sni }: TraceRequest): string[] {
  return [host, sni].flatMap((one) => requestHost(one) ?? [])
}

/**
 * Of those that name a host the one that is read; where nobody names it the only one that is read: it may answer all hosts.
 * @throws Problem `ambiguous` where several are read
 */
function chooseOne(controllers: Controllers, owners: readonly Chosen[], chosen: readonly Chosen[]): Chosen {
  const isOne = (one: Chosen) => readsRules(controllers, one)
  const candidates = owners.length > 0 ? owners : chosen
  const read = candidates.filter(isOne)
  const [first, ...others] = read.length > 0 ? read : candidates
  if (first === undefined || (read.length > 0 && others.length > 0)) throw ambiguous(read)
  return first
}

function choiceText(controllers: Controllers, worlds: Worlds, owner: Chosen, owners: readonly Chosen[]): string {
  const { chosen } = worlds
  const name = nameOf(owner.controller)
  if (owners.length === 0)
    return `no controller has an Ingress for this host: ${name} is asked, ${reasonOf(controllers, owner)}`
  if (owners.length === 1)
    return `${name} is the only one of ${chosen.length} controllers with an Ingress for this host`
  const others = owners.filter((one) => one !== owner).map((one) => besideText(controllers, worlds, one))
  return `${name} has an Ingress for this host, and so ${others.length === 1 ? 'has' : 'have'} ${others.join(' and ')}`
}

function reasonOf(controllers: Controllers, owner: Chosen): string {
  return readsRules(controllers, owner) ? 'the only one whose rules are read' : 'the first of those found'
}

/** `TITLE (NAMESPACE/NAME), reached by ADDRESS, whose rules are not read` */
function besideText(controllers: Controllers, { inventory, ownersOf }: Worlds, one: Chosen): string {
  // Of what two of them take, nobody knows who wrote the address.
  const own = inventory.ingresses.filter((ingress) => ownersOf(ingress).length === 1 && ownersOf(ingress).includes(one))
  const addresses = addressesOfController(inventory, one.controller, own)
  const reached = addresses.length === 0 ? '' : `, reached by ${addresses.slice(0, most).join(', ')}`
  return `${titleOf(controllers, one)}${reached}, whose rules are not read`
}

/** A load balancer for each Ingress makes many addresses. */
const most = 3

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

/** Who may have the request where none of the controllers found takes an Ingress that names its host. */
export function unseenOwner(controllers: Controllers, worlds: Worlds, request: TraceRequest): Hop | null {
  const { inventory, ownersOf } = worlds
  const host = requestHost(request.host)
  const named = ({ spec }: Ingress) =>
    (spec?.rules ?? []).some((rule) => host !== null && hostAnswers(rule.host || null, host))
  const found = inventory.ingresses.find((one) => ownersOf(one).length === 0 && named(one))
  const ingressClass = found?.spec?.ingressClassName ? inventory.ingressClass(found.spec.ingressClassName) : undefined
  if (found === undefined || ingressClass === undefined) return null
  const kind = controllers.dialects.find((one) => one.hasClass(controllers.assumed(one), ingressClass))
  const owner = kind?.title ?? ingressClass.spec?.controller ?? 'no controller'
  const detail = `Ingress ${nameOf(refOf(found))} names this host, and its class ${refOf(ingressClass).name} belongs to ${owner}, of which no pod was found`
  return { kind: 'note', subject: 'owner', detail }
}

function ambiguous(chosen: readonly Chosen[]) {
  return problem('ambiguous', {
    what: 'controller',
    choices: chosen.map(({ controller }) => nameOf(controller)),
    flag: '--controller NAMESPACE/NAME',
  })
}
