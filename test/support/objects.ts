/** Small builders of wire objects: each names only what its case is about. */

export interface SliceOptions {
  readonly service?: string
  readonly addressType?: string
  readonly ports?: unknown
  readonly endpoints?: unknown
}

export const ingress = (name: string, spec: object, more: { metadata?: object; status?: object } = {}) => ({
  metadata: { namespace: 'default', name, creationTimestamp: '2026-11-23T08:48:05Z', ...more.metadata },
  spec,
  ...(more.status ? { status: more.status } : {}),
})

/** One rule: host (or none), path, and the Service behind it. */
export const rule = (
  host: string | undefined,
  path: string | undefined,
  service: string,
  port: object = { number: 80 },
) => ({
  ...(host === undefined ? {} : { host }),
  http: {
    paths: [
      { ...(path === undefined ? {} : { path }), pathType: 'Prefix', backend: { service: { name: service, port } } },
    ],
  },
})

export const service = (name: string, spec: object = { ports: [{ port: 80 }] }) => ({
  metadata: { namespace: 'default', name },
  spec: { type: 'ClusterIP', clusterIP: '10.96.0.1', ...spec },
})

export const slice = (
  name: string,
  {
    service = 'web',
    addressType = 'IPv4',
    ports = [{ name: '', port: 8080, protocol: 'TCP' }],
    endpoints = [],
  }: SliceOptions,
) => ({
  metadata: { namespace: 'default', name, labels: { 'kubernetes.io/service-name': service } },
  addressType,
  ports,
  endpoints,
})

/** An endpoint with a pod behind it; conditions default to absent, which means ready. */
export const pod = (name: string, address: string, conditions?: object) => ({
  addresses: [address],
  ...(conditions ? { conditions } : {}),
  nodeName: 'node-1',
  targetRef: { kind: 'Pod', namespace: 'default', name, uid: `uid-${name}` },
})
