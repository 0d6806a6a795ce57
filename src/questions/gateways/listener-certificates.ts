/** For each host of the listeners that speak TLS: the certificate that it is shown, as far as Secrets tell. */
import { covers as coversHost } from '../../domain/certificates.js'
import type { ControllerRef } from '../../domain/controllers/controller.js'
import type { PlannedCertificate } from '../../domain/controllers/plan.js'
import { nameOf } from '../../domain/objects/ref.js'
import { bySpecificity, covers } from '../../semantics/gateway/attachment/hostnames.js'
import type { PlannedListener } from '../../semantics/gateway/attachment/listeners.js'
import { mayHaveOther, type PlannedGateway } from '../../semantics/gateway/world.js'
import type { HostCertificate } from '../certificates/gather.js'
import { secretStateOf } from '../certificates/judge.js'
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
    const certificates = hostsShown(opened, gateway)
      .filter(wanted)
      .sort()
      .map((host) => certificateFor(opened, gateway, host))
    const dialect = opened.dialectOf(gateway.controllerName)?.id ?? 'spec'
    return certificates.length === 0 ? [] : [{ controller: { ...gateway.ref, dialect }, certificates }]
  })
}

/** Those of the routes; of a listener without any its own. */
function hostsShown({ plan }: OpenGateways, gateway: PlannedGateway): string[] {
  const secure = gateway.listeners.filter(({ protocol, fault }) => protocol === 'HTTPS' && fault === null)
  const named = secure.flatMap((listener) => {
    const hostnames = plan.world.attachments
      .filter((one) => nameOf(one.gateway) === nameOf(gateway.ref))
      .flatMap(({ taken }) => taken.flatMap((one) => (one.listener === listener ? one.hostnames : [])))
    const counter = plan.at(gateway)
    const isOwn = (host: string | null) =>
      host !== null && !counter.passesOn(host.replace('*', 'nobody'), listener.port)
    const shown = (hostnames.length > 0 ? hostnames : [listener.hostname]).filter(isOwn)
    // Where whoever has no route gets no handshake either, a host is there as long as one of its rules is.
    if (listener.profile.listeners.misdirected !== 'refused') return shown
    const { tables } = counter.port(listener.port)
    return shown.filter((one) => tables.some(({ hosts }) => hosts.has(one)))
  })
  return [...new Set(named.flatMap((one) => one ?? []))].filter((host) => certificateAt(gateway, host) !== null)
}

function certificateFor({ plan }: OpenGateways, gateway: PlannedGateway, host: string): HostCertificate {
  const planned = certificateAt(gateway, host)
  const secret = planned?.secret ?? null
  const isForeign = gateway.listeners.some((listener) =>
    gateway.certificatesOf(listener).some((one) => one.fault === 'RefNotPermitted' && one.secret === secret),
  )
  return {
    ...{ host, asked: true, planned, secret, served: null, isFake: false, source: 'api' },
    // A listener without a certificate of its own answers no handshake.
    isRefused: true,
    secretState: isForeign ? { is: 'foreign' } : secret && secretStateOf(plan.world.facts.secretOf(secret)),
  }
}

/**
 * Of the most specific listener that has the host and answers, else of the most specific; of several certificates the one that
 * covers it. Null: none speaks TLS there, or it is passed on.
 */
export function certificateAt(gateway: PlannedGateway, host: string): PlannedCertificate | null {
  const own = gateway.listeners
    .filter(({ protocol, hostname }) => protocol === 'HTTPS' && covers(hostname, host))
    .sort((a, b) => bySpecificity(a.hostname, b.hostname))
  const listener = own.find(gateway.serves) ?? own.find(({ fault }) => fault === null) ?? own[0]
  if (listener === undefined || isPassedOn(gateway, listener, host)) return null
  const all = gateway.certificatesOf(listener)
  const shown = all.find(({ certificate }) => certificate !== null && coversHost(certificate, host)) ?? all[0]
  const by = listener.owner
  if (shown === undefined)
    return {
      by,
      secret: null,
      certificate: null,
      ...(mayHaveOther(listener) ? openly : { flaw: 'no-secret' as const }),
    }
  const { secret, certificate, isUnseen, fault } = shown
  if (isUnseen) return { by, secret, certificate: null, flaw: null, isUnseen: true }
  return { by, secret, certificate, flaw: fault === null ? null : 'no-certificate' }
}

const openly = { flaw: null, isUnseen: true } as const

/** By a listener of the same port whose hostname says more. */
function isPassedOn({ listeners, serves }: PlannedGateway, { port, hostname }: PlannedListener, host: string): boolean {
  return listeners.some(
    (one) =>
      one.port === port &&
      one.protocol === 'TLS' &&
      one.profile.listeners.misdirected === 'specified' &&
      serves(one) &&
      covers(one.hostname, host) &&
      bySpecificity(one.hostname, hostname) < 0,
  )
}
