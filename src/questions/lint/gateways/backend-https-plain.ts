/**
 * A backend whose port is for TLS, and to which the proxy speaks in clear text, since no BackendTLSPolicy says otherwise: it
 * answers with an error, or with a redirect without end. https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/
 */
import { finding, told } from '../../../domain/findings/finding.js'
import { nameOf, refKey } from '../../../domain/objects/ref.js'
import type { PlannedBackend } from '../../../semantics/gateway/matching/matches.js'
import type { OpenGateways } from '../../gateways/open.js'
import type { GatewayRule } from './rule.js'

export const backendHttpsPlain: GatewayRule = {
  codes: ['backend-https-plain'],
  needs: ['BackendTLSPolicy'],
  find: (opened) => {
    const { world } = opened.plan
    const takers = new Map(
      world.attachments
        .filter(({ taken }) => taken.length > 0)
        .map(({ source, gateway }) => [refKey(source), world.gateways.get(nameOf(gateway))]),
    )
    return world.routes.flatMap((route) =>
      route.kind !== 'HTTPRoute' && route.kind !== 'GRPCRoute'
        ? []
        : world.rulesOf(route).flatMap(({ backends, source, index }) =>
            backends.flatMap((backend, i) => {
              const taker = takers.get(refKey(source))
              if (taker?.profile.outcome.tlsByPort || !isForTls(opened, backend)) return []
              const { kind: _kind, ...service } = backend.target
              // Whose implementation is not read may have a way of its own.
              const isSeen = taker !== undefined && taker.profile.specification !== undefined
              const found = told('backend-https-plain', { service, appProtocol: backend.appProtocol, isSeen })
              return [finding(found, source, { field: `spec.rules[${index}].backendRefs[${i}]` })]
            }),
          ),
    )
  },
}

function isForTls(
  { inventory }: OpenGateways,
  { target, policies, fault, appProtocol, weight }: PlannedBackend,
): boolean {
  if (policies !== null || fault !== null || weight === 0 || !inventory.sees('BackendTLSPolicy', target.namespace))
    return false
  const found = inventory.backends.service(target)
  if (found === undefined) return false
  // Annotations by which implementations are told how to speak to it.
  const isTold = Object.keys(found.metadata.annotations ?? {}).some((key) => /protocol|scheme|tls/i.test(key))
  return !isTold && (appProtocol === null ? target.port === 443 : appProtocol.toLowerCase() === 'https')
}
