/** Which namespaces a listener, or a Gateway for its ListenerSets, lets in. */
import type { GatewayProfile } from '../../../domain/gateway/profile.js'
import type { AllowedNamespaces, WireSelector } from '../../../domain/objects/gateway/gateways.js'
import type { GatewayInventory } from '../../../domain/objects/gateway/inventory.js'
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
      return isSelected(allowed?.selector, namespace, labelsOf, empty)
    default:
      return false
  }
}

function isSelected(
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
  const required = [
    ...Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({ key, operator: 'In', values: [value] })),
    ...(selector.matchExpressions ?? []),
  ]
  if (required.length === 0) return empty === 'all'
  const isKnown = found !== null || required.every(({ key }) => key === 'kubernetes.io/metadata.name')
  if (!isKnown) return null
  return required.every(({ key, operator, values }) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined
    const isIn = value !== undefined && (values ?? []).includes(value)
    switch (operator) {
      case 'In':
        return isIn
      case 'NotIn':
        return !isIn
      case 'Exists':
        return value !== undefined
      case 'DoesNotExist':
        return value === undefined
      default:
        return false
    }
  })
}
