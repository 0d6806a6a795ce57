/** The two engines that answer in a world, by the objects and by a replica, and who they are in words. */
import { isAssumed, isOutside, isUnstarted } from '../../domain/controllers/controller.js'
import type { Controllers, Dialect } from '../../domain/controllers/dialect.js'
import type { Served } from '../../domain/controllers/observation.js'
import { isNotCaptured } from '../../domain/gap.js'
import { nameOf } from '../../domain/objects/ref.js'
import type { ClusterReader, Coverage } from '../../domain/ports.js'
import { type Answer, type Hop, hop, type TraceRequest, type Tracer } from '../../domain/requests/trace.js'
import { attempt } from '../attempt.js'
import { whySources } from '../why/sources.js'
import type { Chosen } from '../worlds/choose-controller.js'
import type { AskedGateway, World } from '../worlds/world.js'
import type { Worlds } from '../worlds/worlds.js'

/** The two engines of a world, and the hops before the first of each answer. */
export interface Sides {
  /** null: the objects cannot be seen */
  readonly asked: Tracer | null
  /** null: no replica tells what it serves */
  readonly served: Served | null
  readonly before: { readonly asked: readonly Hop[]; readonly served: readonly Hop[] }
}

/** A replica that cannot be asked is a gap: what the objects ask for is answered nevertheless. */
export async function openSides(
  cluster: ClusterReader,
  controllers: Controllers,
  worlds: Worlds,
  { chosen, dialect, asked, plan, replica, gaps, gateway }: World,
  namespace: string | null,
  coming: readonly TraceRequest[],
): Promise<Sides> {
  const { coverage, gaps: unseen } = worlds.inventory
  // Files without an Ingress ask for none, and what leads connections on is none.
  const isEnough =
    (asked.customRoutes ?? []).length + (asked.alsoAsking ?? []).length > 0 &&
    (unseen.some((gap) => gap.kind === 'Ingress' && isNotCaptured(gap)) || coming.every(({ stream }) => stream))
  const served =
    dialect.reads.inside &&
    replica &&
    (await attempt(replica, gaps, () =>
      controllers.observe(replica).served(plan, (ask) => attempt(replica, gaps, ask), coming),
    ))
  const heard = (await asked.heard?.(whySources(cluster, controllers, null, gaps))) ?? asked
  const by =
    gateway !== null
      ? gatewayHop(gateway)
      : isAssumed(chosen.controller)
        ? assumedHop(dialect, worlds, namespace)
        : controllerHop(chosen, dialect)
  return {
    asked: gateway !== null ? asked : coverage !== 'none' ? ofPart(heard, coverage) : isEnough ? asked : null,
    served: served || null,
    before: {
      asked: [by],
      served:
        !served || replica === null ? [] : [hop('controller', `replica ${nameOf(replica)}`, served.ways.join(', '))],
    },
  }
}

function gatewayHop({ ref, about }: AskedGateway): Hop {
  return hop('gateway', nameOf(ref), about.join(', '))
}

function assumedHop({ assumption }: Dialect, { isBlind }: Worlds, namespace: string | null): Hop {
  const where = namespace === null ? '' : ` in namespace ${namespace}`
  const why = isBlind ? 'pods cannot be seen' : `no controller was found${where}`
  const detail = `${why}, so ${assumption}`
  return hop('controller', isBlind ? 'unknown' : 'none', detail)
}

function controllerHop({ controller }: Chosen, { title, reads }: Dialect): Hop {
  const { kind, release, traits, replicas } = controller
  const ready = replicas.filter(({ state }) => state === 'ready').length
  const said = [
    ...(reads.rules ? [] : [title]),
    ...(release.version === null ? [] : [`version ${release.version}`]),
    ...(traits.className === null ? [] : [`class ${traits.className}`]),
    isOutside(controller)
      ? 'outside of the cluster'
      : replicas.length === 0
        ? 'no replica'
        : isUnstarted(controller)
          ? 'by its manifest'
          : `${ready} of ${replicas.length} replicas ready`,
  ]
  const subject = isOutside(controller) ? nameOf(controller) : `${kind} ${nameOf(controller)}`
  return hop('controller', subject, said.join(', '))
}

/** @param coverage of Ingresses; where it is a list of namespaces, no answer is definite */
function ofPart(tracer: Tracer, coverage: Coverage): Tracer {
  if (typeof coverage === 'string') return tracer
  const detail = `only Ingresses of ${namespacesText(coverage)} could be read, and one of another namespace may come first`
  return {
    answer: (request, explain) => {
      const answer = tracer.answer(request, explain)
      const hops: Answer['hops'] = explain ? [...answer.hops, hop('note', 'unknown', detail)] : []
      return { ...answer, verdict: 'unknown', status: null, location: null, hops }
    },
  }
}

function namespacesText(names: readonly string[]): string {
  const [first, ...more] = names
  return more.length === 0 ? `namespace ${first}` : `${names.length} namespaces`
}
