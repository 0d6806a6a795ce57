/** Every route that the Ingresses of a controller ask for, default backends among them, and what becomes of each. */

import type { PlannedRoute } from '../../domain/controllers/plan.js'
import type { ServedRoute } from '../../domain/controllers/replica-facts.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import { told } from '../../domain/findings/finding.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { nameOf, type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import { urlOf } from '../../domain/requests/host.js'
import type { Fate } from '../../domain/routes/fate.js'
import { pathMatch } from '../../domain/routes/route.js'
import { sentenceOf } from '../../findings/catalogue.js'
import type { Reach, Reaches } from './answer/reach.js'
import { type IngressRule, rulesOf } from './answer/rules.js'
import { askedDefault } from './model/default-backends.js'
import { breaksOf } from './model/flaws/breaks.js'
import { isPassedOn } from './model/of-one.js'
import {
  type Asked,
  type CanaryFate,
  defaultServer,
  type Kept,
  type Location,
  type Model,
  serverOf,
} from './model/types.js'
import { collision } from './why/backends.js'
import { canaryCauses } from './why/canaries.js'
import { defaultLocation, lostDefault } from './why/default-backend.js'

/** Rules that are kept, rules that are dropped, then default backends. */
export function routesOf(model: Model, facts: RoutingFacts, reaches: Reaches): PlannedRoute[] {
  const { kept } = model
  const unseen = unseenHosts(model)
  const canaries = new Map(
    model.canaries.map(({ canary, host, path, fate }) => [`${nameOf(canary.ref)} ${host} ${path}`, fate]),
  )
  const around = { model, reaches, unseen, canaries }
  // Most controllers drop none.
  const dropped = kept.length < facts.ingresses.length ? droppedOf(model, facts) : []
  const lost = dropped.length === 0 ? [] : [...rulesOf(model, facts).byHost.values()].flat()
  const names = new Set(dropped.map((one) => refKey(refOf(one))))
  return [
    ...kept.flatMap((own) => own.asked.map((asked) => new KeptRoute(around, own, asked))),
    ...lost.filter(({ ref, asked }) => asked === null && names.has(refKey(ref))).flatMap(droppedRoute),
    ...kept.flatMap((own) =>
      own.ingress.spec?.defaultBackend ? [defaultRoute(model, reaches, own, unseen.get(defaultServer) ?? null)] : [],
    ),
    ...dropped.flatMap((one) => (one.spec?.defaultBackend ? [droppedDefault(model, one)] : [])),
  ]
}

function droppedOf({ kept }: Model, { ingresses }: RoutingFacts): readonly Ingress[] {
  const owned = new Map(ingresses.map((one) => [refKey(refOf(one)), one]))
  for (const { ref } of kept) owned.delete(refKey(ref))
  return [...owned.values()]
}

interface Around {
  readonly model: Model
  readonly reaches: Reaches
  /** host → what is not known of all its routes */
  readonly unseen: ReadonlyMap<string, Fate>
  /** `NAMESPACE/NAME HOST PATH` */
  readonly canaries: ReadonlyMap<string, CanaryFate['fate']>
}

/** Its fate takes a request to be tried, and is told when somebody asks. */
class KeptRoute implements PlannedRoute {
  readonly source: Ref
  readonly host: string | null
  readonly match: PlannedRoute['match']
  readonly isListed: boolean
  readonly listedUpstream?: string
  readonly #around: Around
  readonly #own: Kept
  readonly #asked: Asked

  constructor(around: Around, own: Kept, asked: Asked) {
    const { location, host, upstream } = asked
    this.source = asked.ref
    this.host = host
    this.match = pathMatch(asked.path, asked.pathType)
    this.isListed = location !== null && around.model.servers.get(host ?? defaultServer)?.authTlsError === null
    // Another one steps in where endpoints go, which is no lag: `default-backend`.
    const stepsIn = location?.owner?.annotations.defaultBackend != null
    if (upstream !== null && !stepsIn && location?.upstream === upstream) this.listedUpstream = upstream
    this.#around = around
    this.#own = own
    this.#asked = asked
  }

  get fate(): Fate {
    return this.#lost() ?? this.#reached()
  }

  get isLost(): boolean {
    const is = this.#lost()?.is
    return is === 'lost' || is === 'dropped'
  }

  #lost(): Fate | null {
    const { model, canaries } = this.#around
    const [own, asked] = [this.#own, this.#asked]
    if (own.annotations.canary === null) return lostBefore(model, asked)
    const fate = canaries.get(`${nameOf(asked.ref)} ${asked.host} ${asked.path}`)
    return lostCanary(model, own, asked, fate) ?? lostBefore(model, asked)
  }

  #reached(): Fate {
    const { model, reaches, unseen } = this.#around
    const [own, asked] = [this.#own, this.#asked]
    const fate = fateOf(model, asked, reaches.of(own, asked))
    if (fate.is !== 'served') return fate
    return (
      unseenAt(model, asked.ref, asked.location) ??
      unseenOfPrimary(model, own, asked) ??
      unseen.get(serverNameOf(model, asked.host)) ??
      fate
    )
  }
}

function droppedRoute({ ref, host, path, pathType, fate }: IngressRule): PlannedRoute[] {
  return fate === null ? [] : [lostRoute(ref, host, pathMatch(path, pathType), dropped(sentenceOf(fate)))]
}

function droppedDefault(model: Model, ingress: Ingress): PlannedRoute {
  const ref = refOf(ingress)
  const by = model.flaws.get(refKey(ref))?.find(({ facts }) => facts.effect === 'dropped') ?? null
  return lostRoute(ref, null, null, dropped(sentenceOf(told('dropped', { by }))))
}

function lostRoute(source: Ref, host: string | null, match: PlannedRoute['match'], fate: Fate): PlannedRoute {
  return { source, host, match, fate, isListed: false, isLost: true }
}

function dropped(why: string): Fate {
  return { is: 'dropped', why }
}

/** It has no path of its own that a configuration would name: where it answers there is one of the controller's. */
function defaultRoute(model: Model, reaches: Reaches, own: Kept, ofServer: Fate | null): PlannedRoute {
  const lost = lostDefaultFate(model, own)
  const unseen =
    unseenAt(model, own.ref, defaultLocation(model, own)) ??
    unseenOfPrimary(model, own, { host: null, path: '/' }) ??
    (own.ingress.spec?.rules?.length ? null : ofServer)
  return {
    source: own.ref,
    host: null,
    match: null,
    get fate() {
      return lost ?? unseen ?? reachedDefault(model, reaches, own)
    },
    isListed: false,
    isLost: lost !== null,
  }
}

function lostDefaultFate(model: Model, own: Kept): Fate | null {
  const found = lostDefault(model, own).find(({ blocks }) => blocks)
  const denied = defaultLocation(model, own)?.owner?.annotations.denied ?? null
  if (found === undefined) return denied === null ? null : dropped(denied)
  const why = sentenceOf(found)
  if (found.code === 'resource-backend') return dropped(why)
  const owner = found.code === 'catch-all-taken' ? found.facts.owner : null
  return { is: 'lost', to: owner && { kind: 'Ingress', ...owner }, why }
}

/** Beside rules it answers for what they leave open: no request need be tried for that. */
function reachedDefault(model: Model, reaches: Reaches, own: Kept): Fate {
  const { spec } = own.ingress
  const asked = askedDefault(own, defaultLocation(model, own))
  return fateOf(model, asked, spec?.rules?.length ? null : reaches.of(own, asked))
}

/**
 * The location for what no rule of a host matches carries the name of an Ingress, too: of one that has rules for the host.
 * A canary whose host has no server of its own stands in the default one.
 */
export function ownRoutesOf({ servers }: Model): ServedRoute[] {
  return [...servers.values()].flatMap(({ host, locations, authTlsError }) =>
    authTlsError !== null
      ? []
      : locations.flatMap(({ owner, asked, path }) =>
          owner === null || (asked !== null && (asked.host ?? defaultServer) === host)
            ? []
            : [{ host: host === defaultServer ? null : host, path, source: owner.ref }],
        ),
  )
}

/** A canary that shares the traffic of nobody. @param fate undefined: there is nobody at all */
function lostCanary(model: Model, own: Kept, asked: Asked, fate: CanaryFate['fate'] | undefined): Fate | null {
  const found = canaryCauses(model, own, asked, fate).find(({ blocks }) => blocks)
  return found === undefined ? null : { is: 'lost', to: null, why: sentenceOf(found) }
}

/** What keeps a route out before any request is looked at; null: nothing does. */
function lostBefore(model: Model, asked: Asked): Fate | null {
  const { fate, location, host } = asked
  // It has no location, and needs none.
  if (fate?.code === 'canary') return null
  if (isPassedOn(model, asked)) return collided(model, asked)
  const refused = serverOf(model, host)?.authTlsError
  if (refused != null) return dropped(refused)
  if (location !== null) {
    const denied = location.owner?.annotations.denied ?? null
    return denied === null ? collided(model, asked) : dropped(denied)
  }
  if (fate === null) return { is: 'unknown', why: 'it became no location' }
  if (fate.code === 'resource-backend') return dropped(sentenceOf(fate))
  return { is: 'lost', to: winnerOf(model, asked), why: sentenceOf(fate) }
}

/** Another Service has its upstream's name, and gets the requests. */
function collided({ upstreams }: Model, { backend, upstream: name }: Asked): Fate | null {
  const upstream = name === null ? undefined : upstreams.get(name)
  const found = backend && upstream ? collision(backend, upstream, '') : null
  return found && { is: 'lost', to: upstream?.creator ?? null, why: sentenceOf(found) }
}

/** What its annotations name was not looked at, or may not be: whether it is refused hangs on that. Or they stop the controller. */
function unseenFate({ unseen, flaws }: Model, ref: Ref): Fate | null {
  const stops = flaws.get(refKey(ref))?.find(({ code }) => code === 'canary-without-paths')
  const names = unseen.get(refKey(ref))
  if (names === undefined) return stops === undefined ? null : { is: 'unknown', why: sentenceOf(stops) }
  return { is: 'unknown', why: `it hangs on ${names.join(', ')}` }
}

/** The location of a rule may have the annotations of another Ingress, which may be refused in its turn. */
function unseenAt(model: Model, ref: Ref, location: Location | null): Fate | null {
  const annotationsOf = location?.owner?.annotationsOf
  return unseenFate(model, ref) ?? (annotationsOf === undefined ? null : unseenFate(model, annotationsOf))
}

/** A canary gets its share at the location of what it tries out, which may be refused. */
function unseenOfPrimary(model: Model, own: Kept, { host, path }: Pick<Asked, 'host' | 'path'>): Fate | null {
  const owner = own.annotations.canary === null ? null : serverOf(model, host)?.byPath.get(path)?.owner
  return owner ? unseenFate(model, owner.ref) : null
}

/** A Secret of auth-tls-secret that cannot be used closes the host to all Ingresses that ask for it. */
function unseenHosts(model: Model): ReadonlyMap<string, Fate> {
  return new Map(
    model.kept.flatMap(({ ref, annotations, ingress }): [string, Fate][] => {
      const fate = annotations.authTls === null ? null : unseenFate(model, ref)
      const rules = ingress.spec?.rules ?? []
      if (fate === null) return []
      return rules.length === 0
        ? [[defaultServer, fate]]
        : rules.map(({ host }) => [serverNameOf(model, host || null), fate])
    }),
  )
}

/** A canary's host need not have a server. */
function serverNameOf(model: Model, host: string | null): string {
  return serverOf(model, host)?.host ?? defaultServer
}

/** @param reach null: no request for it is known */
function fateOf(model: Model, { ref }: Asked, reach: Reach | null): Fate {
  const flaw = breaksOf(model).before(ref)
  if (reach?.is === 'missed') {
    const { request, by: taker } = reach
    const ingress = 'ingress' in taker ? taker.ingress : null
    const why = sentenceOf(told('never-matches', { request: urlOf(request), taker }))
    return { is: 'never-matches', to: ingress && { kind: 'Ingress', ...ingress }, why }
  }
  if (reach?.is === 'answered' && reach.endless !== null)
    return { is: 'fails', status: reach.status, why: sentenceOf(told('redirect-endless', { url: reach.endless })) }
  if (reach?.is === 'answered' && reach.status !== null && reach.status >= 400)
    return { is: 'fails', status: reach.status, why: sentenceOf(told('backend-not-asked', reach)) }
  if (flaw !== null) return { is: 'unknown', why: sentenceOf(flaw.found) }
  const why = reach?.unloaded ?? (reach?.is === 'unknown' ? reach.why : null)
  return why === null ? { is: 'served' } : { is: 'unknown', why }
}

function winnerOf(model: Model, { host, path }: Asked): Ref | null {
  return serverOf(model, host)?.byPath.get(path)?.owner?.ref ?? null
}
