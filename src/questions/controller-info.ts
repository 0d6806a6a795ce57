/** What can be told of a controller: from its flags, the objects around it, its metrics and its own words. */

import type { Controller } from '../domain/controllers/controller.js'
import type { Controllers, Support } from '../domain/controllers/dialect.js'
import type { Build, Reload } from '../domain/controllers/observation.js'
import { look } from '../domain/look.js'
import { addressesOf } from '../domain/objects/addresses.js'
import type { Service } from '../domain/objects/objects.js'
import { type Ref, refOf } from '../domain/objects/ref.js'
import type { ClusterReader, Gap, Listing, Scope } from '../domain/ports.js'
import { attempt, inOrder } from './attempt.js'

export interface ControllerService extends Ref {
  readonly type: string | null
  readonly clusterIP: string | null
  /** of its status: addresses and host names */
  readonly addresses: readonly string[]
  readonly ports: readonly { readonly name: string | null; readonly port: number; readonly nodePort: number | null }[]
}

export interface ControllerInfo {
  readonly controller: Controller
  /** null: it was not, or could not be, asked */
  readonly build: Build | null
  /** null: nothing is known of how it is looked after */
  readonly support: Support | null
  /** null: the workload may not be seen */
  readonly desired: number | null
  /** the pod that holds the Lease */
  readonly leader: string | null
  readonly classes: readonly string[]
  readonly service: ControllerService | null
  readonly reload: Reload | null
}

export interface Informed {
  readonly info: ControllerInfo
  readonly gaps: readonly Gap[]
}

export async function informOf(
  cluster: ClusterReader,
  controllers: Controllers,
  controller: Controller,
): Promise<Informed> {
  const scope = { namespace: controller.namespace }
  const gaps: Gap[] = []
  const { lease: election } = controller.traits
  const dialect = controllers.dialectOf(controller)
  const replica = controller.replicas.find(({ state }) => state === 'ready')
  const observation = replica && controllers.observe(replica)
  const [workload, lease, classes, services, build, reload] = await Promise.all([
    workloadOf(cluster, controller, scope),
    look(cluster, 'Lease', election === null ? [] : [election]),
    cluster.list('IngressClass', { scope: 'all-namespaces' }),
    cluster.list('Service', { scope }),
    replica && observation ? attempt(replica, gaps, async () => (await observation.version()).value) : null,
    replica && observation ? attempt(replica, gaps, () => observation.reload()) : null,
  ])
  const [found] = workload.items
  return {
    info: {
      controller,
      build,
      support: dialect.support?.(controller.release) ?? null,
      desired: found ? (found.spec?.replicas ?? found.status?.desiredNumberScheduled ?? null) : null,
      leader: lease.listing.items[0]?.spec?.holderIdentity ?? null,
      classes: classes.items.filter((one) => dialect.hasClass(controller, one)).map((one) => refOf(one).name),
      service: serviceOf(controller, services),
      reload,
    },
    gaps: [
      ...workload.gaps,
      ...classes.gaps,
      ...services.gaps,
      // Many controllers run without leader election: that there is no Lease is no news.
      ...lease.listing.gaps,
      ...inOrder(gaps),
    ],
  }
}

type Workloads = Listing<'Deployment'> | Listing<'DaemonSet'> | Listing<'StatefulSet'>

function workloadOf(cluster: ClusterReader, { kind, name }: Controller, scope: Scope): Promise<Workloads> {
  switch (kind) {
    case 'Deployment':
    case 'DaemonSet':
    case 'StatefulSet':
      return cluster.list<'Deployment'>(kind as 'Deployment', { scope, names: [name] })
    default:
      return Promise.resolve({ items: [], coverage: 'all', gaps: [] })
  }
}

/** The one whose address it publishes; else one that leads to its pods, from outside rather than from inside. */
function serviceOf({ traits, replicas }: Controller, { items }: Listing<'Service'>): ControllerService | null {
  const { publishService, ports } = traits
  const published = items.find((one) => refOf(one).name === publishService?.name)
  const labels = replicas[0]?.labels ?? {}
  const leading = items
    .filter(
      ({ spec }) => spec?.selector && Object.entries(spec.selector).every(([key, value]) => labels[key] === value),
    )
    .filter(({ spec }) => spec?.ports?.some(({ port }) => port === 80 || port === 443 || port === ports.http))
    .sort((a, b) => Number(b.spec?.type !== 'ClusterIP') - Number(a.spec?.type !== 'ClusterIP'))
  const service = published ?? leading[0]
  return service ? described(service) : null
}

function described(service: Service): ControllerService {
  const { spec } = service
  return {
    ...refOf(service),
    type: spec?.type ?? null,
    clusterIP: spec?.clusterIP ?? null,
    addresses: addressesOf(service),
    ports: (spec?.ports ?? []).map(({ name, port, nodePort }) => ({
      name: name || null,
      port,
      nodePort: nodePort ?? null,
    })),
  }
}
