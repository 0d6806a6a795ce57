/**
 * ReferenceGrants that nobody makes use of, and those that open all of a kind to several namespaces at once.
 * https://gateway-api.sigs.k8s.io/api-types/referencegrant/
 */
import { type Finding, finding, told } from '../../../domain/findings/finding.js'
import type { ForeignRef, ReferenceGrant } from '../../../domain/objects/gateway/gateways.js'
import { type Ref, refOf } from '../../../domain/objects/ref.js'
import type { OpenGateways } from '../../gateways/open.js'
import type { GatewayRule } from './rule.js'

export const grants: GatewayRule = {
  codes: ['grant-useless', 'grant-wide'],
  needs: ['ReferenceGrant'],
  find: (opened) => {
    if (opened.inventory.grants.length === 0) return []
    const references = referencesIn(opened)
    return opened.inventory.grants.flatMap((grant) => [...useless(opened, grant, references), ...wide(grant)])
  },
}

interface Reference {
  readonly from: Ref
  readonly to: Ref
}

/** From one namespace into another. */
function referencesIn({ inventory, plan }: OpenGateways): Reference[] {
  const ofListeners = [...inventory.gateways, ...inventory.listenerSets].flatMap((owner) =>
    (owner.spec?.listeners ?? []).flatMap(({ tls }) =>
      (tls?.certificateRefs ?? []).map((ref) => referenceOf(refOf(owner), ref, 'Secret')),
    ),
  )
  const ofRoutes = inventory.routes.flatMap((route) => {
    const from = refOf(route)
    const mirrored = plan.world
      .rulesOf(route)
      .flatMap(({ filters }) => filters.flatMap(({ requestMirror }) => requestMirror?.backendRef ?? []))
    return [
      ...plan.world.rulesOf(route).flatMap(({ backends }) => backends.map(({ target }) => ({ from, to: target }))),
      ...mirrored.map((ref) => referenceOf(from, ref, 'Service')),
    ]
  })
  return [...ofListeners, ...ofRoutes].filter(({ from, to }) => from.namespace !== to.namespace)
}

function referenceOf(from: Ref, { kind, namespace, name }: ForeignRef, usual: string): Reference {
  return { from, to: { kind: kind || usual, namespace: namespace || from.namespace, name } }
}

/** Kinds whose references are read: of others nobody can say that they make no use of it. */
const read = ['Gateway', 'ListenerSet', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const

function useless({ inventory }: OpenGateways, grant: ReferenceGrant, references: readonly Reference[]): Finding[] {
  const source = refOf(grant)
  const [from, to] = [grant.spec?.from ?? [], grant.spec?.to ?? []]
  const isKnown = from.every(({ kind, namespace }) => {
    const known = read.find((one) => one === kind)
    return known !== undefined && inventory.sees(known, namespace)
  })
  if (!isKnown || to.some(({ kind }) => kind !== 'Service' && kind !== 'Secret')) return []
  const isUsed = references.some(
    (one) =>
      one.to.namespace === source.namespace &&
      from.some(({ kind, namespace }) => kind === one.from.kind && namespace === one.from.namespace) &&
      to.some(({ kind, name }) => kind === one.to.kind && (!name || name === one.to.name)),
  )
  return isUsed ? [] : [finding(told('grant-useless', {}), source)]
}

function wide(grant: ReferenceGrant): Finding[] {
  const namespaces = [...new Set((grant.spec?.from ?? []).map(({ namespace }) => namespace))]
  const kinds = (grant.spec?.to ?? []).flatMap(({ kind, name }) => (name ? [] : kind))
  if (namespaces.length < 2 || kinds.length === 0) return []
  return [finding(told('grant-wide', { kinds: [...new Set(kinds)], namespaces }), refOf(grant), { field: 'spec.to' })]
}
