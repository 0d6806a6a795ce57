/** Thousands that have one thing in common: each is told of some of the others, and nothing grows with their square. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { attempt, makeYard } from './support/attempt.js'
import { expectHeld } from './support/held.js'

const own = (apiVersion: string, kind: string, name: string, spec: object) => ({
  ...{ apiVersion, kind, metadata: { name, namespace: 'b' } },
  spec,
})
const runs = (image: string, ...args: readonly string[]) => ({
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x-1', namespace: 'edge' } },
  spec: { containers: [{ name: 'x', image, args }] },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
})
const services = [{ name: 's', port: 80 }]
const each = (make: (i: number) => object, count = 3_000) => Array.from({ length: count }, (_, i) => make(i))

const traefik = runs('traefik:v3.6', '--providers.kubernetescrd', '--entryPoints.web.address=:80')
const route = (kind: string, one: object) => (i: number) =>
  own('traefik.io/v1alpha1', kind, `${kind.toLowerCase()}${i}`, { entryPoints: ['web'], routes: [one] })
const traefikService = (i: number) =>
  own('traefik.io/v1alpha1', 'TraefikService', `x${i}`, {
    weighted: { services: i < 40 ? [1, 2].map(() => ({ kind: 'TraefikService', name: `x${i + 1}` })) : services },
  })
const virtualServer = (i: number) =>
  own('k8s.nginx.org/v1', 'VirtualServer', `v${i}`, {
    ...{ host: 'v.example', ingressClassName: 'nginx', upstreams: [{ name: 'u', service: 's', port: 80 }] },
    routes: [{ path: '/', action: { pass: 'u' } }],
  })
const patterns = own('k8s.nginx.org/v1', 'VirtualServer', 'patterns', {
  ...{ host: 'p.example', ingressClassName: 'nginx', upstreams: [{ name: 'u', service: 's', port: 80 }] },
  routes: each((i) => ({ path: `~ ^/p${i}/[a-z]+(?:/.*)?$`, action: { pass: 'u' } }), 6_000),
})
const f5 = [
  runs('nginx/nginx-ingress:5.5.0', '-enable-custom-resources=true', '-ingress-class=nginx'),
  {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'nginx' } },
    spec: { controller: 'nginx.org/ingress-controller' },
  },
]
/** Each path begins with anything, so that each may take what the others ask for. */
const slugs = (annotations: object) =>
  each((i) => {
    const path = (n: number) => `/([a-z0-9]+-?)+x${i * 30 + n}$`
    const backend = { service: { name: 's', port: { number: 80 } } }
    const paths = each((n) => ({ path: path(n), pathType: 'ImplementationSpecific', backend }), 30)
    return {
      ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
      metadata: { name: `slug${i}`, namespace: 'b', annotations },
      spec: { ingressClassName: 'nginx', rules: [{ host: 'slug.example', http: { paths } }] },
    }
  }, 100)
const web = [
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'b' }, spec: { ports: [{ port: 80 }] } },
  {
    ...{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4', ports: [{ port: 80 }] },
    metadata: { name: 's', namespace: 'b', labels: { 'kubernetes.io/service-name': 's' } },
    endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready: true } }],
  },
]
const ingressNginx = [
  runs('registry.k8s.io/ingress-nginx/controller:v1.12.1'),
  {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'nginx' } },
    spec: { controller: 'k8s.io/ingress-nginx' },
  },
]
const master = {
  ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  metadata: { name: 'master', namespace: 'b', annotations: { 'nginx.org/mergeable-ingress-type': 'master' } },
  spec: { ingressClassName: 'nginx', rules: [{ host: 'slug.example' }] },
}
const minion = { 'nginx.org/mergeable-ingress-type': 'minion', 'nginx.org/path-regex': 'case_sensitive' }
const gateway = (name: string, kind: string, spec: object, version = 'v1') =>
  own(`gateway.networking.k8s.io/${version}`, kind, name, spec)
