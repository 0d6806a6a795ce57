/** Objects of the Gateway API as a test has them → a plan, by the profile of an implementation. */

import { specificationProfile } from '../../../src/controllers/shared/gateways/specification.js'
import type { GatewayDialect, GatewayProfile } from '../../../src/domain/gateway/profile.js'
import { type CustomKind, projectCustom } from '../../../src/domain/objects/custom.js'
import {
  type GatewayInventory,
  type GatewayListings,
  gatewayInventoryOf,
  gatewayKinds,
} from '../../../src/domain/objects/gateway/inventory.js'
import { inventoryOf } from '../../../src/domain/objects/inventory.js'
import type { Kind, Kinds } from '../../../src/domain/objects/objects.js'
import { project } from '../../../src/domain/objects/project.js'
import { nameOf, refOf } from '../../../src/domain/objects/ref.js'
import type { CustomListing, Listing } from '../../../src/domain/ports.js'
import { onceFor } from '../../../src/domain/remember.js'
import { type GatewayPlan, planGateways } from '../../../src/semantics/gateway/plan.js'

/** Wire objects by their kind; of a kind that is not here there are none. */
export type WireObjects = { readonly [K in Kind]?: readonly unknown[] }

/** @param unseen kinds that may not be seen */
export function gatewayInventory(objects: WireObjects, unseen: readonly Kind[] = []): GatewayInventory {
  const of = <K extends Kind>(kind: K): Listing<K> => ({
    items: (objects[kind] ?? []).map((one) => project(kind, one)),
    coverage: unseen.includes(kind) ? 'none' : 'all',
    gaps: [],
  })
  const backends = inventoryOf({
    ingresses: of('Ingress'),
    classes: of('IngressClass'),
    services: of('Service'),
    slices: of('EndpointSlice'),
  })
  const listings = Object.fromEntries(gatewayKinds.map((kind) => [kind, of<Kind>(kind)])) as unknown as GatewayListings
  const listing = of('ConfigMap')
  const configMaps = new Map(listing.items.map((one) => [nameOf(refOf(one)), one]))
  const configMapOf = (name: { namespace: string; name: string }) =>
    unseen.includes('ConfigMap') ? null : configMaps.get(nameOf(name))
  const customOf = (kind: CustomKind): CustomListing => ({
    ...{ kind, coverage: 'all', gaps: [] },
    items: ((objects as Readonly<Record<string, readonly object[]>>)[kind.kind] ?? []).map((one) =>
      projectCustom(kind, one),
    ),
  })
  return gatewayInventoryOf(
    { ...listings, Namespace: of('Namespace') },
    backends,
    { of: configMapOf, listing },
    { of: onceFor(customOf), gaps: [] },
  )
}

/**
 * @param dialect whose Gateways are read by its profile; all others by the words of the specification
 * @param unseen kinds that may not be seen
 */
export function gatewayPlan(
  objects: WireObjects,
  dialect: GatewayDialect | null = null,
  unseen: readonly Kind[] = [],
): GatewayPlan {
  const secrets = new Map<string, Kinds['Secret']>(
    (objects.Secret ?? []).map((one) => [nameOf(refOf(project('Secret', one))), project('Secret', one)]),
  )
  const inventory = gatewayInventory(objects, unseen)
  const secretOf = unseen.includes('Secret')
    ? () => null
    : (name: { namespace: string; name: string }) => secrets.get(nameOf(name))
  return planGateways({ inventory, secretOf }, (name) => profileOf(dialect, name))
}

function profileOf(dialect: GatewayDialect | null, name: string | null): GatewayProfile {
  return name !== null && dialect?.controllerNames.includes(name) ? dialect.profile : specificationProfile
}
