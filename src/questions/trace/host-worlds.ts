/** Which worlds may answer for a host, where there are several controllers: those of the ones that have routes for it. */
import { isAssumed } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { nameOf } from '../../domain/objects/ref.js'
import { problem } from '../../domain/problem.js'
import { portOf, requestHost } from '../../domain/requests/host.js'
import { type Hop, hop, type TraceRequest } from '../../domain/requests/trace.js'
import { HostNames } from '../../domain/routes/host-names.js'
import { hostAnswers } from '../../domain/routes/match-host.js'
import { areRanked } from '../worlds/both-worlds.js'
import type { Chosen } from '../worlds/choose-controller.js'
import { readsRules, titleOf } from '../worlds/read-ones.js'
import type { World } from '../worlds/world.js'
import type { Worlds } from '../worlds/worlds.js'
import { addressesOfController } from './address-hop.js'
import type { GatewaysOfHost, GatewayWorlds } from './gateway-worlds.js'

export interface WorldsOfHost {
  readonly world: World
  /** the others that may answer; of a host that nobody names, all that are read */
  readonly beside: readonly World[]
  /** does one of them have a route for the host */
  readonly isNamed: boolean
  /** who was chosen, and who else there is; null: there is no other one */
  readonly note: Hop | null
}

export class HostWorlds {
  readonly #controllers: Controllers
  readonly #worlds: Worlds
  readonly #gateways: GatewayWorlds
  /** null: any host may be asked for */
  readonly #meant: readonly string[] | null
  readonly #isMeant: ReadonlySet<string>
  readonly #names: () => HostNames<Chosen | null>
  /** hosts that objects of other kinds than Ingress name, as far as was asked */
  readonly #custom = new Set<string>()

  /** @param requests all that are to be asked, but for those that redirects lead to; null: nobody knows them yet */
  constructor(
    controllers: Controllers,
    worlds: Worlds,
    requests: readonly TraceRequest[] | null,
    gateways: GatewayWorlds,
  ) {
    this.#controllers = controllers
    this.#worlds = worlds
    this.#gateways = gateways
    this.#meant = requests && hostsToRead(requests)
    this.#isMeant = new Set(this.#meant)
    let known: HostNames<Chosen | null> | undefined
    this.#names = () => (known ??= namesIn(controllers, worlds))
  }

  async worldsFor(request: TraceRequest): Promise<WorldsOfHost> {
    const beyond = this.#gateways.worldsFor(request)
    const [first, ...others] = beyond.worlds
    if (beyond.isMeant && first !== undefined) return { world: first, beside: others, isNamed: true, note: null }
    if (request.stream !== undefined) return this.#ofStreams(request, request.stream, beyond)
    const own = await this.#ofIngresses(request)
    if (first === undefined || isSentTo(this.#worlds, request)) return own
    const host = requestHost(request.host)
    return this.#ofBoth(own, host !== null && this.#isNamed(host), beyond)
  }

  /** Does any route name this host. */
  knows(host: string): boolean {
    return this.#isNamed(host) || this.#gateways.knows(host)
  }

  #isNamed(host: string): boolean {
    return this.#custom.has(host) || this.#names().ownersOf(host).length > 0
  }

  #open(one: Chosen, request: TraceRequest): Promise<World> {
    const [host = null] = namesAsked(request)
    const isComing = this.#meant === null || host === null || this.#isMeant.has(host)
    return this.#worlds.open(one, isComing ? this.#meant : hostsToRead([request]))
  }