const port = { name: 'tcp', port: 9000, protocol: 'TCP' }
const streams = [
  runs('traefik:v3.7.15', '--providers.kubernetesgateway', '--providers.kubernetesgateway.experimentalchannel=true'),
  gateway('t', 'GatewayClass', { controllerName: 'traefik.io/gateway-controller' }),
  gateway('g', 'Gateway', { gatewayClassName: 't', listeners: [port] }),
]
const tcpRoute = (i: number) =>
  gateway(`r${i}`, 'TCPRoute', { parentRefs: [{ name: 'g' }], rules: [{ backendRefs: services }] }, 'v1alpha2')

/** Each includes the next twice. */
const proxy = (i: number) =>
  own('projectcontour.io/v1', 'HTTPProxy', `p${i}`, {
    ...(i === 0 && { virtualhost: { fqdn: 'p.example' } }),
    includes: [{ name: `p${i + 1}` }, { name: `p${i + 1}`, conditions: [{ prefix: '/x' }] }],
    routes: [{ services }],
  })

it.each<[string, readonly object[], string]>([
  [
    'routes of connections for every name, and as many of datagrams',
    [
      traefik,
      ...each(route('IngressRouteTCP', { match: 'HostSNI(`*`)', services }), 2_000),
      ...each(route('IngressRouteUDP', { services }), 2_000),
    ],
    'and 1989 more',
  ],
  ['routes of connections to a port of a Gateway', [...streams, ...each(tcpRoute)], 'asks for the same, is as old'],
  ['patterns of one host', [...f5, patterns], 'holds IngressClasses, Pods and VirtualServers only'],
  ['servers of one host', [...f5, ...each(virtualServer)], 'and 2989 more'],
  [
    'routes to services each of which leads to the next twice',
    [
      traefik,
      ...each(traefikService, 41),
      ...each(route('IngressRoute', { match: 'Host(`a`)', services: [{ kind: 'TraefikService', name: 'x0' }] }), 2_000),
    ],
    'and 1989 more',
  ],
  [
    'routes that are included again and again',
    [runs('ghcr.io/projectcontour/contour:v1.33.0', 'serve'), ...each(proxy, 30)],
    'include more than 30000 routes, or in more than 20 steps',
  ],
])('%s', { timeout: 400_000 }, async (_, items, told) => {
  const yard = makeYard()
  writeFileSync(join(yard.work, 'given'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
  for (const argv of [['why', '-A'], ['lint']]) {
    const observed = await attempt([...argv, '--from', 'given'], { yard, patience: 200 })
    expectHeld(observed)
    expect(observed.stdout + observed.stderr).toContain(told)
  }
})

/** A wildcard is a pattern of a name to ingress-nginx, as such an alias is; what is asked for stands in no table of paths. */
const wildcards = each((i) => ({
  ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  metadata: {
    ...{ name: `wild${i}`, namespace: 'b' },
    annotations: { 'nginx.ingress.kubernetes.io/server-alias': `~^([a-z0-9]+-?)+x${i}\\..*$` },
  },
  spec: {
    ingressClassName: 'nginx',
    rules: [
      {
        host: `*.h${i}.example`,
        http: {
          paths: [{ path: '/a+b', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } }],
        },
      },
    ],
  },
}))

it.each<[string, readonly object[]]>([
  ['ingress-nginx, as names', [...ingressNginx, ...wildcards]],
  ['ingress-nginx', [...ingressNginx, ...slugs({ 'nginx.ingress.kubernetes.io/use-regex': 'true' })]],
  ['F5, of minions', [...f5, master, ...slugs(minion)]],
])('patterns of one host that begin with anything, of %s', { timeout: 400_000 }, async (_, items) => {
  const yard = makeYard()
  writeFileSync(join(yard.work, 'given'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...items, ...web] }))
  const observed = await attempt(['why', '-A', '--from', 'given'], { yard, patience: 200 })
  expectHeld(observed)
  expect(observed.stdout + observed.stderr).toMatch(
    / {3}unknown {3}|but some could not be checked: name one to see why/,
  )
})
