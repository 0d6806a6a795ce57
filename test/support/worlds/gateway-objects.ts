/** A small cluster with one Gateway, in wire JSON, and what `why` says of it. */
import { createControllers } from '../../../src/controllers/create.js'
import type { Finding } from '../../../src/domain/findings/finding.js'
import type { Kind } from '../../../src/domain/objects/objects.js'
import { gatherWhy } from '../../../src/questions/why/gather-why.js'
import { memoryCluster } from '../cluster/memory-cluster.js'
import { pod, service, slice } from '../objects.js'

export type GatewayObjects = { readonly [K in Kind]?: readonly object[] }

export const controllerName = 'example.com/controller'
const createdAt = '2026-05-01T00:00:00Z'

export const http = { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }

export function gateway(listeners: readonly object[] = [http], more: object = {}, spec: object = {}): object {
  const metadata = { namespace: 'infra', name: 'web', generation: 1, creationTimestamp: createdAt }
  return { metadata, spec: { gatewayClassName: 'main', listeners, ...spec }, ...more }
}

export function route(name: string, spec: object = {}, more: object = {}, metadata: object = {}): object {
  const rules = [{ backendRefs: [{ name: 'web', port: 80 }] }]
  return {
    metadata: { namespace: 'shop', name, generation: 1, creationTimestamp: createdAt, ...metadata },
    spec: { parentRefs: [{ namespace: 'infra', name: 'web' }], hostnames: ['a.test'], rules, ...spec },
    ...more,
  }
}

/** Of `shop/web`, with one endpoint. @param more in place of these */
export function gatewayObjects(more: GatewayObjects = {}): GatewayObjects {
  return {
    GatewayClass: [{ metadata: { name: 'main' }, spec: { controllerName } }],
    Gateway: [gateway()],
    HTTPRoute: [route('web')],
    Service: [
      { ...service('web', { ports: [{ port: 80, targetPort: 8080 }] }), metadata: { namespace: 'shop', name: 'web' } },
    ],
    EndpointSlice: [sliceOf('shop', 'web')],
    ...more,
  }
}

export function sliceOf(namespace: string, name: string): object {
  const made = slice(`${name}-1`, { ports: [{ port: 8080 }], endpoints: [pod(`${name}-a`, '10.0.0.1')] }) as {
    readonly metadata: object
  }
  const labels = { 'kubernetes.io/service-name': name }
  return { ...made, metadata: { ...made.metadata, namespace, name: `${name}-1`, labels } }
}

/** Every finding of Gateways and routes, and whether each row is served. */
export async function toldOf(objects: GatewayObjects) {
  const cluster = memoryCluster({ objects })
  const none = undefined
  const selection = { controller: none, deployment: none, pod: none, labelSelector: none, container: none, class: none }
  const question = {
    names: [],
    labelSelector: none,
    selection,
    semantics: null,
    now: Date.parse('2026-06-01T00:00:00Z'),
  }
  const open = () => {
    throw new Error('there is no replica to ask')
  }
  const { rows } = await gatherWhy(cluster, createControllers(cluster, open, null), question)
  const findings: readonly Finding[] = rows.flatMap(({ causes }) => causes)
  return { findings, rows }
}
