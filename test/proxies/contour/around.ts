/** What HTTPProxies name: Services with their endpoints, and Secrets. */
import type { ServedObject } from '../watched-api.js'
import { namespaces } from './generate-httpproxies.js'

export const addresses = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5']

/** Any object of an API server. */
export const object = (
  apiVersion: string,
  kind: string,
  namespace: string,
  name: string,
  more: object,
): ServedObject => ({
  ...{ apiVersion, kind, metadata: { namespace, name } },
  ...more,
})

/** Each namespace has the same Services, each at an address and port of its own. */
export function backends(ports: readonly number[]): readonly ServedObject[] {
  return namespaces.flatMap((namespace, at) => [
    ...['web', 'api', 'one', 'two', 'empty'].map((name) =>
      object('v1', 'Service', namespace, name, { spec: { ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }] } }),
    ),
    object('v1', 'Service', namespace, 'outside', {
      spec: { type: 'ExternalName', externalName: 'outside.example', ports: [{ port: 80 }] },
    }),
    ...['web', 'api', 'one', 'two'].map((name, i) => {
      const own = [addresses[i % addresses.length], ...(name === 'two' ? [addresses[0]] : [])]
      const endpoints = own.map((address) => ({ addresses: [address], conditions: { ready: true } }))
      return {
        ...object('discovery.k8s.io/v1', 'EndpointSlice', namespace, `${name}-1`, {
          ...{ addressType: 'IPv4', endpoints, ports: [{ name: '', port: ports[at], protocol: 'TCP' }] },
        }),
        metadata: { namespace, name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } },
      }
    }),
  ])
}

/** Certificates of each namespace, a shared one, and broken ones. @param data of the good ones, in base64 */
export function secretsOf(data: Readonly<Record<string, string>>): readonly ServedObject[] {
  const secret = (namespace: string, name: string, own: object) =>
    object('v1', 'Secret', namespace, name, { type: 'kubernetes.io/tls', data: own })
  return [
    ...namespaces.map((namespace) => secret(namespace, 'good', data)),
    secret('shop', 'shared', data),
    ...namespaces.map((namespace) => secret(namespace, 'broken', { 'tls.crt': 'bm8=', 'tls.key': 'bm8=' })),
  ]
}
