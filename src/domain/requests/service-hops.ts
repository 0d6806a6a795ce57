/** The end of the way: a Service, its port, and each endpoint with its pod and node. */

import { addressAndPort } from '../objects/addresses.js'
import { nameOf } from '../objects/ref.js'
import type { RouteEndpoint, RouteEndpoints } from '../routes/route.js'
import { serviceNamed } from '../routes/service-name.js'
import { type Hop, hop, type ServiceBackend } from './trace.js'

/** More endpoints than this are counted, not listed. */
const most = 20

/** @param gone `address:port` that a replica still has, though the objects do not give it */
export function serviceHops(backend: ServiceBackend, endpoints: RouteEndpoints, gone: readonly string[] = []): Hop[] {
  const { items } = endpoints
  const known = new Set(items.map(({ address, port }) => `${address}:${port}`))
  const all: Hop[] = [
    ...items.map((item) => hop('endpoint', addressAndPort(item.address, item.port), stateOf(item))),
    ...gone.flatMap((one): Hop[] => (known.has(one) ? [] : [hop('endpoint', one, 'gone')])),
  ]
  const more = all.length - most
  return [
    hop('service', backendName(backend), endpointsText(endpoints)),
    ...all.slice(0, most),
    ...(more > 0 ? [hop('endpoint', `${more} more`, '')] : []),
  ]
}

/** `shop/web:80` */
export function backendName({ namespace, service, port }: ServiceBackend): string {
  return `${namespace}/${service}${port === null ? '' : `:${port}`}`
}

/** In words: each way in which nothing answers has its own. */
export function endpointsText({ state, ready, total, nearestPort, externalName }: RouteEndpoints): string {
  switch (state) {
    case 'ok':
    case 'none-ready':
      return `${ready} of ${total} endpoint${total === 1 ? '' : 's'} ready`
    case 'no-slices':
      return 'no endpoints'
    case 'no-service':
      return 'no such Service'
    case 'no-port':
      return `the Service has no such port${nearestPort === null ? '' : `: did you mean ${nearestPort}?`}`
    case 'unsupported':
      return 'of a kind or type that is not taken'
    case 'not-permitted':
      return 'no ReferenceGrant of its namespace permits it'
    case 'external-name':
      return `leads ${awayTo(externalName ?? '')}, to ${externalName ?? 'an empty name'}`
    case 'resource':
      return 'a resource'
    case 'unknown':
      return 'its endpoints cannot be seen'
  }
}

/** In words: where a Service leads that is only another name. */
export function awayTo(name: string): string {
  return serviceNamed(name) === null ? 'out of the cluster' : 'to another Service'
}

function stateOf({ ready, terminating, pod, node }: RouteEndpoint): string {
  const state = `${ready ? 'ready' : 'not ready'}${terminating ? ', terminating' : ''}`
  const where = pod === null ? '' : `, pod ${nameOf(pod)}`
  return `${state}${where}${node === null ? '' : ` on node ${node}`}`
}
