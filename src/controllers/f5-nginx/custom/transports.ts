/**
 * TransportServers that have TLS connections of a host: they are passed on as they are, and nothing of nginx' http sees them.
 * https://docs.nginx.com/nginx-ingress-controller/configuration/transportserver-resource/
 */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { CustomObject } from '../../../domain/objects/custom.js'
import { list, record, text } from '../../../domain/objects/project-fields.js'
import { type Ref, refOf } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import type { F5Settings } from '../workload/settings.js'
import { transportServers } from './kinds.js'
import { isOfClass } from './own.js'

export interface Transport {
  readonly object: CustomObject
  readonly ref: Ref
  readonly host: string
  /** as nginx has it */
  readonly upstream: string
  readonly service: ServiceBackend
}

/** Those of the controller's own listener for them, where it is started with one; those of other listeners are no matter of hosts. */
export function transportsOf({ customOf }: Pick<RoutingFacts, 'customOf'>, settings: F5Settings): readonly Transport[] {
  if (!settings.hasCustomResources || !settings.tlsPassthrough) return []
  return (customOf?.(transportServers).items ?? []).flatMap((object) => {
    const { spec } = object
    const ref = refOf(object)
    const pass = text(record(spec.action).pass)
    const upstream = (list(spec.upstreams, record) ?? []).find(({ name }) => text(name) === pass)
    const host = text(spec.host)
    if (!isOfClass(object, settings) || text(record(spec.listener).protocol) !== 'TLS_PASSTHROUGH') return []
    if (!host || pass === null || upstream === undefined) return []
    const port = typeof upstream.port === 'number' ? upstream.port : null
    const service = { namespace: ref.namespace, service: text(upstream.service) ?? '', port }
    return [{ object, ref, host, service, upstream: `ts_${ref.namespace}_${ref.name}_${pass}` }]
  })
}
