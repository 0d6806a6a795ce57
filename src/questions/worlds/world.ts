/** The state of the world as one controller sees it, with the two engines that answer for it. */

import type { Controllers, Replica } from '../../domain/controllers/controller.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import { nameOf } from '../../domain/objects/ref.js'
import type { ClusterReader, Gap } from '../../domain/ports.js'
import type { Hop, Tracer } from '../../domain/requests/trace.js'
import { specTracer } from '../../semantics/ingress/tracer.js'
import { attempt } from '../attempt.js'
import { ofPart } from '../trace/part-answer.js'
import { type Chosen, type ControllerSelection, replicaOrGap } from './choose-controller.js'
import { gatherFacts } from './gather-facts.js'
import { liveCertificates } from './live-certificates.js'

export type Semantics = 'spec' | 'ingress-nginx'

export interface World {
  /** null: none was found, and the specification stands in */
  readonly chosen: Chosen | null
  /** the one that is asked; null: none can be */
  readonly replica: Replica | null
  /** null: the objects cannot be seen */
  readonly asked: Tracer | null
  readonly served: Tracer | null
  /** what the replica must be asked before `served` can answer for this host */
  readonly learn: (host: string) => Promise<void>
  /** hops before the first of each answer */
  readonly before: { readonly asked: readonly Hop[]; readonly served: readonly Hop[] }
  readonly gaps: readonly Gap[]
}

export interface WorldFacts {
  readonly cluster: ClusterReader
  readonly controllers: Controllers
  readonly inventory: Inventory
  /** pods could not be looked at, so that nobody knows which controllers there are */
  readonly isBlind: boolean
  readonly selection: ControllerSelection
  /** null: those of the controller */
  readonly semantics: Semantics | null
  /** milliseconds since the epoch */
  readonly now: number
}

/** @param namespace the only one in which a controller was looked for; null: all */
export function worldWithout({ inventory, isBlind }: WorldFacts, namespace: string | null): World {
  const where = namespace === null ? '' : ` in namespace ${namespace}`
  const why = isBlind ? 'pods cannot be seen' : `no controller was found${where}`
  const detail = `${why}, so the rules of the Kubernetes documentation answer for all Ingresses`
  const hops: Hop[] = [{ kind: 'controller', subject: isBlind ? 'unknown' : 'none', detail }]
  const asked = inventory.coverage === 'none' ? null : ofPart(specTracer(inventory), inventory.coverage)
  return {
    chosen: null,
    replica: null,
    asked,
    served: null,
    learn: nothing,
    before: { asked: hops, served: [] },
    gaps: [],
  }
}

export async function worldOf(from: WorldFacts, chosen: Chosen): Promise<World> {
  const { cluster, controllers, inventory, semantics, now } = from
  const { controller } = chosen
  const { facts, gaps: unseen } = await gatherFacts(cluster, controllers, controller, inventory, now)
  const gaps = [...unseen]
  const isSpec = semantics === 'spec'
  const asked = isSpec ? specTracer(inventory, facts.ingresses) : controllers.asked(controller, facts)
  const live = await servedBy(from, chosen, facts, gaps)
  return {
    chosen,
    replica: live?.replica ?? null,
    asked: inventory.coverage === 'none' ? null : ofPart(asked, inventory.coverage),
    served: live?.tracer ?? null,
    learn: live?.learn ?? nothing,
    before: { asked: [controllerHop(chosen)], served: live === null ? [] : [live.hop] },
    gaps,
  }
}

function controllerHop({ controller, replicas: meant }: Chosen): Hop {
  const { kind, release, settings, replicas } = controller
  if (meant.length === 0) {
    const detail = `none could be seen: told is what one of the last release with its usual flags would do, class ${settings.ingressClass}`
    return { kind: 'controller', subject: 'assumed', detail }
  }
  const ready = replicas.filter(({ state }) => state === 'ready').length
  const count = replicas.length === 0 ? 'no replica' : `${ready} of ${replicas.length} replicas ready`
  const version = release.version === null ? '' : `version ${release.version}, `
  return {
    kind: 'controller',
    subject: `${kind} ${nameOf(controller)}`,
    detail: `${version}class ${settings.ingressClass}, ${count}`,
  }
}

interface Live {
  readonly replica: Replica
  readonly tracer: Tracer | null
  readonly learn: World['learn']
  readonly hop: Hop
}

const nothing = async () => {}

/** A replica that cannot be asked is a gap: what the objects ask for is answered nevertheless. */
async function servedBy(
  { controllers, selection }: WorldFacts,
  chosen: Chosen,
  facts: RoutingFacts,
  gaps: Gap[],
): Promise<Live | null> {
  const replica = replicaOrGap(chosen, selection, gaps)
  if (replica === null) return null
  const { observer } = controllers
  const [conf, answered] = await Promise.all([
    attempt(replica, gaps, () => observer.conf(replica)),
    attempt(replica, gaps, () => observer.backends(replica)),
  ])
  const backends = answered && (await attempt(replica, gaps, async () => controllers.backends(answered.value)))
  const { known, learn } = liveCertificates(observer, replica)
  const tracer =
    conf &&
    (await attempt(replica, gaps, () => controllers.served(chosen.controller, conf.value, backends, facts, known)))
  const read = [conf && `its nginx.conf by ${conf.way}`, answered && `its backends by ${answered.way}`].filter(Boolean)
  return {
    replica,
    tracer,
    learn: tracer === null ? nothing : learn,
    hop: { kind: 'controller', subject: `replica ${nameOf(replica)}`, detail: read.join(', ') },
  }
}
