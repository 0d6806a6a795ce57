/** What becomes of each rule: who takes the requests that it asks for. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { isSame, type NamespacedName, nameOf, othersThan, type Ref, refKey } from '../../../domain/objects/ref.js'
import { backendName } from '../../../domain/requests/service-hops.js'
import type { Answer, ServiceBackend, TraceRequest } from '../../../domain/requests/trace.js'
import { type Fate, hangsOnSecret, undefinedWinner } from '../../../domain/routes/fate.js'
import { sentenceOf } from '../../../findings/catalogue.js'
import type { Router } from '../../../languages/traefik/config/types.js'
import type { ProxyRequest } from '../../../languages/traefik/route/request.js'
import type { Routing } from '../../../languages/traefik/route/serve.js'
import type { Made, Model, Target } from '../model/types.js'
import type { TraefikSettings } from '../workload/settings.js'
import { askingFor, furtherFor, hiddenBy, nameFor, unfit } from './asking.js'
import { Ends } from './ends.js'
import { Equals, keyOf, sourcesOf, whyUnsure } from './equals.js'
import { routersOfUrls, standing, type Unheard, unheard } from './heard.js'
import { amongGateways, type Taken } from './rivals.js'
import { listening } from './streams.js'

/** Why it has no requests of its own, or not surely; null: it has. */
export type Loss = Told<
  | 'undefined-winner'
  | 'longer-rule'
  | 'router-collision'
  | 'connection-taken'
  | 'path-encoded'
  | Unheard['code']
  | 'redirect-endless'
  | 'backend-not-asked'
  | 'undecided'
>

/** Services of several namespaces whose name inside is one. */
interface Collision {
  readonly name: string
  readonly targets: readonly Target[]
}

export class Fates {
  readonly #model: Model
  readonly #routing: Routing
  readonly #settings: TraefikSettings
  readonly #known = new Map<Made, Loss | null>()
  readonly #ends: Ends
  /** those where something decides that may not be seen, who has it */
  readonly #hanging = new Map<Loss, string>()
  /** objects of which some rule hangs on such */
  readonly #unseen: ReadonlyMap<string, string>
  readonly #equals: Equals
  readonly #facts: Pick<RoutingFacts, 'beside'>
  #asked: { readonly key: string; readonly takers: Taken } | undefined
  readonly #rivals = new Map<string, readonly Ref[]>()
  /** by the name of each of their backends */
  readonly #collisions: ReadonlyMap<string, Collision>
  #byPlace: ReadonlyMap<string, Made> | undefined

