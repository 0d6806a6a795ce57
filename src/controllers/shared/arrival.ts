/** Where in the pods of a controller a connection arrives that clients make to a port of its Service. */
import type { Controller } from '../../domain/controllers/controller.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import { nameOf } from '../../domain/objects/ref.js'
import { portOf } from '../../domain/requests/host.js'
import { type Hop, hop, type TraceRequest } from '../../domain/requests/trace.js'

export interface Arrival {
  readonly port: number
  /** the name of the port in the pod, where the Service knows no number; null: it does, or has no such port */
  readonly name: string | null
  /** the Service in front that lacks the port, so that nobody outside of the cluster gets there; null: none is known */
  readonly shutBy: string | null
}

export function arrivalOf(
  request: TraceRequest,
  {
    controller,
    facts,
  }: {
    readonly controller: Pick<Controller, 'traits'>
    readonly facts: { readonly inventory: Pick<RoutingFacts['inventory'], 'service'> } | null
  },
): Arrival {
  const asked = portOf(request)
  const ref = controller.traits.publishService
  const service = ref === null ? undefined : facts?.inventory.service(ref)
  if (ref === null || service === undefined) return { port: asked, name: null, shutBy: null }
  const protocol = request.stream === 'udp' ? 'UDP' : 'TCP'
  const own = service.spec?.ports?.find((one) => one.port === asked && (one.protocol ?? 'TCP') === protocol)
  const target = own?.targetPort ?? asked
  return {
    port: typeof target === 'number' ? target : asked,
    name: typeof target === 'number' ? null : target,
    shutBy: own === undefined ? nameOf(ref) : null,
  }
}

export function arrivalHops({ shutBy, port }: Arrival): readonly Hop[] {
  if (shutBy === null) return []
  return [hop('note', `port ${port}`, `Service ${shutBy} has no such port: only who asks a pod itself gets there`)]
}
