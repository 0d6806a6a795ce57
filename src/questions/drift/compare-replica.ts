/**
 * Does a replica serve what is planned: its last reload, its endpoints, its routes and its certificates, looked at from
 * both sides. What an Ingress gets wrong is no lag of a replica, and counted apart.
 */
import { type ControllerRef, controllerRef, type Replica } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Observation } from '../../domain/controllers/observation.js'
import type { Reload, ServedRoute } from '../../domain/controllers/replica-facts.js'
import type { Told } from '../../domain/findings/facts.js'
import type { Gap } from '../../domain/gap.js'
import { gatewayRouteKinds } from '../../domain/objects/gateway/inventory.js'
import { attempt, inOrder } from '../attempt.js'
import type { FrozenPort } from '../gateways/frozen-ports.js'
import type { World } from '../worlds/world.js'
import { compareCertificates } from './compare-certificates.js'
import { compareEndpoints } from './compare-endpoints.js'
import { compareGatewayCertificates, compareGateways, leftOutOf, type OwnGateways } from './compare-gateways.js'
import type { DifferentBlock } from './compare-replicas.js'
import { asServed, compareRoutes } from './compare-routes.js'
import { type Compared, type ComparedParts, compareSettings, inSyncOf, joined } from './compared.js'
import { failureOf } from './last-reloads.js'

export interface ReplicaComparison extends ComparedParts {
  readonly controller: ControllerRef
  readonly replica: Replica
  /** null: it could not be asked, or does not tell */
  readonly reload: Reload | null
  /** null: the last reload went well, or it is not known how it went */
  readonly failure: Told<'reload-failed'> | null
  /** ports of its Gateways whose routes it refuses as a whole */
  readonly frozen: readonly FrozenPort[]
  /** null: it runs the image of the youngest, as far as that is known */
  readonly image: DifferentImage | null
  /** what of its configuration the other replicas have otherwise */
  readonly odd: readonly DifferentBlock[]
  /** routes that no replica has, dropped or another one's: `why` tells the reason, and what never gets a request beside */
  readonly leftOut: readonly ServedRoute[]
  /** null: something of it is not known, and the rest is in order */
  readonly inSync: boolean | null
}

/** @param gateways those that its controller serves */
export async function compareReplica(
  controllers: Controllers,
  world: World,
  gateways: OwnGateways,
  replica: Replica,
): Promise<{ readonly comparison: ReplicaComparison; readonly gaps: readonly Gap[] }> {
  const { chosen, plan, facts } = world
  const gaps: Gap[] = []
  const observation = controllers.observe(replica)
  const hasGateways = gateways.gateways.length > 0
  const hasIngresses = facts.ingresses.length + (plan.customRoutes ?? []).length > 0
  const asking = { replica, observation, gaps, listed: listedOnce(observation) }
  const [reload, ofIngresses, ofGateways] = await Promise.all([
    attempt(replica, gaps, () => observation.reload()),
    hasGateways && !hasIngresses ? null : compareIngresses(asking, world, hasGateways),
    hasGateways ? compareOwn(asking, world, gateways) : null,
  ])
  const parts = joined(ofIngresses, ofGateways)
  const frozen = ofGateways?.frozen ?? []
  const failure = await failureOf(controllers, { replica, reload }, plan, gaps)
  const image = compareImages(replica, chosen.controller.replicas)
  const each = [ofIngresses, ofGateways].map((one) => (one === null ? true : inSyncOf(reload, one)))
  const isOut = image !== null || frozen.length > 0 || each.includes(false)
  const comparison = {
    controller: controllerRef(chosen.controller),
    ...{ replica, reload, failure, frozen, image },
    ...parts,
    odd: [],
    leftOut: [...plan.routes.filter(({ isLost }) => isLost).map(asServed), ...leftOutOf(gateways)],
    inSync: isOut ? false : each.includes(null) ? null : true,
  }
  return { comparison, gaps: inOrder(gaps) }
}

interface Asking {
  readonly replica: Replica
  readonly observation: Observation
  readonly gaps: Gap[]
  /** its routes, those of Gateways among them */
  readonly listed: () => Promise<readonly ServedRoute[]>
}

/** Kinds without which nobody knows which endpoints are planned. */
const ofEndpoints: ReadonlySet<string> = new Set(['Service', 'EndpointSlice', 'Endpoints'])

