/** VirtualServers and their routes in few words, and what the controller makes of one. */
import { pod, service, slice } from '../../support/objects.js'
import { type F5Words, f5Plan } from '../../support/worlds/f5-world.js'

export const upstreams = [
  { name: 'web', service: 'web', port: 80 },
  { name: 'api', service: 'api', port: 80 },
  { name: 'gone', service: 'missing', port: 80 },
]

export const to = (pass: string) => ({ action: { pass } })

export const vs = (routes: readonly object[], more: object = {}, metadata: object = {}) => ({
  metadata: { namespace: 'default', name: 'one', creationTimestamp: '2026-11-23T08:00:05Z', ...metadata },
  spec: { host: 'a.test', ingressClassName: 'nginx', upstreams, routes, ...more },
})

export const vsr = (name: string, subroutes: readonly object[], host = 'a.test') => ({
  metadata: { namespace: 'team', name, labels: { part: name } },
  spec: { host, upstreams: [{ name: 'web', service: 'default/web', port: 80 }], subroutes },
})

export const behind = {
  services: [service('api', { ports: [{ port: 80, targetPort: 8080 }] })],
  slices: [
    slice('api-1', { service: 'api', ports: [{ port: 8080 }], endpoints: [pod('b', '10.0.0.2', { ready: true })] }),
  ],
}

export const plan = (one: object, more: Partial<F5Words> = {}) =>
  f5Plan({ ingresses: [], virtualServers: [one], ...behind, ...more })
