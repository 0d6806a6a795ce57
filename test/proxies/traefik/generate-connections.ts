/** Generated IngressRouteTCPs and IngressRouteUDPs: rules for names of every kind, beside IngressRoutes for the same. */
import type { ClusterGenerator } from '../generate-cluster.js'
import type { ServedObject } from '../watched-api.js'

const namespaces = ['team', 'team-b']
const hosts = ['a.test', 'b.a.test', 'other.test']
const matches = [
  ...['HostSNI(`*`)', 'HostSNI(`*`)', 'HostSNI(`a.test`)', 'HostSNI(`*.a.test`)', 'HostSNI(`other.test`, `b.a.test`)'],
  ...['HostSNIRegexp(`^.+\\.a\\.test$`)', 'HostSNI(`A.test`)', '!HostSNI(`a.test`)', 'ClientIP(`127.0.0.0/8`)'],
  ...[
    'HostSNI(`*`) && ClientIP(`127.0.0.0/8`)',
    'HostSNI(`a.test`) && ClientIP(`10.0.0.0/8`)',
    'HostSNI(`a.test`) || HostSNI(`*`)',
  ],
  ...['HostSNI(a.test)', 'Host(`a.test`)', '', 'HostSNI(`a.test`) && !ALPN(`h2`)'],
]

/** Names that clients ask for; null: none. */
export const asked = ['a.test', 'b.a.test', 'c.b.a.test', 'other.test', 'nobody.test', null]

/** @param entryPoints that there are, and one that there is not */
export function connectionsOf(
  one: ClusterGenerator,
  entryPoints: readonly string[],
): Readonly<Record<string, readonly ServedObject[]>> {
  const object = (kind: string, namespace: string, name: string, spec: object): ServedObject => ({
    ...{ apiVersion: 'traefik.io/v1alpha1', kind },
    metadata: { namespace, name, uid: `${kind}-${namespace}-${name}`, creationTimestamp: '2026-01-01T00:00:00Z' },
    spec,
  })
  const listening = () =>
    one.chance(3)
      ? {}
      : { entryPoints: one.chance(4) ? [one.one(entryPoints), one.one(entryPoints)] : [one.one(entryPoints)] }
  // One and several services under one name inside have its provider panic, by chance where two objects have that name.
  const services = (many: boolean) =>
    Array.from({ length: one.chance(12) ? 0 : many ? 2 : 1 }, () => ({
      name: one.chance(20) ? 'missing' : one.one(['web', 'api', 'svc', 'b-svc', 'one']),
      port: one.one<number | string>([80, 80, 'http', 8080, 'other', 81]),
      ...(one.chance(3) && { weight: one.one([0, 1, 3]) }),
      ...(one.chance(12) && { namespace: one.one(namespaces) }),
      ...(one.chance(15) && { nativeLB: one.chance(2) }),
    }))
  let first = ''
  const tcp = () => ({
    ...one.some(20, { ingressClassName: ['traefik', 'nginx', ''] }),
    ...listening(),
    ...(one.chance(2) && {
      tls: one.one<object>([
        {},
        { secretName: 'cert' },
        { secretName: 'none' },
        { passthrough: true },
        { passthrough: true },
      ]),
    }),
    routes: Array.from({ length: one.one([1, 1, 2]) }, (_, i) => {
      const match = i === 0 || one.chance(2) ? one.one(matches) : first
      if (i === 0) first = match
      return {
        match,
        ...(one.chance(4) && { priority: one.one([1, 10, 25, 40, -1, 0]) }),
        ...(one.chance(15) && { syntax: one.one(['v2', 'v3', 'default']) }),
        ...(one.chance(4) && {
          middlewares: Array.from({ length: one.one([1, 1, 2]) }, () => ({
            name: one.one(['near', 'near', 'near', 'far', 'open', 'shut', 'empty', 'bad', 'both', 'nothing', 'none']),
            ...(one.chance(8) && { namespace: one.one(namespaces) }),
          })),
        }),
        services: services(matches.indexOf(match) % 2 === 1),
      }
    }),
  })
  const http = () => ({
    ...listening(),
    ...(one.chance(2) && { tls: {} }),
    routes: [
      {
        kind: 'Rule',
        match: one.one([`Host(\`${one.one(hosts)}\`)`, 'PathPrefix(`/`)', 'Host(`a.test`) && PathPrefix(`/`)']),
        services: [{ name: 'web', port: 80 }],
      },
    ],
  })
  const udp = () => ({
    ...listening(),
    routes: Array.from({ length: one.one([1, 1, 2]) }, (_, i) => ({ services: services(i === 1) })),
  })
  const each = (kind: string, names: readonly string[], spec: () => object) =>
    namespaces.flatMap((namespace) =>
      names.flatMap((name) => (one.chance(4) ? [] : [object(kind, namespace, name, spec())])),
    )
  const near = { sourceRange: ['127.0.0.0/8'] }
  const works: Readonly<Record<string, object>> = {
    near: { ipAllowList: near },
    far: { ipAllowList: { sourceRange: ['10.0.0.0/8', '192.0.2.1'] } },
    open: { inFlightConn: { amount: 1000 } },
    shut: { inFlightConn: {} },
    empty: { ipAllowList: { sourceRange: [] } },
    bad: { ipWhiteList: { sourceRange: ['here'] } },
    both: { inFlightConn: {}, ipWhiteList: { sourceRange: ['10.0.0.0/8'] }, ipAllowList: near },
    nothing: {},
  }
  const ready = { kind: 'Rule', match: 'Host(`ready.test`)', services: [{ name: 'ready', port: 80 }] }
  return {
    'ingressroutetcps.traefik.io': each('IngressRouteTCP', ['x', 'b-x', 'one', 'two', 'web'], tcp),
    'middlewaretcps.traefik.io': namespaces.flatMap((namespace) =>
      Object.entries(works).map(([name, spec]) => object('MiddlewareTCP', namespace, name, spec)),
    ),
    'ingressrouteudps.traefik.io': each('IngressRouteUDP', ['x', 'b-x'], udp),
    'ingressroutes.traefik.io': [
      ...each('IngressRoute', ['x', 'one'], http),
      object('IngressRoute', 'shop', 'ready', { entryPoints: ['web'], routes: [ready] }),
    ],
  }
}
