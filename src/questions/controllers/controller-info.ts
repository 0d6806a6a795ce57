/** What can be told of a controller: from its flags, the objects around it, its metrics and its own words. */

import { type Controller, isOutside } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import { frontService } from '../../domain/controllers/front-service.js'
import type { Support } from '../../domain/controllers/kind.js'
import type { Build, Reload } from '../../domain/controllers/replica-facts.js'
import type { Told } from '../../domain/findings/facts.js'
import type { Finding } from '../../domain/findings/finding.js'
import type { Gap } from '../../domain/gap.js'
import { look } from '../../domain/look.js'
import { addressesOf, gatewayAddresses } from '../../domain/objects/addresses.js'
import type { Gateway, GatewayClass } from '../../domain/objects/gateway/gateways.js'
import { type Inventory, inventoryOf } from '../../domain/objects/inventory.js'
import type { Ingress, IngressClass, Service } from '../../domain/objects/objects.js'
import { type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader, Listing } from '../../domain/ports.js'
import { unreadConfigs } from '../../lint/configmap-unread.js'
import { attempt, inOrder } from '../attempt.js'
import { failureOf, type LastReload, lastReloads } from '../drift/last-reloads.js'
import { type ControllerSelection, chooseControllers, gapsOf, withOutside } from '../worlds/choose-controller.js'
import { lookAtConfigMaps } from '../worlds/config-maps.js'
import { openWorlds, type Worlds } from '../worlds/worlds.js'

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
  /** the IngressClasses that are its own, by name */
  readonly classes: readonly string[]
  /** the GatewayClasses that are its own, by name */
  readonly gatewayClasses: readonly string[]
  /** the one that leads to it */
  readonly service: ControllerService | null
  /** by which clients reach it: of its Service; where none has any, those that it wrote into its Ingresses and Gateways */
  readonly addresses: readonly string[]
  /** of the first replica; where others failed, of one of those */
  readonly reload: Reload | null
  readonly failures: readonly Told<'reload-failed'>[]
  /** of what its flag for settings names, and of what somebody meant for it */
  readonly settings: readonly Finding[]
}

interface Informed {
  readonly info: ControllerInfo
  /** replicas whose last reload failed */
  readonly failed: readonly LastReload[]
  readonly gaps: readonly Gap[]
}

/** Those that are meant, also such as run outside of the cluster: they are told by their Ingresses. */
export async function informAll(
  cluster: ClusterReader,
  controllers: Controllers,
  selection: ControllerSelection,
  namespace: string | null,
  now: number,
): Promise<{ readonly infos: readonly ControllerInfo[]; readonly gaps: readonly Gap[] }> {
  const scope = 'all-namespaces'
  const [pods, listed, classes, ofGateways] = await Promise.all([
    controllers.find(namespace),
    cluster.list('Ingress', { scope }),
    cluster.list('IngressClass', { scope }),
    cluster.list('GatewayClass', { scope }),
  ])
  const seen = { ...seenOf(listed, classes), gatewayClasses: ofGateways.items }
  const found = namespace === null ? withOutside(controllers, pods, seen) : pods
  const chosen = chooseControllers(found, selection, namespace)
  // Who wrote the address of an Ingress that two of them take, nobody knows.
  const takes = (one: Controller, ingress: Ingress) =>
    controllers.dialectOf(one).owns(one, ingress, seen.classOf) === true
  const ownOf = (one: Controller) =>
    seen.ingresses.filter(
      (it) => takes(one, it) && found.controllers.every((other) => other === one || !takes(other, it)),
    )
  const readsGateways = chosen.some(({ controller }) => controllers.dialectOf(controller).gateway !== undefined)
  const gateways = readsGateways && ofGateways.items.length > 0 ? await cluster.list('Gateway', { scope }) : null
  const all = {
    classes: seen.classes ?? [],
    gatewayClasses: ofGateways.items,
    gateways: gateways?.items ?? [],
  }
  const informed = await Promise.all(
    chosen.map(({ controller }) =>
      informOf(cluster, controllers, controller, { ...all, found: found.controllers }, () => ownOf(controller)),
    ),
  )
  // What breaks a configuration takes the whole plan to tell: it is made where one is broken.
  const isBroken = informed.some(({ failed }) => failed.length > 0)
  const question = { selection, namespace, semantics: null, now }
  const known = { ...controllers, find: async () => pods }
  const worlds = isBroken ? await openWorlds(cluster, known, question) : null
  const told =
    worlds === null ? informed : await Promise.all(informed.map((one) => explained(controllers, worlds, one)))
  // Ingresses are looked at for what has no pods alone: that they may not be seen hides none of the others.
  const gaps = [
    ...gapsOf(found, selection),
    ...classes.gaps,
    ...(readsGateways ? ofGateways.gaps : []),
    ...(gateways?.gaps ?? []),
    ...told.flatMap((one) => one.gaps),
  ]
  return { infos: told.map(({ info }) => info), gaps }
}

