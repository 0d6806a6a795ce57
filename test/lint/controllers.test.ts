/** The rules of `lint` about controllers of other kinds: how long they are looked after, and which flaws can be reached. */

import { rule } from '../support/objects.js'
import { n, table, web } from '../support/why/lint-table.js'

const runs = (image: string, ...args: string[]) => ({
  metadata: {
    ...{ name: 'proxy-1', namespace: 'edge' },
    ownerReferences: [{ kind: 'DaemonSet', name: 'proxy', controller: true }],
  },
  spec: { containers: [{ name: 'c', image, args }] },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
})
const traefik = (version: string, ...args: string[]) =>
  runs(`docker.io/traefik:v${version}`, '--providers.kubernetesingress', ...args)
const kong = (version: string, ...args: string[]) => runs(`kong/kubernetes-ingress-controller:${version}`, ...args)
const f5 = (version: string, ...args: string[]) =>
  runs(`nginx/nginx-ingress:${version}`, '-nginx-configmaps=edge/x', ...args)
const contour = (version: string, ...args: string[]) =>
  runs(`ghcr.io/projectcontour/contour:v${version}`, 'serve', ...args)
const envoyGateway = (version: string) => runs(`envoyproxy/gateway:v${version}`, 'server')
const envoy = (version: string) => ({
  ...runs(`envoyproxy/envoy:distroless-v${version}`, '--service-cluster', 'projectcontour'),
  spec: {
    containers: [
      { name: 'envoy', image: `envoyproxy/envoy:distroless-v${version}`, args: [] },
      {
        name: 'shutdown-manager',
        image: 'ghcr.io/projectcontour/contour:v1.30.1',
        args: ['envoy', 'shutdown-manager'],
      },
    ],
  },
})
const envoyOf = (address: string) => ({
  ...runs(''),
  spec: {
    containers: [
      {
        name: 'envoy',
        image: 'envoyproxy/envoy:distroless-v1.40.0',
        command: ['envoy'],
        args: [
          `--config-yaml admin:\n  access_log:\n  - name: envoy.access_loggers.file\n  address:\n    socket_address:\n      address: ${address}\n      port_value: 19000\nlayered_runtime: {}\n`,
        ],
      },
      { name: 'shutdown-manager', image: 'envoyproxy/gateway:v1.9.1', args: ['envoy', 'shutdown-manager'] },
    ],
  },
})
const overTls = '0.0.0.0:8444 http2 ssl, [::]:8444 http2 ssl'
/** A Kong with its controller beside it, as its chart has them. */
const admin = (
  listens: string,
  service: { port?: number; type?: string } = {},
  more: Record<string, string> = {},
  app = 'kong',
) => {
  const { port = 8001, type = 'ClusterIP' } = service
  const env = Object.entries({ KONG_ADMIN_LISTEN: listens, ...more }).map(([name, value]) => ({ name, value }))
  const [own, labels] = [kong('3.5.13'), { app }]
  const containers = [...own.spec.containers, { name: 'proxy', image: 'kong:3.9', env }]
  return {
    Pod: [{ ...own, metadata: { ...own.metadata, labels }, spec: { containers } }],
    Service: [
      {
        metadata: { namespace: 'edge', name: 'kong-admin' },
        spec: { type, selector: labels, ports: [{ port: 80, targetPort: port }] },
      },
    ],
  }
}
const ended = (title: string, version: string, day: string) =>
  new RegExp(`^warning proxy: ${title} ${version.replaceAll('.', '\\.')} has had no fixes since ${day}`)

