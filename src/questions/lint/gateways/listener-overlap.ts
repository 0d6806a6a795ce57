/**
 * Two listeners of a port whose hostnames lie in each other, with other certificates or another end of TLS: a browser that
 * has a connection to one asks for the other's host on it, as long as the certificate there covers both.
 * https://gateway-api.sigs.k8s.io/geps/gep-3567/
 */
import { covers as certificateCovers } from '../../../domain/certificates.js'
import { finding, told } from '../../../domain/findings/finding.js'
import { speaksTls } from '../../../domain/objects/gateway/listeners.js'
import { covers } from '../../../semantics/gateway/attachment/hostnames.js'
import type { PlannedListener } from '../../../semantics/gateway/attachment/listeners.js'
import type { PlannedGateway } from '../../../semantics/gateway/world.js'
import { statusOf } from '../../gateways/gateway-findings.js'
import type { GatewayRule } from './rule.js'

export const listenerOverlap: GatewayRule = {
  codes: ['listener-overlap'],
  needs: [],
  find: (opened) =>
    opened.plan.gateways.flatMap((planned) => {
      const all = planned.listeners.filter(({ protocol, fault }) => speaksTls(protocol) && fault === null)
      // Where the implementation says it itself, it is told as it does.
      const isTold = (one: PlannedListener) =>
        (statusOf(opened, planned, one)?.conditions ?? []).some(({ type }) => type === 'OverlappingTLSConfig')
      return all.flatMap((narrow) => {
        const wide = all.find((one) => isWithin(narrow, one) && differs(narrow, one))
        if (wide === undefined || isTold(narrow) || isTold(wide)) return []
        const facts = {
          ...{ listener: narrow.name, hostname: narrow.hostname ?? '', wide: wide.name },
          isPassedOn: isPassthrough(narrow) !== isPassthrough(wide),
          isCovered: isCovered(planned, wide, narrow.hostname ?? ''),
        }
        const index = (narrow.owner.kind === 'Gateway' ? planned.gateway.spec?.listeners : null)?.indexOf(
          narrow.listener,
        )
        const field = index === undefined || index < 0 ? 'spec.listeners' : `spec.listeners[${index}].hostname`
        return [finding(told('listener-overlap', facts), narrow.owner, { field })]
      })
    }),
}

function isWithin({ port, hostname }: PlannedListener, wide: PlannedListener): boolean {
  return port === wide.port && hostname !== null && hostname !== wide.hostname && covers(wide.hostname, hostname)
}

function isPassthrough({ listener }: PlannedListener): boolean {
  return listener.tls?.mode === 'Passthrough'
}

function differs(a: PlannedListener, b: PlannedListener): boolean {
  return isPassthrough(a) !== isPassthrough(b) || (!isPassthrough(a) && certificateNames(a) !== certificateNames(b))
}

function certificateNames({ listener, owner }: PlannedListener): string {
  const refs = (listener.tls?.certificateRefs ?? []).map(
    ({ namespace, name }) => `${namespace ?? owner.namespace}/${name}`,
  )
  return refs.sort().join(' ')
}

/** Does the wider listener show a certificate with which a browser asks for the narrower host, too. */
function isCovered(planned: PlannedGateway, wide: PlannedListener, hostname: string): boolean {
  const host = hostname.replace('*', 'any')
  return planned
    .certificatesOf(wide)
    .some(({ certificate }) => certificate !== null && certificateCovers(certificate, host))
}
