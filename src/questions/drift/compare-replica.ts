/**
 * Does a replica serve what is planned: its last reload, its endpoints, its routes and its certificates, looked at from
 * both sides. What an Ingress gets wrong is no lag of a replica, and counted apart.
 */
import { type ControllerRef, controllerRef, type Replica } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Reload, ServedRoute } from '../../domain/controllers/observation.js'
import type { Told } from '../../domain/findings/facts.js'
import type { Gap } from '../../domain/ports.js'
import { attempt, inOrder } from '../attempt.js'
import type { World } from '../worlds/world.js'
import { type ComparedCertificates, compareCertificates } from './compare-certificates.js'
import { type ComparedEndpoints, compareEndpoints } from './compare-endpoints.js'
import { compareImages, type DifferentImage } from './compare-images.js'
import { type ComparedRoutes, compareRoutes, routesAt } from './compare-routes.js'
import { type ComparedSettings, compareSettings } from './compare-settings.js'
import { failureOf } from './last-reloads.js'

export interface ReplicaComparison {
  readonly controller: ControllerRef
  readonly replica: Replica
  /** null: it could not be asked, or does not tell */
  readonly reload: Reload | null
  /** null: the last reload went well, or it is not known how it went */
  readonly failure: Told<'reload-failed'> | null
  /** null, of each of these: that is not known */
  readonly endpoints: ComparedEndpoints | null
  readonly routes: ComparedRoutes | null
  readonly certificates: ComparedCertificates | null
  readonly settings: ComparedSettings | null
  /** null: it runs the image of the youngest, as far as that is known */
  readonly image: DifferentImage | null
  /** what such controllers do not tell, so that nobody can wait for it */
  readonly untold: ReadonlySet<Compared>
  /** routes that no replica serves, since something is wrong with them: `why` tells what */
  readonly notServed: readonly ServedRoute[]
  /** null: something of it is not known, and the rest is in order */
  readonly inSync: boolean | null
}

/** What is held against the plan. */
export type Compared = 'endpoints' | 'routes' | 'certificates' | 'settings'

export async function compareReplica(
  controllers: Controllers,
  { chosen, dialect, facts, plan }: World,
  replica: Replica,
): Promise<{ readonly comparison: ReplicaComparison; readonly gaps: readonly Gap[] }> {
  const gaps: Gap[] = []
  const untold = new Set<Compared>()
  const observation = controllers.observe(replica)
  const isWhole = facts.inventory.coverage === 'all'
  const ask = async <T>(what: Compared, question: () => Promise<T>): Promise<T | null> => {
    // What nobody knows the plan of cannot be held against it.
    if (!dialect.reads.rules) {
      untold.add(what)
      return null
    }
    const own: Gap[] = []
    const answer = await attempt(replica, own, question)
    // The same configuration may be asked twice.
    gaps.push(...own.filter(({ message }) => gaps.every((one) => one.message !== message)))
    if (own.some(({ reason }) => reason === 'unsupported')) untold.add(what)
    return answer
  }
  const { backends: language } = dialect
  if (language === undefined) untold.add('endpoints')
  const [reload, listed, routes, certificates, settings] = await Promise.all([
    attempt(replica, gaps, () => observation.reload()),
    language === undefined ? null : ask('endpoints', () => observation.backends()),
    ask('routes', () => compareRoutes(plan, observation.routes(), isWhole)),
    ask('certificates', () => compareCertificates(plan, facts.ingresses, observation)),
    ask('settings', () => compareSettings(plan, observation)),
  ])
  const endpoints = listed && language ? compareEndpoints(plan, listed.value, language, isWhole) : null
  const failure = await failureOf(controllers, { replica, reload }, plan.brokenBy ?? null, gaps)
  const image = compareImages(replica, chosen.controller.replicas)
  const compared = { endpoints, routes, certificates, settings }
  const comparison = {
    controller: controllerRef(chosen.controller),
    replica,
    reload,
    failure,
    ...compared,
    image,
    untold,
    notServed: plan.routes.flatMap((one) => (one.isLost ? routesAt(one) : [])),
    inSync: image === null ? inSyncOf(reload, compared, untold) : false,
  }
  return { comparison, gaps: inOrder(gaps) }
}

type All = Pick<ReplicaComparison, Compared>

/** Metrics are often off: what is as planned proves that the last reload went well. */
function inSyncOf(
  reload: Reload | null,
  { endpoints, routes, certificates, settings }: All,
  untold: ReadonlySet<Compared>,
) {
  if (reload?.successful === false) return false
  const parts = [
    ['endpoints', endpoints && endpoints.different.length + endpoints.missing.length + (endpoints.stale?.length ?? 0)],
    ['routes', routes && routes.missing.length + (routes.stale?.length ?? 0)],
    ['certificates', certificates?.different.length ?? null],
    ['settings', settings?.different.length ?? null],
  ] as const
  if (parts.some(([, faults]) => faults !== null && faults > 0)) return false
  const open = parts.some(([what, faults]) => faults === null && !untold.has(what))
  return open || (untold.has('endpoints') && untold.has('routes')) ? null : true
}

/** What all of them come to; `unanswered`: of none is it known. */
export function inSyncVerdict(
  replicas: readonly Pick<ReplicaComparison, 'inSync'>[],
): 'clean' | 'findings' | 'unanswered' {
  if (replicas.some(({ inSync }) => inSync === false)) return 'findings'
  return replicas.some(({ inSync }) => inSync) ? 'clean' : 'unanswered'
}