  /** Objects of other kinds than Ingress are known once its world is open. */
  async #hasCustom(one: Chosen, request: TraceRequest, host: string): Promise<boolean> {
    if (this.#controllers.dialectOf(one.controller).customKinds === undefined) return false
    const { customRoutes = [] } = (await this.#open(one, request)).plan
    const isNamed = customRoutes.some((route) => route.host !== null && hostAnswers(route.host, host))
    if (isNamed) this.#custom.add(host)
    return isNamed
  }

  /** One that was made for a Gateway takes no Ingress, whatever its host: its Gateway answers for it. */
  async #takersOfAny(request: TraceRequest): Promise<readonly Chosen[]> {
    const all = forAllFirst(this.#worlds)
    const takes = await Promise.all(
      all.map(async (one) => hasClass(one) || ((await this.#open(one, request)).plan.customRoutes ?? []).length > 0),
    )
    const takers = all.filter((_one, i) => takes[i])
    return takers.length > 0 ? takers : all
  }

  async #ofIngresses(request: TraceRequest): Promise<WorldsOfHost> {
    const { chosen } = this.#worlds
    const [only = this.#worlds.standIn] = chosen
    if (chosen.length < 2) return { world: await this.#open(only, request), beside: [], isNamed: true, note: null }
    const host = requestHost(request.host)
    const byIngress = new Set(host === null ? [] : this.#names().ownersOf(host))
    const named = await Promise.all(
      chosen.map(async (one) => byIngress.has(one) || (host !== null && (await this.#hasCustom(one, request, host)))),
    )
    const owners = chosen.filter((_one, i) => named[i])
    const candidates = owners.length > 0 ? owners : await this.#takersOfAny(request)
    const read = candidates.filter((one) => readsRules(this.#controllers, one))
    const [first = only, ...others] = read.length > 0 ? read : candidates
    const isPresumed = chosen.every(({ controller }) => isAssumed(controller))
    const detail = isPresumed ? null : choiceText(this.#controllers, this.#worlds, first, owners, candidates)
    return {
      world: await this.#open(first, request),
      beside: read.length > 0 ? await Promise.all(others.map((one) => this.#open(one, request))) : [],
      isNamed: owners.length > 0,
      note: detail === null ? null : hop('note', 'choice', detail),
    }
  }

  /** One that names the host is asked before those that do not, of either world; one proxy that ranks both is asked for both. */
  #ofBoth(own: WorldsOfHost, isNamed: boolean, beyond: GatewaysOfHost): WorldsOfHost {
    const { chosen, inventory } = this.#worlds
    const hasIngresses = chosen.length > 0 || inventory.ingresses.length > 0
    const all = hasIngresses ? [own.world, ...own.beside] : []
    const here = all.filter((one) => isNamed || !beyond.isNamed || beyond.worlds.some((other) => areRanked(one, other)))
    const there = beyond.worlds.filter(
      (one) => beyond.isNamed || !isNamed || all.some((other) => areRanked(one, other)),
    )
    const [world = own.world, ...beside] = isNamed || !beyond.isNamed ? [...here, ...there] : [...there, ...here]
    return {
      ...{ world, beside, note: world === own.world ? own.note : null },
      isNamed: (here.length === 0 || isNamed) && (there.length === 0 || beyond.isNamed),
    }
  }

  /** Whoever listens where it arrives; of those whose very address is asked, these alone. */
  async #ofStreams(
    request: TraceRequest,
    stream: NonNullable<TraceRequest['stream']>,
    beyond: GatewaysOfHost,
  ): Promise<WorldsOfHost> {
    const opened = await Promise.all(
      this.#worlds.chosen.map(async (one) => ({ one, world: await this.#open(one, request) })),
    )
    const listening = opened.filter(({ world }) => world.plan.takesStream?.(request) === true)
    const at = request.address ?? requestHost(request.host)
    const reached = listening.filter(({ one }) => at !== null && addressesReaching(this.#worlds, one).includes(at))
    const own = (reached.length > 0 ? reached : listening).map(({ world }) => world)
    const [first, ...others] = reached.length > 0 ? own : [...beyond.worlds, ...own]
    const isNamed = beyond.isNamed || own.length > 0
    if (first !== undefined) return { world: first, beside: others, isNamed, note: null }
    const what = `a listener for ${stream.toUpperCase()} at port ${portOf(request)}`
    const [why] = opened.flatMap(({ one, world }) => {
      const reason = isAssumed(one.controller) ? null : world.plan.whyNoStream?.(request)
      return reason ? [`: ${nameOf(one.controller)} ${reason}`] : []
    })
    throw problem('not-found', { what, where: `of any controller or Gateway${why ?? ''}`, near: [] })
  }
}

/** Is it sent to the address of a controller of Ingresses. */
function isSentTo(worlds: Worlds, { address, host }: TraceRequest): boolean {
  const at = address ?? requestHost(host)
  return at !== null && worlds.chosen.some((one) => addressesReaching(worlds, one).includes(at))
}

/**
 * Hosts that requests name, and with or without `www.` those to which they are often sent on; null: they may be for any,
 * since a target can hold a host, too, and who knows what a proxy makes of odd characters.
 */
function hostsToRead(requests: readonly TraceRequest[]): string[] | null {
  const isPlain = ({ target }: TraceRequest) => target.startsWith('/')
  if (!requests.every(isPlain) || !requests.flatMap(namesAsked).every((name) => /^[\w.-]+$/.test(name))) return null
  const hosts = new Set(requests.flatMap(namesAsked))
  for (const host of [...hosts]) hosts.add(host.startsWith('www.') ? host.slice('www.'.length) : `www.${host}`)
  return [...hosts].sort()
}

function namesAsked({ host, sni }: TraceRequest): string[] {
  return [host, sni].flatMap((one) => requestHost(one) ?? [])
}

/** Of a host that nobody names, those first that have an Ingress for all hosts. */
function forAllFirst({ chosen, inventory, ownersOf }: Worlds): readonly Chosen[] {
  const isForAll = ({ spec }: Ingress) =>
    Boolean(spec?.defaultBackend) || (spec?.rules ?? []).some((rule) => !rule.host)
  const takers = new Set(inventory.ingresses.flatMap((one) => (isForAll(one) ? ownersOf(one) : [])))
  return [...chosen.filter((one) => takers.has(one)), ...chosen.filter((one) => !takers.has(one))]
}

function hasClass({ controller: { traits } }: Chosen): boolean {
  return traits.className !== null || traits.controllerClass !== null || traits.watches.withoutClass
}

/** @param asked those that may answer */
function choiceText(
  controllers: Controllers,
  worlds: Worlds,
  owner: Chosen,
  owners: readonly Chosen[],
  asked: readonly Chosen[],
): string {
  const { chosen } = worlds
  const name = nameOf(owner.controller)
  if (owners.length === 0) return `no controller has a route for this host: ${reasonOf(controllers, asked, owner)}`
  if (owners.length === 1) return `${name} is the only one of ${chosen.length} controllers with a route for this host`
  const others = owners.filter((one) => one !== owner).map((one) => besideText(controllers, worlds, one))
  return `${name} has a route for this host, and so ${others.length === 1 ? 'has' : 'have'} ${others.join(' and ')}`
}

function reasonOf(controllers: Controllers, asked: readonly Chosen[], owner: Chosen): string {
  const read = asked.filter((one) => readsRules(controllers, one))
  const name = nameOf(owner.controller)
  if (read.length > 1) return `each of ${read.map(({ controller }) => nameOf(controller)).join(', ')} is asked`
  return `${name} is asked, ${read.length === 1 ? 'the only one whose rules are read' : 'the first of those found'}`
}

/** `TITLE (NAMESPACE/NAME), reached by ADDRESS`, and where its rules are not read, that */
function besideText(controllers: Controllers, worlds: Worlds, one: Chosen): string {
  const addresses = addressesReaching(worlds, one)
  const reached = addresses.length === 0 ? '' : `, reached by ${addresses.join(', ')}`
  return `${titleOf(controllers, one)}${reached}${readsRules(controllers, one) ? '' : ', whose rules are not read'}`
}

/** By which a controller is reached, as far as that is sure: a few of them. */
export function addressesReaching({ inventory, ownersOf }: Worlds, one: Chosen): readonly string[] {
  // Of what two of them take, nobody knows who wrote the address.
  const own = inventory.ingresses.filter((ingress) => ownersOf(ingress).length === 1 && ownersOf(ingress).includes(one))
  return addressesOfController(inventory, one.controller, own).slice(0, most)
}

/** A load balancer for each Ingress makes many addresses. */
const most = 3

/** Ingresses that no controller owns count for nobody, but their hosts are known: null stands for them. */
function namesIn({ dialectOf, fallback }: Controllers, worlds: Worlds): HostNames<Chosen | null> {
  const names = new HostNames<Chosen | null>()
  for (const ingress of worlds.inventory.ingresses) {
    const owners = worlds.ownersOf(ingress)
    for (const owner of owners)
      for (const name of dialectOf(owner.controller).hostNames(owner.controller, ingress)) names.add(name, owner)
    if (owners.length === 0)
      for (const name of fallback.hostNames(worlds.standIn.controller, ingress)) names.add(name, null)
  }
  return names
}
