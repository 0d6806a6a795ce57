/**
 * Ports at which objects of its own kinds listen by name: those of the GlobalConfiguration.
 * https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/globalconfiguration-resource/
 */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { integer, text, type Wire, wires } from '../../../domain/objects/project-fields.js'
import { isSame, refOf } from '../../../domain/objects/ref.js'
import type { Server } from '../model/types.js'
import { type F5Settings, usualPorts } from '../workload/settings.js'
import { globalConfigurations } from './kinds.js'
import type { Virtual } from './read.js'

type Facts = Pick<RoutingFacts, 'customOf'>

/** Empty: there is no GlobalConfiguration. null: it may not be looked at */
export function listenersIn({ customOf }: Facts, { globalConfiguration }: F5Settings): readonly Wire[] | null {
  if (globalConfiguration === null) return []
  const { items = [], coverage = 'all' } = customOf?.(globalConfigurations) ?? {}
  const found = items.find((one) => isSame(refOf(one), globalConfiguration))
  return found === undefined && coverage !== 'all' ? null : wires(found?.spec.listeners)
}

/** A listener that is not there, or is one of the other protocol, is none. Without any nginx takes a port that nobody comes in by. */
export function portsOfVirtual(
  { listener }: Virtual,
  facts: Facts,
  settings: F5Settings,
): Pick<Server, 'ports' | 'unheard'> {
  if (listener === null) return { ports: { http: [usualPorts.http], https: [usualPorts.https] } }
  const seen = listenersIn(facts, settings)
  const known = seen ?? []
  const portOf = (name: string | null, isTls: boolean) =>
    known
      .filter((one) => name !== null && text(one.name) === name && text(one.protocol) === 'HTTP')
      .flatMap((one) => ((one.ssl === true) === isTls ? (integer(one.port) ?? []) : []))
      .slice(0, 1)
  const ports = { http: portOf(listener.http, false), https: portOf(listener.https, true) }
  if (ports.http.length + ports.https.length > 0) return { ports }
  return { ports, unheard: seen && [listener.http, listener.https].filter((one) => one !== null) }
}
