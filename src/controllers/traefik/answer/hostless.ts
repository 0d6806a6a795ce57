/**
 * Rules without a host that take a part of a host's requests: a long path outweighs a short host, since the length of a rule is
 * its priority. Who gives a rule a priority of its own means it.
 */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { isSame } from '../../../domain/objects/ref.js'
import { priorityOf } from '../../../languages/traefik/config/read.js'
import type { Router } from '../../../languages/traefik/config/types.js'
import type { Routing } from '../../../languages/traefik/route/serve.js'
import type { Made, Model } from '../model/types.js'
import type { TraefikSettings } from '../workload/settings.js'
import { askingFor } from './asking.js'

/** So many of those that come before a rule are tried for it, and so many are told. */
const most = { tried: 50, told: 3 } as const

export class Hostless {
  readonly #model: Model
  readonly #routing: Routing
  readonly #settings: TraefikSettings
  /** those of the highest priority first */
  readonly #all: readonly Asking[]

  constructor(model: Model, routing: Routing, settings: TraefikSettings) {
    this.#model = model
    this.#routing = routing
    this.#settings = settings
    const all = model.made.flatMap((made) => {
      const router = made.host === null && made.match !== null ? routerOf(made) : undefined
      return router === undefined || router.priority !== priorityOf(router.rule, null) ? [] : [{ made, router }]
    })
    this.#all = all.sort((a, b) => b.router.priority - a.router.priority)
  }

  /** @param made has requests of its own: what is taken of them */
  before(made: Made): readonly Told<'hostless-first'>[] {
    const own = made.host === null ? undefined : routerOf(made)
    if (own === undefined) return []
    const found: Told<'hostless-first'>[] = []
    for (const { made: other, router } of this.#all.slice(0, most.tried)) {
      if (router.priority <= own.priority || found.length === most.told) break
      if (isSame(other.source, made.source) || isOfOneService(other, made) || !this.#takes(other, made, own)) continue
      const { rule, priority } = router
      const [path, host] = [other.match?.path ?? '/', made.host ?? '']
      found.push(told('hostless-first', { host, path, by: other.source, rule, priority, own: own.priority }))
    }
    return found
  }

  /** A request for its path, on the host of the other one, who would take it, too. */
  #takes(hostless: Made, made: Made, own: Router): boolean {
    return askingFor({ ...made, match: hostless.match }, own, this.#settings).some(({ request, fits }) => {
      if (fits !== true) return false
      const [taker, ...others] = this.#routing.table.takersOf(request).winners
      return taker !== undefined && others.length === 0 && this.#model.madeOf.get(taker.name) === hostless
    })
  }
}

interface Asking {
  readonly made: Made
  readonly router: Router
}

function routerOf({ routers }: Made): Router | undefined {
  return routers.find(({ over, parents }) => over === undefined && parents.length === 0)
}

/** Whoever takes it, the same pods answer. */
function isOfOneService(a: Made, b: Made): boolean {
  const names = ({ targets }: Made) => targets.map(({ backend }) => JSON.stringify(backend)).join()
  return names(a) === names(b)
}
