/**
 * A redirect that names neither scheme nor port says the port of the listener; where clients come in by another one, it leads
 * them nowhere. https://gateway-api.sigs.k8s.io/reference/spec/#httprequestredirectfilter
 */
import { finding, told } from '../../../domain/findings/finding.js'
import type { LintFacts } from '../../../domain/lint/rule.js'
import type { Service } from '../../../domain/objects/objects.js'
import { nameOf, refOf } from '../../../domain/objects/ref.js'
import type { PlannedListener } from '../../../semantics/gateway/attachment/listeners.js'
import type { PlannedGateway } from '../../../semantics/gateway/world.js'
import type { OpenGateways } from '../../gateways/open.js'
import type { GatewayRule } from './rule.js'

export const redirectToListenerPort: GatewayRule = {
  codes: ['redirect-to-listener-port'],
  needs: ['Service'],
  find: (opened, facts) => {
    const { world } = opened.plan
    return world.attachments.flatMap(({ route, source, gateway, taken }) => {
      const planned = world.gateways.get(nameOf(gateway))
      if (route.kind !== 'HTTPRoute' || !planned?.profile.redirect.listenerPort) return []
      const odd = taken.map(({ listener }) => listener).find(({ protocol, port }) => port !== usual[protocol])
      if (odd === undefined) return []
      return (route.spec?.rules ?? []).flatMap(({ filters }, i) =>
        (filters ?? []).flatMap(({ requestRedirect }, j) => {
          if (!requestRedirect || requestRedirect.scheme || requestRedirect.port) return []
          const entry = entryOf(opened, facts, planned, odd)
          if (entry === null) return []
          const found = told('redirect-to-listener-port', { listener: odd.name, port: odd.port, ...entry })
          return [finding(found, source, { field: `spec.rules[${i}].filters[${j}]` })]
        }),
      )
    })
  },
}

const usual: Readonly<Record<string, number>> = { HTTP: 80, HTTPS: 443 }

interface Entry {
  /** by which clients come in; null: it is not seen */
  readonly service: string | null
  /** its port */
  readonly from: number | null
}

/** @returns null: clients come in by the listener's own port */
function entryOf(opened: OpenGateways, { worlds, all }: LintFacts, planned: PlannedGateway, listener: PlannedListener) {
  const owner = opened.controllerOf(
    planned,
    worlds.map(({ controller }) => controller),
  )
  const before = all('Service').filter((one) => owner?.replicas.some((pod) => selects(one, pod.namespace, pod.labels)))
  if (before.length === 0) return { service: null, from: null } satisfies Entry
  const ports = before.flatMap((one) =>
    (one.spec?.ports ?? []).map((port) => ({ ...port, service: nameOf(refOf(one)) })),
  )
  if (ports.some(({ port }) => port === listener.port)) return null
  const other = ports.find(({ port, targetPort }) => targetPort === listener.port && port !== listener.port)
  return other === undefined ? null : { service: other.service, from: other.port }
}

function selects({ spec, metadata }: Service, namespace: string, labels: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(spec?.selector ?? {})
  return metadata.namespace === namespace && wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value)
}
