/** A Service as an object names it → its servers, and what is the matter with it. */
import { told } from '../../../../domain/findings/finding.js'
import type { RouteFault } from '../../../../domain/findings/priority-facts.js'
import { flag, isRecord, text, type Wire } from '../../../../domain/objects/project-fields.js'
import type { Site } from '../site.js'
import { hasNoServer, isListed, targetFor } from '../targets.js'
import { middlewares, serversTransports } from './kinds.js'
import { doubtOf, lackOf, namesOf, nothingNamed, transportNamed } from './references.js'

/** What becomes of a Service as it is named there. `flaw`: why it cannot be made; `missing`: why nobody who names it is served */
export function serviceNamed(site: Site, wire: Wire, namespace: string, nativeByDefault: boolean) {
  const { facts, settings } = site
  const name = text(wire.name) ?? ''
  const kind = text(wire.kind) || 'Service'
  const port = portIn(wire)
  const own = {
    native: flag(wire.nativeLB) ?? undefined,
    byNode: wire.nodePortLB === true,
    hasHealthCheck: isRecord(wire.healthCheck),
    anyPort: true,
    speech: {
      scheme: text(wire.scheme) ?? '',
      passesHost: wire.passHostHeader !== false,
      hasTransport: (text(wire.serversTransport) ?? '') !== '',
    },
  }
  const { target, lack } = targetFor(
    facts.inventory,
    { ...settings.crd, nativeByDefault },
    { namespace, service: name, port },
    own,
  )
  // Of one without endpoints nobody looks at it.
  const schemeFault =
    (isListed(facts.inventory, target.backend) || (target.servers?.length ?? 0) > 0) && !schemes.includes(wire.scheme)
      ? told('route-refused', { subject: `${kind} ${name}`, fault: 'scheme' })
      : null
  const named = namesOf(site, wire.middlewares, namespace, middlewares)
  const transport = transportNamed(site, serversTransports, wire, namespace)
  // Nobody looks for it where there is no server.
  const wanted = hasNoServer(target) ? nothingNamed : transport
  return {
    ...{ target, named, flaw: lack ?? schemeFault ?? named.lack ?? transport.refused },
    missing: site.missingMiddleware(named.names) ?? lackOf(site, serversTransports, wanted),
    doubt: doubtOf(site, serversTransports, wanted),
  }
}

export function portIn({ port }: Wire): number | string | null {
  return typeof port === 'number' || typeof port === 'string' ? port : null
}

const strategies: readonly unknown[] = [undefined, '', 'RoundRobin', 'wrr', 'p2c', 'hrw', 'leasttime']

const schemes: readonly unknown[] = [undefined, '', 'http', 'https', 'h2c']

/** What nobody can name so. */
export function namingFault(kind: string, { strategy, name }: Wire): RouteFault | null {
  if (kind !== 'Service' || String(name).includes('@')) return 'kind'
  return strategies.includes(strategy) ? null : 'strategy'
}
