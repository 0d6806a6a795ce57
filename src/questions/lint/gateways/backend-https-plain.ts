/**
 * A backend whose port is for TLS, and to which the proxy speaks in clear text, since no BackendTLSPolicy says otherwise: it
 * answers with an error, or with a redirect without end. https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/
 */
import { finding, told } from '../../../domain/findings/finding.js'
import type { RouteLintFacts } from '../../../domain/findings/lint-facts.js'
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
              if (taker?.profile.outcome.tlsByPort) return []
              const beside = besideOf(opened, backend)
              if (!isForTls(opened, backend, beside !== null)) return []
              const { kind: _kind, ...service } = backend.target
              // Whose implementation is not read may have a way of its own.
              const isSeen = taker !== undefined && taker.profile.specification !== undefined
              const found = told('backend-https-plain', { service, appProtocol: backend.appProtocol, beside, isSeen })
              return [finding(found, source, { field: `spec.rules[${index}].backendRefs[${i}]` })]
            }),
          ),
    )
  },
}

/** A policy for the Service that names none of its ports: they have names, and no numbers. */
function besideOf(
  { inventory }: OpenGateways,
  { target }: PlannedBackend,
): RouteLintFacts['backend-https-plain']['beside'] {
  const ports = (inventory.backends.service(target)?.spec?.ports ?? []).flatMap(({ name }) => name || [])
  for (const { metadata, spec } of inventory.policies) {
    const sections = (spec?.targetRefs ?? []).flatMap((one) =>
      !one.group && one.kind === 'Service' && one.name === target.name ? (one.sectionName ?? []) : [],
    )
    const isMissed = sections.length > 0 && sections.every((one) => !ports.includes(one))
    if (metadata.namespace === target.namespace && isMissed)
      return { namespace: target.namespace, name: metadata.name ?? '', sections, ports }
  }
  return null
}

function isForTls(
  { inventory }: OpenGateways,
  { target, policies, fault, appProtocol, weight }: PlannedBackend,
  isMeant: boolean,
): boolean {
  if (policies !== null || fault !== null || weight === 0 || !inventory.sees('BackendTLSPolicy', target.namespace))
    return false
  const found = inventory.backends.service(target)
  if (found === undefined) return false
  // Annotations by which implementations are told how to speak to it.
  const isTold = Object.keys(found.metadata.annotations ?? {}).some((key) => /protocol|scheme|tls/i.test(key))
  const isOf = isMeant || (appProtocol === null ? target.port === 443 : appProtocol.toLowerCase() === 'https')
  return !isTold && isOf
}