/** The same configuration may be asked twice: that it cannot be had is told once. */
async function ask<T>({ replica, gaps }: Asking, question: () => Promise<T>) {
  const own: Gap[] = []
  const answer = await attempt(replica, own, question)
  gaps.push(...own.filter(({ message }) => gaps.every((one) => one.message !== message)))
  return { answer, isUntold: own.some(({ reason }) => reason === 'unsupported') }
}

async function compareIngresses(
  asking: Asking,
  { dialect, facts, plan }: World,
  hasGateways: boolean,
): Promise<ComparedParts> {
  const { observation, listed } = asking
  const untold = new Set<Compared>()
  const isWhole = facts.inventory.coverage === 'all'
  const isSeen = !facts.inventory.gaps.some(({ kind }) => ofEndpoints.has(kind))
  const tell = async <T>(what: Compared, question: () => Promise<T>): Promise<T | null> => {
    // What nobody knows the plan of cannot be held against it.
    if (!dialect.reads.rules) {
      untold.add(what)
      return null
    }
    const { answer, isUntold } = await ask(asking, question)
    if (isUntold) untold.add(what)
    return answer
  }
  const { backends: language } = dialect
  if (language === undefined) untold.add('endpoints')
  const [backends, routes, certificates, settings] = await Promise.all([
    language === undefined ? null : tell('endpoints', () => observation.backends()),
    tell('routes', async () => compareRoutes(plan, (await listed()).filter(isOther), isWhole)),
    tell('certificates', () => compareCertificates(plan, facts.ingresses, observation)),
    tell('settings', () => compareSettings(plan, observation)),
  ])
  // What belongs to a Gateway is none too much.
  const endpoints =
    backends && language
      ? compareEndpoints(plan, backends.value, language, { isWhole: isWhole && !hasGateways, isSeen })
      : null
  return { endpoints, routes, certificates, settings, untold }
}

async function compareOwn(
  asking: Asking,
  { plan }: World,
  gateways: OwnGateways,
): Promise<ComparedParts & Pick<ReplicaComparison, 'frozen'>> {
  const { replica, observation, gaps, listed } = asking
  const isWhole = !gateways.opened.gaps.some(({ kind }) => ofGateways.has(kind))
  const served = await ask(asking, () => observation.served(plan, (one) => attempt(replica, gaps, one), []))
  const [routes, certificates] = await Promise.all([
    ask(asking, listed),
    ask(asking, () => compareGatewayCertificates(gateways, observation)),
  ])
  gaps.push(...(served.answer?.gaps?.() ?? []))
  const theirs = routes.answer?.filter((one) => !isOther(one)) ?? null
  const compared = compareGateways(gateways, served.answer, theirs, isWhole)
  return {
    ...compared,
    certificates: certificates.answer,
    settings: { same: 0, different: [] },
    untold: new Set<Compared>([
      ...(certificates.isUntold ? (['certificates'] as const) : []),
      ...(served.isUntold ? (['routes', 'endpoints'] as const) : []),
    ]),
  }
}

const ofGateways: ReadonlySet<string> = new Set(gatewayRouteKinds)

function isOther({ source }: ServedRoute): boolean {
  return !ofGateways.has(source.kind)
}

function listedOnce(observation: Observation): () => Promise<readonly ServedRoute[]> {
  let known: Promise<readonly ServedRoute[]> | undefined
  const read = async () => {
    const all: ServedRoute[] = []
    for await (const one of observation.routes()) all.push(one)
    return all
  }
  return () => (known ??= read())
}

/** What all of them come to; `unanswered`: of none is it known. */
export function inSyncVerdict(
  replicas: readonly Pick<ReplicaComparison, 'inSync'>[],
): 'clean' | 'findings' | 'unanswered' {
  if (replicas.some(({ inSync }) => inSync === false)) return 'findings'
  return replicas.some(({ inSync }) => inSync) ? 'clean' : 'unanswered'
}

/** Which image a replica runs, held against that of the youngest one: what a workload starts now is what is asked. */
interface DifferentImage {
  readonly planned: string
  readonly served: string
  /** RFC 3339: since when the youngest is there */
  readonly since: string
}

/** @returns null: it is the same, or nobody is younger */
function compareImages({ release, createdAt }: Replica, all: readonly Replica[]): DifferentImage | null {
  const youngest = all.reduce<Replica | null>(
    (one, other) => (other.createdAt !== null && other.createdAt > (one?.createdAt ?? '') ? other : one),
    null,
  )
  if (youngest === null || youngest.createdAt === null || createdAt === null) return null
  if (createdAt >= youngest.createdAt || youngest.release.image === release.image) return null
  return { planned: youngest.release.image, served: release.image, since: youngest.createdAt }
}
