/** Gateways with the routes that hang on them, worked out once: each by the rules of the implementation that owns it. */

import type { ControllerRef } from '../../domain/controllers/controller.js'
import { type Controller, controllerRef } from '../../domain/controllers/controller.js'
import type { Controllers, Dialect } from '../../domain/controllers/dialect.js'
import type { Finding } from '../../domain/findings/finding.js'
import type { Gap } from '../../domain/gap.js'
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import { look, lookCustom } from '../../domain/look.js'
import {
  authoritiesOf,
  type Backends,
  type GatewayInventory,
  type GatewayListings,
  gatewayInventoryOf,
  gatewayKinds,
} from '../../domain/objects/gateway/inventory.js'
import { listenerSecrets, selectsNamespaces } from '../../domain/objects/gateway/listeners.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import type { Kind } from '../../domain/objects/objects.js'
import type { NamespacedName, Ref } from '../../domain/objects/ref.js'
import type { ClusterReader } from '../../domain/ports.js'
import type { Tracer } from '../../domain/requests/trace.js'
import type { Fate } from '../../domain/routes/fate.js'
import { nearest } from '../../domain/text/nearest.js'
import { type GatewayPlan, planGateways } from '../../semantics/gateway/plan.js'
import type { PlannedGateway } from '../../semantics/gateway/world.js'
import { refusalFindings, refusalsBySource, refusedFates } from '../named/refusals.js'
import { secretsBeside } from './near.js'
import { dialectFor, ownKindsOf } from './own-kinds.js'

/** The controller found that implements a Gateway; null: none was, or none was looked for. */
export type OwnerOf = (gateway: PlannedGateway) => ControllerRef | null

export interface OpenGateways {
  readonly inventory: GatewayInventory
  readonly plan: GatewayPlan
  /** whose GatewayClass it is; null: nobody knows that name */
  readonly dialectOf: (controllerName: string | null) => Dialect | null
  /** where else one of the name of a Secret lies that a listener names, by its namespace; undefined: nowhere that is seen */
  readonly secretBeside: (secret: NamespacedName) => string | undefined
  /** all kinds of controllers that are known */
  readonly dialects: readonly Dialect[]
  /** names of controllers that are like one which nobody has */
  readonly namesLike: (controllerName: string) => readonly string[]
  /** of those found the one whose replicas serve a Gateway; undefined: none does */
  readonly controllerOf: (gateway: PlannedGateway, found: readonly Controller[]) => Controller | undefined
  /** of the controllers found */
  readonly ownerOf: OwnerOf
  /** are all that were found of its implementation started without Gateways */
  readonly isOff: (gateway: PlannedGateway) => boolean
  /** what its Gateways answer, where a controller ranks all rules by one number; undefined: it has none, or does not */
  readonly besideOf: (controller: Controller) => Tracer | undefined
  /** what becomes of a route that no API server takes; null: nothing of it is refused */
  readonly refusedFate: (source: Ref) => Fate | null
  /** all that is refused of an object */
  readonly refusals: (source: Ref) => readonly Finding[]
  readonly gaps: readonly Gap[]
}

export interface GatewaysQuestion {
  /** Services and what answers behind them, of all namespaces; asked for when Gateways have been read */
  readonly backends: () => Promise<Inventory>
  /** the dialect by whose rules all Gateways are read; null: those of the implementation of each */
  readonly semantics: string | null
  /** the controllers that were found */
  readonly found: () => Promise<readonly Controller[]>
  /** what rules of Ingresses come to, where a controller ranks them among those of Gateways. Absent: nobody is asked */
  readonly planOf?: (controller: Controller) => Tracer | undefined
}

/** Does one proxy have rules of Ingresses and of Gateways, and rank all of them by one number. */
export function ranksGateways({ gateway }: Dialect, controller: Controller): boolean {
  return gateway !== undefined && gateway.profile.priority !== null && gateway.isOn?.(controller) !== false
}