  /** @param ask what becomes of a request, redirects not followed */
  constructor(
    model: Model,
    routing: Routing,
    { settings, facts }: { readonly settings: TraefikSettings; readonly facts: Pick<RoutingFacts, 'beside'> },
    ask: (request: TraceRequest) => Answer,
  ) {
    this.#facts = facts
    this.#ends = new Ends(routing, settings, model.made, ask)
    this.#model = model
    this.#equals = new Equals(model)
    this.#unseen = new Map(
      model.made.flatMap((one) => {
        const why = whyUnsure(one)
        return why === undefined ? [] : [[keyOf(one), why] as const]
      }),
    )
    this.#routing = routing
    this.#settings = settings
    this.#collisions = new Map(
      [...model.backendsOf].flatMap(([name, targets]) =>
        targets.length < 2 ? [] : targets.map(({ backend }) => [backendName(backend), { name, targets }] as const),
      ),
    )
  }

  /** Whose routers have its requests: itself, or the one of which it is a part. */
  ruling(made: Made): Made {
    if (made.partOf === undefined) return made
    this.#byPlace ??= new Map(this.#model.made.map((one) => [placeOf(one), one]))
    return this.#byPlace.get(placeOf(made.partOf)) ?? made
  }

  /** @param assumes are Secrets that may not be seen taken to be correct, as requests take them */
  of(made: Made, assumes = false): Fate {
    const ruling = made.lack === null ? this.ruling(made) : made
    if (ruling !== made) return this.of(ruling, assumes)
    const loss = made.routers.length === 0 ? null : this.lossOf(made)
    // Of one that is switched off, too, nobody knows whether it is there.
    const isByChance = loss?.code === 'router-collision' && !loss.facts.isLost
    const unsure = made.lack === null ? this.#unsure(made, loss, assumes) : undefined
    if (unsure !== undefined) return { is: 'unknown', why: unsure }
    if (made.lack !== null && !isByChance)
      return isCutOff(made.lack)
        ? { is: 'fails', status: null, why: sentenceOf(made.lack) }
        : { is: 'dropped', why: sentenceOf(made.lack) }
    if (made.routers.length === 0) return { is: 'served' }
    if (loss?.code === 'longer-rule' || loss?.code === 'connection-taken')
      return { is: 'lost', to: loss.facts.by, why: sentenceOf(loss) }
    if (loss?.code === 'path-encoded' || loss?.code === 'entry-point-tls')
      return { is: 'never-matches', to: null, why: sentenceOf(loss) }
    if (loss?.code === 'route-refused') return { is: 'dropped', why: sentenceOf(loss) }
    if (loss?.code === 'undecided') return { is: 'unknown', why: sentenceOf(loss) }
    if (loss?.code === 'redirect-endless')
      return { is: 'fails', status: this.#ends.statusOf(loss), why: sentenceOf(loss) }
    if (loss?.code === 'backend-not-asked') return { is: 'fails', status: loss.facts.status, why: sentenceOf(loss) }
    if (loss?.code === 'router-collision' && loss.facts.isLost) return { is: 'dropped', why: sentenceOf(loss) }
    if (loss !== null) return undefinedWinner(loss.facts, sentenceOf(loss))
    const [collision] = this.collisionsOf(made)
    if (collision === undefined || collision.facts.first !== null) return { is: 'served' }
    return undefinedWinner(othersThan(null, this.#rivalsOf(collision.facts)), sentenceOf(collision))
  }

  /** Who leads to the other ones, which is asked for each route of the Service. */
  #rivalsOf({ service, others, name }: Told<'service-collision'>['facts']): readonly Ref[] {
    const key = `${nameOf(service)} ${name}`
    const known = this.#rivals.get(key)
    if (known !== undefined) return known
    const found = this.#model.made.filter(({ targets }) =>
      targets.some(({ backend }) => others.some((one) => isOf(backend, one))),
    )
    const rivals = sourcesOf(found)
    this.#rivals.set(key, rivals)
    return rivals
  }

  /** What decides and may not be seen: whether it is taken at all, or one that may take its place; undefined: nothing. */
  #unsure(made: Made, loss: Loss | null, assumes: boolean): string | undefined {
    const ofWinner = loss?.code === 'longer-rule' && loss.facts.by ? this.#unseen.get(refKey(loss.facts.by)) : undefined
    const all = [whyUnsure(made), loss === null ? undefined : this.#hanging.get(loss), ofWinner]
    return all.find((why) => why !== undefined && !(assumes && why === hangsOnSecret.why))
  }

  /** Where requests for its Services may go to those of others, and nobody decides which. */
  collisionsOf({ targets }: Made): readonly Told<'service-collision'>[] {
    return targets.flatMap(({ backend }) => {
      const found = this.#collisions.get(backendName(backend))
      if (found === undefined) return []
      const service = { namespace: backend.namespace, name: backend.service }
      const others = found.targets.flatMap((one) =>
        isOf(one.backend, service) ? [] : { namespace: one.backend.namespace, name: one.backend.service },
      )
      const name = found.name.slice(0, found.name.lastIndexOf('@'))
      // One that is taken in several ways is no other one.
      const [only] = this.#model.decided.has(found.name) ? found.targets : []
      const first = only === undefined ? null : { namespace: only.backend.namespace, name: only.backend.service }
      return others.length === 0 ? [] : told('service-collision', { service, others, name, first })
    })
  }

  /** Where it sends all of its requests, before any backend is asked; null: a backend gets them, or another rule */
  redirectOf(made: Made): { readonly status: number; readonly location: string } | null {
    return this.lossOf(made) === null ? this.#ends.redirectOf(made) : null
  }

  /** Requests are tried that it asks for: the very path, and one below it. */
  lossOf(made: Made): Loss | null {
    const known = this.#known.get(made)
    if (known !== undefined) return known
    const loss = this.#tried(made)
    this.#known.set(made, loss)
    return loss
  }

  /** At one entry point another one may have what is its own at the next. */
  #tried(made: Made): Loss | null {
    const routers = standing(made.routers)
    let loss: Loss | null = made.lack === null ? unheard(routers, this.#settings) : null
    const heard = routersOfUrls(routers, this.#settings)
    for (const router of loss !== null ? [] : heard.length > 0 ? heard : routers) {
      // What it sends on to another host, or hands to a canary, is not what its rule asks for.
      if (router.over === undefined && router.rule !== routers[0]?.rule) continue
      const own = this.#triedBy(made, router)
      loss ??= own
      if (own === null || !ofOneEntryPoint.has(own.code)) return own
    }
    return loss
  }

  /** Does anybody else have the connections of a host; `taken`: by one of connections. */
  #connected(made: Made, router: Router, name: string | null): Loss | null {
    const entryPoint = router.entryPoints[0] ?? null
    const found = this.#routing.connections.takersOf({ entryPoint, tls: router.tls, clientAddress: null }, name)
    const takers = found.first === null ? found.winners : [found.first]
    const [taker] = takers
    if (taker === undefined || found.untried.length > 0) return null
    if (takers.includes(router) || this.#equals.of(takers).all.has(made)) return this.#byChance(made, takers, router)
    if ((router.over === undefined) === (taker.over === undefined)) {
      if (taker.over === undefined) return null
      const by = this.#model.madeOf.get(taker.name)?.source ?? null
      const facts = { by, isSame: by !== null && isSame(by, made.source), isInternal: false }
      return told('longer-rule', { ...facts, rule: taker.rule, priority: taker.priority, own: router.priority })
    }
    const by = this.#model.madeOf.get(taker.name)?.source ?? null
    return told('connection-taken', { by, over: taker.over ?? 'http', name: name ?? '*' })
  }

  /** Of thousands of equals each asks for the same. */
  #takersOf(request: ProxyRequest): Taken {
    const key = JSON.stringify({ ...request, headers: [...request.headers] })
    const taken = () => amongGateways(this.#routing.table.takersOf(request), request, this.#facts, this.#settings)
    if (key !== this.#asked?.key) this.#asked = { key, takers: taken() }
    return this.#asked.takers
  }

  /** Who has it beside others is one of them, and nobody decides which. null: there are no others */
  #byChance(made: Made, winners: readonly Router[], { priority }: Router): Loss | null {
    const { all, sources, own, foreign, unseen } = this.#equals.of(winners)
    if (foreign.length === 0 && (all.size === 0 || (all.size === 1 && all.has(made)))) return null
    // Another rule of its own object may be one of them.
    const isOne = all.has(made) && own.get(keyOf(made))?.length === 1
    const loss = told('undefined-winner', { ...othersThan(isOne ? made.source : null, sources), priority })
    const other = unseen.find((one) => one !== made)
    if (other !== undefined) this.#hanging.set(loss, whyUnsure(other) ?? '')
    return loss
  }

  /** Has another one the datagrams of all its entry points. */
  #outranked(made: Made, { entryPoints }: Router): Loss | null {
    const known = this.#settings.udpEntryPoints.map(({ name }) => name)
    const takers = (entryPoints.length > 0 ? entryPoints : known).map((one) => listening(this.#routing, 'udp', one))
    const others = takers.flatMap((all) => all.flatMap(({ name }) => this.#model.madeOf.get(name) ?? []))
    const [other] = others
    return other === undefined || others.includes(made)
      ? null
      : told('connection-taken', { by: other.source, over: 'udp', name: '*' })
  }

  #triedBy(made: Made, router: Router): Loss | null {
    // It gets what those before it hand on, and nothing by itself.
    if (router.parents.length > 0) return null
    const later = this.#model.displaced.get(made)
    if (later !== undefined) return told('router-collision', { router: router.name, others: [later], isLost: true })
    const twins = this.#model.twins.get(router.name)?.filter(({ source }) => !isSame(source, made.source))
    if (twins !== undefined)
      return told('router-collision', {
        router: router.name.replace(/#\d+$/, ''),
        ...othersThan(null, sourcesOf(twins)),
        isLost: false,
      })
    if (made.lack !== null) return null
    if (router.over === 'udp') return this.#outranked(made, router)
    const taken = this.#connected(made, router, nameFor(made))
    if (taken !== null || router.over !== undefined) return taken
    const asking = askingFor(made, router, this.#settings)
    const requests = asking.flatMap(({ request, fits }) => (fits === true ? request : []))
    if (requests.length === 0) return unfit(asking, made, router) ?? this.#ends.ofAny(router, asking[0]?.request)
    let takenBy: Router | null = null
    for (const request of requests) {
      const { winners, untried } = this.#takersOf(request)
      const [hidden] = untried
      if (hidden !== undefined) return hiddenBy(hidden.name)
      const isOne = winners.some(({ name }) => this.#model.madeOf.get(name) === made)
      const chance = isOne ? this.#byChance(made, winners, router) : null
      if (chance !== null) return this.#ends.ofEquals(made, winners, request) ?? chance
      if (isOne && winners.length === 1) return this.#ends.of(made, request)
      if (isOne || winners[0] === undefined) return null
      takenBy ??= winners[0]
    }
    if (takenBy === null) return null
    const own = furtherFor(made, router, requests, takenBy).find((request) => this.#isAlone(made, request))
    if (own !== undefined) return this.#ends.of(made, own)
    const by = this.#model.madeOf.get(takenBy.name)?.source ?? takenBy.origin
    const { rule, priority, name } = takenBy
    const facts = { by, isSame: by !== null && isSame(by, made.source), isInternal: name.endsWith('@internal') }
    return told('longer-rule', { ...facts, rule, priority, own: router.priority })
  }

  #isAlone(made: Made, request: ProxyRequest): boolean {
    const { winners, untried } = this.#takersOf(request)
    const isAlone = winners.length === 1 && untried.length === 0
    return isAlone && this.#model.madeOf.get(winners[0]?.name ?? '') === made
  }
}

/** Connections for its hosts end before any request is read. */
function isCutOff(lack: Told): boolean {
  return lack.code === 'route-refused' && (lack.facts.fault === 'handshake' || lack.facts.fault === 'options')
}

/** What need not be so at the other entry points of a router. */
const ofOneEntryPoint: ReadonlySet<Loss['code']> = new Set(['connection-taken', 'longer-rule', 'path-encoded'])

function placeOf({ source, field }: Pick<Made, 'source' | 'field'>): string {
  return `${refKey(source)} ${field}`
}

function isOf({ namespace, service }: ServiceBackend, of: NamespacedName): boolean {
  return namespace === of.namespace && service === of.name
}
