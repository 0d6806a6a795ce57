/** May an object refer into another namespace: a ReferenceGrant there says so. https://gateway-api.sigs.k8s.io/api-types/referencegrant/ */
import type { GatewayInventory } from '../../../domain/objects/gateway/inventory.js'
import type { Ref } from '../../../domain/objects/ref.js'

export const gatewayGroup = 'gateway.networking.k8s.io'

export interface Target {
  readonly group: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** @returns null: grants of that namespace may not be seen */
export function isPermitted(
  inventory: Pick<GatewayInventory, 'grants' | 'sees'>,
  from: Ref,
  to: Target,
): boolean | null {
  if (from.namespace === to.namespace) return true
  const isGranted = inventory.grants.some(
    ({ metadata, spec }) =>
      metadata.namespace === to.namespace &&
      spec?.from?.some(
        (one) => (one.group ?? '') === gatewayGroup && one.kind === from.kind && one.namespace === from.namespace,
      ) &&
      spec.to?.some(
        (one) => (one.group ?? '') === to.group && one.kind === to.kind && (!one.name || one.name === to.name),
      ),
  )
  if (isGranted) return true
  return inventory.sees('ReferenceGrant', to.namespace) ? false : null
}