/** @throws Problem where the cluster cannot be asked at all; what may not be seen comes back as gaps */
export async function openGateways(
  cluster: ClusterReader,
  controllers: Controllers,
  { backends, semantics, found, planOf }: GatewaysQuestion,
): Promise<OpenGateways> {
  const dialectOf = (controllerName: string | null) => dialectFor(controllers, controllerName)
  const inventory = await gatherGateways(cluster, controllers, backends)
  // Without the certificates that listeners name no handshake succeeds.
  const named = [...inventory.gateways, ...inventory.listenerSets].flatMap(listenerSecrets)
  const [looked, within] = await Promise.all([look(cluster, 'Secret', named), found()])
  const secretBeside = await secretsBeside(cluster, inventory, looked.of)
  const seen = [...within, ...controllers.outside({ ingresses: [], classes: null, gatewayClasses: inventory.classes })]
  const started = seen.flatMap((one) => controllers.dialectOf(one).gateway?.configMaps?.(one) ?? [])
  const configMaps = await look(cluster, 'ConfigMap', started)
  const said = controllers.dialects.find(({ id }) => id === semantics)?.gateway?.profile
  const usual = { ...controllers.fallback.gateway.profile, leavesForeignOpen: true } as const
  const profiles = new Map<Dialect, GatewayProfile | undefined>()
  const profileFor = (dialect: Dialect | null) => {
    if (dialect === null || profiles.has(dialect)) return dialect === null ? undefined : profiles.get(dialect)
    const own = seen.filter((one) => one.dialect === dialect.id)
    const profile = (own.length > 0 && dialect.gateway?.profileOf?.(own, configMaps.of)) || dialect.gateway?.profile
    profiles.set(dialect, profile)
    return profile
  }
  const controllerOf: OpenGateways['controllerOf'] = ({ controllerName, ref }, all) => {
    const dialect = dialectOf(controllerName)
    const serves = dialect?.gateway?.serves
    return all.find((one) => one.dialect === dialect?.id && (serves?.(one, ref) ?? true))
  }
  const rankedBy = (gateway: PlannedGateway) =>
    gateway.profile.priority === null ? undefined : controllerOf(gateway, within)
  const plan = planGateways(
    { inventory, secretOf: looked.of },
    (controllerName) => said ?? profileFor(dialectOf(controllerName)) ?? usual,
    (gateway) => {
      const owner = rankedBy(gateway)
      return owner && planOf?.(owner)
    },
  )
  // At a port, all of them are one.
  const besideOf: OpenGateways['besideOf'] = (controller) => {
    const own = plan.gateways.find((gateway) => rankedBy(gateway) === controller)
    return own && plan.at(own)
  }
  const ownerOf: OwnerOf = (gateway) => {
    const owner = controllerOf(gateway, seen)
    return owner === undefined ? null : controllerRef(owner)
  }
  const isOff: OpenGateways['isOff'] = ({ controllerName }) => {
    const dialect = dialectOf(controllerName)
    const own = seen.filter((one) => one.dialect === dialect?.id)
    return own.length > 0 && own.every((one) => dialect?.gateway?.isOn?.(one) === false)
  }
  const gaps = [...inventory.gaps, ...looked.listing.gaps, ...configMaps.listing.gaps]
  const refused = { refusedFate: refusedFates(cluster), refusals: refusalFindings(cluster) }
  const names = controllers.dialects.flatMap(({ gateway }) => gateway?.controllerNames ?? [])
  const namesLike = (name: string) => (dialectOf(name) === null ? nearest(name, names) : [])
  return {
    inventory,
    plan,
    dialects: controllers.dialects,
    dialectOf,
    namesLike,
    secretBeside,
    controllerOf,
    ownerOf,
    isOff,
    besideOf,
    ...refused,
    gaps,
  }
}

/**
 * A cluster without the kinds of the Gateway API has none of them, and costs two small requests.
 * @param backends as they are read for the Ingresses of all namespaces
 * @throws Problem where the cluster cannot be asked at all; what may not be seen comes back as gaps
 */
async function gatherGateways(
  cluster: ClusterReader,
  controllers: Controllers,
  backends: () => Promise<Backends>,
): Promise<GatewayInventory> {
  const listed = await Promise.all(
    gatewayKinds.map(async (kind) => [kind, await cluster.list<Kind>(kind, { scope: 'all-namespaces' })] as const),
  )
  const listings = Object.fromEntries(listed) as unknown as GatewayListings
  const isSelecting = [...listings.Gateway.items, ...listings.ListenerSet.items, ...listings.XListenerSet.items].some(
    selectsNamespaces,
  )
  const named = [...listings.BackendTLSPolicy.items, ...listings.Gateway.items].flatMap(authoritiesOf)
  const [Namespace, authorities, custom, behind] = await Promise.all([
    isSelecting ? cluster.list('Namespace', { scope: 'all-namespaces' }) : undefined,
    named.length > 0 ? look(cluster, 'ConfigMap', named) : undefined,
    lookCustom(cluster, ownKindsOf(controllers, listings.GatewayClass.items)),
    backends(),
  ])
  const refusedBy = refusalsBySource(cluster)
  return gatewayInventoryOf({ ...listings, Namespace }, behind, authorities, custom, (of) => refusedBy(of).length > 0)
}