table(
  ['end-of-life'],
  [
    ['a line of Traefik that is over', { Pod: [traefik('3.3.7')] }, [ended('Traefik', '3.3.7', '2025-05-05')]],
    ['the first one of Traefik', { Pod: [traefik('1.6.2')] }, [ended('Traefik', '1.6.2', '2021-12-31')]],
    ['the last line of Traefik', { Pod: [traefik('3.7.15')] }, []],
    ['a line of F5', { Pod: [f5('3.7.2')] }, [ended('F5 NGINX Ingress Controller', '3.7.2', '2026-11-25')]],
    [
      'one of F5 that ends later',
      { Pod: [f5('5.1.1')] },
      [/^info proxy: F5 .* 5\.1\.1 gets its last fixes on 2027-08-15/],
    ],
    ['Contour', { Pod: [contour('1.30.5')] }, [ended('Contour', '1.30.5', '2025-09-08')]],
    ['Envoys whose Contour was not seen', { Pod: [envoy('1.28.0')] }, []],
    ['Envoy Gateway', { Pod: [envoyGateway('1.5.4')] }, [ended('Envoy Gateway', '1.5.4', '2026-02-13')]],
    ['Kong', { Pod: [kong('3.3.1')] }, [ended('Kong Ingress Controller', '3.3.1', '2025-08-26')]],
    ['a line of Kong that is long looked after', { Pod: [kong('3.4.1')] }, [/^info proxy: .* 2027-12-18/]],
    ['what has Kong inside and numbers itself', { Pod: [runs('kong/kong-operator:2.0.1')] }, []],
    [
      'HAProxy',
      { Pod: [runs('haproxytech/kubernetes-ingress:3.0.4', '--ingress.class=haproxy')] },
      [ended('HAProxy Kubernetes Ingress Controller', '3.0.4', '2025-06-30')],
    ],
    ...['rancher/nginx-ingress-controller:v1.12.4', 'registry.deckhouse.io/ingress-nginx/controller:1.10.1'].map(
      (image): [string, object, RegExp[]] => [
        `ingress-nginx as ${image} is built`,
        { Pod: [runs(image, '/nginx-ingress-controller')] },
        image.startsWith('rancher') ? [/^info proxy: .*as rancher builds it, gets its last fixes on 2027-11-30/] : [],
      ],
    ),
    [
      'a fork of ingress-nginx that is looked after',
      { Pod: [runs('ghcr.io/forkline/ingress-nginx/controller:2026.11.1', '/nginx-ingress-controller')] },
      [],
    ],
  ],
)

const asked = (annotations: Readonly<Record<string, string>>) => ({
  Ingress: [web({}, { annotations: n(annotations) })],
})
const nginxProvider = '--providers.kubernetesingressnginx'
const gatewayClass = (controllerName: string, annotations = {}) => ({
  GatewayClass: [{ metadata: { name: 'public', annotations }, spec: { controllerName } }],
})

table(
  ['vulnerable'],
  [
    [
      'Traefik, a password by an annotation of ingress-nginx',
      { Pod: [traefik('3.7.4', nginxProvider)], ...asked({ 'auth-type': 'basic' }) },
      [
        /^warning proxy: Traefik 3\.7\.4 has CVE-2026-54762, which can be reached here, since .*default\/web, which asks for a password$/,
      ],
    ],
    ['the same without that provider', { Pod: [traefik('3.7.4')], ...asked({ 'auth-type': 'basic' }) }, []],
    [
      'the same in a release without it',
      { Pod: [traefik('3.7.15', nginxProvider)], ...asked({ 'auth-type': 'basic' }) },
      [],
    ],
    ['nothing that leads there', { Pod: [traefik('3.7.4', nginxProvider)], ...asked({}) }, []],
    [
      'Traefik, routes of Gateways',
      { Pod: [traefik('3.7.9')], ...gatewayClass('traefik.io/gateway-controller') },
      [/has CVE-2026-71327.*GatewayClass public is its own/],
    ],
    ['Traefik, Gateways of somebody else', { Pod: [traefik('3.7.9')], ...gatewayClass('x.io/y') }, []],
    [
      'Traefik, IngressRoutes of namespaces that are to be kept apart',
      { Pod: [traefik('3.7.9', '--providers.kubernetescrd')] },
      [/has CVE-2026-71325.*allowCrossNamespace is off/],
    ],
    ['Contour without an HTTPProxy', { Pod: [contour('1.33.3')] }, []],
    ['Envoy Gateway', { Pod: [envoyGateway('1.8.0')] }, [/has CVE-2026-53713.*may write Lua/]],
    ['Envoy Gateway without it', { Pod: [envoyGateway('1.9.1')] }, []],
    [
      'Kong that shows what it has made',
      { Pod: [kong('3.5.6', '--dump-config=true')] },
      [/has GHSA-3278-c88v-xrh4.*--dump-config/],
    ],
    [
      'Kong with Gateways of its own',
      { Pod: [kong('3.5.6')], ...gatewayClass('konghq.com/kic-gateway-controller') },
      [/has GHSA-m23h-6mwm-39m8.*GatewayClass public has no annotation/],
    ],
    [
      'Kong with Gateways that somebody else makes',
      {
        Pod: [kong('3.5.6')],
        ...gatewayClass('konghq.com/kic-gateway-controller', { 'konghq.com/gatewayclass-unmanaged': 'true' }),
      },
      [],
    ],
    [
      'F5 with TLS behind it',
      {
        Pod: [f5('5.2.1')],
        IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'nginx.org/ingress-controller' } }],
        Ingress: [web({}, { annotations: { 'nginx.org/ssl-services': 'web' } })],
      },
      [/has CVE-2026-1642.*default\/web has nginx\.org\/ssl-services/],
    ],
    ['F5 without', { Pod: [f5('5.2.1')] }, []],
  ],
)