async function explained(
  controllers: Controllers,
  worlds: Worlds,
  { info, failed, gaps }: Informed,
): Promise<Informed> {
  const own = refKey(info.controller)
  const chosen = worlds.chosen.find(({ controller }) => refKey(controller) === own)
  if (chosen === undefined || failed.length === 0) return { info, failed, gaps }
  const { plan } = await worlds.open(chosen, null)
  const more: Gap[] = []
  const failures = await Promise.all(failed.map((one) => failureOf(controllers, one, plan, more)))
  return {
    info: { ...info, failures: failures.flatMap((one) => one ?? []) },
    failed,
    gaps: [...gaps, ...inOrder(more)],
  }
}

type Seen = Pick<Inventory, 'ingresses' | 'classes' | 'classOf'>

function seenOf(ingresses: Listing<'Ingress'>, classes: Listing<'IngressClass'>): Seen {
  const none = { items: [], coverage: 'none', gaps: [] } as const
  return inventoryOf({ ingresses, classes, services: none, slices: none })
}

async function informOf(
  cluster: ClusterReader,
  controllers: Controllers,
  controller: Controller,
  all: {
    readonly classes: readonly IngressClass[]
    readonly gatewayClasses: readonly GatewayClass[]
    readonly gateways: readonly Gateway[]
    readonly found: readonly Controller[]
  },
  ownIngresses: () => readonly Ingress[],
): Promise<Informed> {
  const scope = { namespace: controller.namespace }
  const gaps: Gap[] = []
  const { lease: election } = controller.traits
  const dialect = controllers.dialectOf(controller)
  const replica = dialect.reads.inside ? controller.replicas.find(({ state }) => state === 'ready') : undefined
  const observation = replica && controllers.observe(replica)
  const ready = replica === undefined ? [] : controller.replicas.filter(({ state }) => state === 'ready')
  const needs = { ...dialect.needs(controller, [], []), streams: [] }
  const [workloads, lease, services, build, reloads, facts] = await Promise.all([
    Promise.all(workloadsOf(controller).map((one) => workloadOf(cluster, one))),
    look(cluster, 'Lease', election === null ? [] : [election]),
    isOutside(controller) ? noServices : cluster.list('Service', { scope }),
    replica && observation ? attempt(replica, gaps, async () => (await observation.version()).value) : null,
    lastReloads(controllers, ready, gaps),
    lookAtConfigMaps(cluster, controller, dialect, needs, all.found, () => undefined),
  ])
  const failed = reloads.filter(({ reload }) => reload?.successful === false)
  const front = frontService(controller, services.items)
  const service = front ? described(front) : null
  const gatewayClasses = all.gatewayClasses
    .filter(
      ({ spec }) =>
        !controller.traits.isSteered && dialect.gateway?.controllerNames.includes(spec?.controllerName ?? ''),
    )
    .map((one) => refOf(one).name)
  const ownGateways = () =>
    all.gateways.filter(
      (one) =>
        gatewayClasses.includes(one.spec?.gatewayClassName ?? '') &&
        (dialect.gateway?.serves?.(controller, refOf(one)) ?? true),
    )
  const published = () => [...ownIngresses().flatMap(addressesOf), ...ownGateways().flatMap(gatewayAddresses)]
  return {
    info: {
      controller,
      build,
      support: dialect.support?.(controller.release) ?? null,
      desired: sumOf(
        workloads.map(({ items: [found] }) => found?.spec?.replicas ?? found?.status?.desiredNumberScheduled),
      ),
      leader: lease.listing.items[0]?.spec?.holderIdentity ?? null,
      classes: all.classes.filter((one) => dialect.hasClass(controller, one)).map((one) => refOf(one).name),
      gatewayClasses,
      service,
      addresses: service?.addresses.length ? service.addresses : [...new Set(published())],
      reload: (failed[0] ?? reloads[0])?.reload ?? null,
      failures: [],
      settings: unreadConfigs({ controller, dialect, facts }),
    },
    failed,
    gaps: [
      ...workloads.flatMap((one) => one.gaps),
      ...services.gaps,
      // Many controllers run without leader election: that there is no Lease is no news.
      ...lease.listing.gaps,
      ...inOrder(gaps),
    ],
  }
}

const noServices: Listing<'Service'> = { items: [], coverage: 'all', gaps: [] }

type Workloads = Listing<'Deployment'> | Listing<'DaemonSet'> | Listing<'StatefulSet'>

/** Whose pods its replicas are: where others stand for it, those. */
function workloadsOf(controller: Controller): readonly Controller[] {
  const others = (controller.behind ?? []).filter(({ replicas }) =>
    replicas.some((one) => controller.replicas.includes(one)),
  )
  return others.length > 0 ? others : [controller]
}

/** @returns null: one of them is not known */
function sumOf(numbers: readonly (number | null | undefined)[]): number | null {
  return numbers.reduce<number | null>((sum, one) => (sum === null || one == null ? null : sum + one), 0)
}

function workloadOf(cluster: ClusterReader, { kind, namespace, name }: Controller): Promise<Workloads> {
  const scope = { namespace }
  switch (kind) {
    case 'Deployment':
    case 'DaemonSet':
    case 'StatefulSet':
      return cluster.list<'Deployment'>(kind as 'Deployment', { scope, names: [name] })
    default:
      return Promise.resolve({ items: [], coverage: 'all', gaps: [] })
  }
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
