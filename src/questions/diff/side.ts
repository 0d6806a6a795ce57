/** One of two states of a cluster that are held against each other: what its objects ask for, and what a replica runs. */
import type { CertificateFacts } from '../../domain/certificates.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Plan } from '../../domain/controllers/plan.js'
import type { Gap } from '../../domain/gap.js'
import { uniqueBy } from '../../domain/groups.js'
import { refKey } from '../../domain/objects/ref.js'
import type { ClusterReader } from '../../domain/ports.js'
import { resolveRoutes } from '../../domain/routes/resolve-routes.js'
import type { Route } from '../../domain/routes/route.js'
import { attempt, inOrder } from '../attempt.js'
import { digestsOf, textsOf } from '../controllers/compare-confs.js'
import { routesWithRules } from '../routes/route-rules.js'
import type { World } from '../worlds/world.js'
import { openWorlds } from '../worlds/worlds.js'
import { type Places, placesOf } from './places.js'

/** The objects that it was read from are not held. */
export interface Side {
  /** of the routes that are not lost to others */
  readonly places: Places
  /** how many routes those are */
  readonly count: number
  /** host → the certificate that is meant for it; null: the default one */
  readonly certificates: ReadonlyMap<string, CertificateFacts | null>
  /** of each controller of which a replica could be asked */
  readonly confs: ReadonlyMap<string, Conf>
  /** no Ingress may be seen at all */
  readonly isBlind: boolean
  readonly gaps: readonly Gap[]
}

/** The configuration of a replica. */
export interface Conf {
  /** block → what stands for what was read of it: of others the text may still be the same */
  readonly digests: ReadonlyMap<string, string>
  /** block → its text as it may be shown; it is read again for that */
  readonly shown: (blocks: ReadonlySet<string>) => Promise<ReadonlyMap<string, string>>
}

/**
 * @param cluster of all namespaces
 * @param namespace only routes of its objects; null: of all
 */
export async function sideOf(
  cluster: ClusterReader,
  controllers: Controllers,
  { namespace, now }: { readonly namespace: string | null; readonly now: number },
): Promise<Side> {
  const [ruled, worlds] = await Promise.all([
    routesWithRules(cluster, controllers, {
      names: [],
      labelSelector: undefined,
      controller: undefined,
      isDetailed: true,
      now,
    }),
    openWorlds(cluster, controllers, { selection: {}, namespace: null, semantics: null, now }),
  ])
  const read = worlds.chosen.filter(({ controller }) => controllers.dialectOf(controller).reads.rules)
  const opened = await Promise.all(read.map((one) => worlds.open(one, null)))
  const gaps: Gap[] = []
  const confs = await Promise.all(opened.map((world) => confOf(controllers, world, gaps)))
  const isOwn = ({ source }: Route) => namespace === null || source.namespace === namespace
  // Whether requests get to a route takes trying them: that it is lost to another one is known without.
  const lost = new Set(opened.flatMap(({ plan }) => plan.routes.flatMap((one) => (one.isLost ? routeKey(one) : []))))
  const all = [...resolveRoutes(ruled.inventory), ...ruled.customRoutes]
  const routes = all.filter((one) => isOwn(one) && !(lost.size > 0 && lost.has(routeKey(one))))
  const hosts = [...new Set(routes.flatMap(({ host }) => host?.toLowerCase() ?? []))]
  return {
    places: placesOf(routes),
    count: routes.length,
    certificates: new Map(opened.flatMap(({ plan }) => certificatesOf(plan, hosts))),
    confs: new Map(confs.flatMap((one) => (one === null ? [] : [one]))),
    isBlind: ruled.inventory.coverage === 'none',
    gaps: inOrder(
      uniqueBy(
        [...ruled.gaps, ...worlds.gaps, ...opened.flatMap((world) => world.gaps), ...gaps],
        ({ message }) => message,
      ),
    ),
  }
}

function routeKey({ source, host, match }: Pick<Route, 'source' | 'host' | 'match'>): string {
  return JSON.stringify([refKey(source), host?.toLowerCase() ?? null, match])
}

function certificatesOf(plan: Plan, hosts: readonly string[]): (readonly [string, CertificateFacts | null])[] {
  return hosts.flatMap((host) => {
    const planned = plan.certificateFor(host)
    return planned === null || planned.isUnseen ? [] : [[host, planned.certificate] as const]
  })
}

async function confOf(
  controllers: Controllers,
  { chosen, replica }: World,
  gaps: Gap[],
): Promise<readonly [string, Conf] | null> {
  if (replica === null) return null
  const { dialect, name } = chosen.controller
  const observation = controllers.observe(replica)
  const digests = await attempt(replica, gaps, () => digestsOf(observation.confBlocks(), true))
  const shown = (blocks: ReadonlySet<string>) => textsOf(observation.confBlocks(), blocks)
  return digests && [`${dialect} ${name}`, { digests, shown }]
}