table(
  ['api-insecure'],
  [
    [
      'the API of Traefik for everybody',
      { Pod: [traefik('3.7.15', '--api.insecure=true')] },
      [/on port 8080 to every pod/],
    ],
    ['by a route alone', { Pod: [traefik('3.7.15', '--api.dashboard=true')] }, []],
    [
      'what Contour has for its proxies',
      { Pod: [contour('1.33.5', '--insecure', '--xds-address=0.0.0.0')] },
      [/--insecure has Contour hand out what its proxies run with, private keys among it, on port 8001 to every pod/],
    ],
    ['inside of its pod alone', { Pod: [contour('1.33.5', '--insecure')] }, []],
    ['to proxies with certificates', { Pod: [contour('1.33.5', '--xds-address=0.0.0.0')] }, []],
    [
      'an Envoy of Envoy Gateway that everybody may administer',
      { Pod: [envoyOf('0.0.0.0')] },
      [/^warning proxy: admin\.address in the bootstrap of Envoy .* on port 19000 to every pod/],
    ],
    ['an Envoy as Envoy Gateway starts it', { Pod: [envoyOf('127.0.0.1')] }, []],
    [
      'the Admin API of Kong, without TLS',
      admin('0.0.0.0:8001, [::]:8001'),
      [
        /^warning proxy: KONG_ADMIN_LISTEN opens the Admin API of Kong on port 8001, Service edge\/kong-admin leads there/,
      ],
    ],
    ['one that no Service leads to', { ...admin('0.0.0.0:8001'), Pod: admin('0.0.0.0:8001', {}, {}, 'other').Pod }, []],
    ['one for the pod alone', admin('127.0.0.1:8001, [::1]:8001'), []],
    ['with TLS, inside of the cluster, as its chart has it', admin(overTls, { port: 8444 }), []],
    [
      'with TLS, and a balancer',
      admin(overTls, { port: 8444, type: 'LoadBalancer' }),
      [/on port 8444, Service edge\/kong-admin leads there/],
    ],
    [
      'to clients with certificates',
      admin(overTls, { port: 8444, type: 'LoadBalancer' }, { KONG_NGINX_ADMIN_SSL_VERIFY_CLIENT: 'on' }),
      [],
    ],
    ['to administrators with a token', admin('0.0.0.0:8001', {}, { KONG_ENFORCE_RBAC: 'on' }), []],
  ],
)

const haproxy = (...args: string[]) => runs('haproxytech/kubernetes-ingress:3.2.1', '--ingress.class=haproxy', ...args)
const snippet = { annotations: { 'haproxy.org/backend-config-snippet': 'http-request deny' } }

table(
  ['snippets-on'],
  [
    ['a flag of F5', { Pod: [f5('5.4.3', '-enable-snippets')] }, [/^warning proxy: -enable-snippets is set/]],
    ['F5 without it', { Pod: [f5('5.4.3')] }, []],
    ['HAProxy, as it is usual', { Pod: [haproxy()] }, [/^info proxy: backend-config-snippet is allowed/]],
    [
      'HAProxy, with somebody who writes one',
      {
        Pod: [haproxy()],
        Ingress: [web({ ingressClassName: 'haproxy', rules: [rule('a.test', '/', 'web')] }, snippet)],
      },
      [/^warning proxy: .*1 Ingress has a snippet/],
    ],
    ['HAProxy that takes none', { Pod: [haproxy('--disable-config-snippets=all')] }, []],
  ],
)

const published = (...ports: readonly number[]) => ({
  metadata: { namespace: 'edge', name: 'front' },
  spec: { type: 'LoadBalancer', ports: ports.map((port) => ({ port })) },
})
const sentOn = (to: string) =>
  traefik(
    '3.7.15',
    '--entryPoints.web.address=:8000',
    `--entryPoints.web.http.redirections.entryPoint.to=${to}`,
    '--entryPoints.websecure.address=:8443',
    '--providers.kubernetesingress.ingressEndpoint.publishedService=edge/front',
  )

table(
  ['redirect-to-listener-port'],
  [
    [
      'an entry point of Traefik whose port no Service has',
      { Pod: [sentOn('websecure')], Service: [published(80, 443)] },
      [/^warning proxy: the redirect leads to port 8443 of listener websecure, and clients come in by port 443 of/],
    ],
    ['its number, as clients know it', { Pod: [sentOn(':443')], Service: [published(80, 443)] }, []],
    ['one that is published as it is', { Pod: [sentOn('websecure')], Service: [published(80, 8443)] }, []],
    ['where nobody sees how clients come in', { Pod: [sentOn('websecure')] }, []],
  ],
)
