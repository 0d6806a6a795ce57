/** Which namespaces a listener, or a Gateway for its ListenerSets, lets in. */
import type { GatewayProfile } from '../../../domain/gateway/profile.js'
import type { AllowedNamespaces, WireSelector } from '../../../domain/objects/gateway/gateways.js'
import type { GatewayInventory } from '../../../domain/objects/gateway/inventory.js'
import { isSelected } from '../../../domain/objects/label-selector.js'
import type { Maybe } from '../../../domain/objects/meta.js'

/**
 * @param own the namespace of who allows
 * @param otherwise what is meant where nothing is said
 * @param empty what a selector takes that asks for nothing
 * @returns null: it hangs on labels that may not be seen
 */
export function allowsNamespace(
  allowed: Maybe<AllowedNamespaces>,
  otherwise: 'Same' | 'None',
  own: string,
  namespace: string,
  labelsOf: GatewayInventory['labelsOf'],
  empty: GatewayProfile['attachment']['emptySelector'] = 'all',
): boolean | null {
  switch (allowed?.from || otherwise) {
    case 'All':
      return true
    case 'Same':
      return own === namespace
    case 'Selector':
      return takes(allowed?.selector, namespace, labelsOf, empty)
    default:
      return false
  }
}

function takes(
  selector: Maybe<WireSelector>,
  namespace: string,
  labelsOf: GatewayInventory['labelsOf'],
  empty: 'all' | 'none',
): boolean | null {
  // One that is not there takes nothing, as all that were tried have it.
  if (!selector) return false
  const found = labelsOf(namespace)
  // Each namespace has its own name as a label, whether it may be seen or not.
  const labels: Readonly<Record<string, string>> = { ...found, 'kubernetes.io/metadata.name': namespace }
  const keys = [...Object.keys(selector.matchLabels ?? {}), ...(selector.matchExpressions ?? []).map(({ key }) => key)]
  if (keys.length === 0) return empty === 'all'
  const isKnown = found !== null || keys.every((key) => key === 'kubernetes.io/metadata.name')
  return isKnown ? isSelected(selector, labels) : null
}
