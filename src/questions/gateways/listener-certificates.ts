/** For each host of the listeners that speak TLS: the certificate that it is shown, as far as Secrets tell. */
import type { ControllerRef } from '../../domain/controllers/controller.js'
import { nameOf } from '../../domain/objects/ref.js'
import type { PlannedGateway } from '../../semantics/gateway/world.js'
import type { HostCertificate } from '../certificates/gather.js'
import type { SecretState } from '../certificates/judge.js'
import { certificateAt } from './certificates.js'
import { isUnclaimed } from './gateway-findings.js'
import type { OpenGateways } from './open.js'

export interface ListenerCertificates {
  /** the Gateway, in the place of a controller */
  readonly controller: ControllerRef
  readonly certificates: readonly HostCertificate[]
}

/** @param namespace of the Gateways; null: all */
export function listenerCertificates(
  opened: OpenGateways,
  namespace: string | null,
  wanted: (host: string) => boolean,
): ListenerCertificates[] {
  return opened.plan.gateways.flatMap((gateway) => {
    if (isUnclaimed(opened, gateway) || (namespace !== null && gateway.ref.namespace !== namespace)) return []
    const certificates = hostsOf(opened, gateway)
      .filter(wanted)
      .sort()
      .map((host) => certificateOf(gateway, host))
    const dialect = opened.dialectOf(gateway.controllerName)?.id ?? 'spec'
    return certificates.length === 0 ? [] : [{ controller: { ...gateway.ref, dialect }, certificates }]
  })
}

/** Those of the routes; of a listener without any its own. */
function hostsOf({ plan }: OpenGateways, gateway: PlannedGateway): string[] {
  const secure = gateway.listeners.filter(({ protocol, fault }) => protocol === 'HTTPS' && fault === null)
  const named = secure.flatMap((listener) => {
    const hostnames = plan.world.attachments
      .filter((one) => nameOf(one.gateway) === nameOf(gateway.ref))
      .flatMap(({ taken }) => taken.flatMap((one) => (one.listener === listener ? one.hostnames : [])))
    return hostnames.length > 0 ? hostnames : [listener.hostname]
  })
  return [...new Set(named.flatMap((one) => one ?? []))]
}

function certificateOf(gateway: PlannedGateway, host: string): HostCertificate {
  const planned = certificateAt(gateway, host)
  const secret = planned?.secret ?? null
  return {
    ...{ host, asked: true, planned, secret, served: null, isFake: false, source: 'api' as const },
    // A listener without a certificate of its own answers no handshake.
    isRefused: true,
    secretState: secret === null ? null : stateOf(planned),
  }
}

function stateOf(planned: ReturnType<typeof certificateAt>): SecretState {
  if (planned?.certificate) return { is: 'there', certificate: planned.certificate }
  return { is: planned?.isUnseen ? 'unseen' : 'missing' }
}
