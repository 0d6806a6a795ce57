/**
 * Public flaws that a configuration leads to, one row for each that is worth a check: the release and the objects by which it
 * is told, or in brackets why none tells it. In the first release without it none of them is told: see `fixed`.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { MemoryCluster } from '../support/cluster/memory-cluster.js'
import { rule, service } from '../support/objects.js'
import { annotated, config, found, n, proxy, web } from '../support/why/lint-table.js'

type Objects = MemoryCluster['objects']
interface World {
  readonly objects: Objects
  readonly custom?: MemoryCluster['custom']
}

const runs = (image: string, ...args: string[]) => ({
  metadata: {
    ...{ name: 'proxy-1', namespace: 'edge' },
    ownerReferences: [{ kind: 'DaemonSet', name: 'proxy', controller: true }],
  },
  spec: { containers: [{ name: 'c', image, args }] },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
})

/** Of ingress-nginx. */
const nginx = (version: string, objects: Objects = {}, more: object = {}): World => ({
  objects: { Pod: [proxy(version, more)], ...objects },
})
const webhook = { args: ['--validating-webhook=:8443'] }
const snippets = { ConfigMap: config({ 'allow-snippet-annotations': 'true' }) }
const critical = config({ 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' })
const snippet = (text: string, more: object = {}) => ({
  Ingress: [annotated({ ...n({ 'configuration-snippet': text }), ...more })],
  ConfigMap: critical,
})
const behindErrors = {
  Ingress: [annotated(n({ 'auth-url': 'http://sso.test/' }))],
  ConfigMap: config({ 'custom-http-errors': '401' }),
}
const rewriting = 'rewrite ^/a/(.*)$ /b?x=$1;\nset $y 1;'

/** Of Traefik, which reads Ingresses of ingress-nginx, IngressRoutes and Gateways. */
const traefik = (version: string, annotations: Readonly<Record<string, string>> = {}, custom = {}): World => ({
  objects: {
    Pod: [
      runs(
        `docker.io/traefik:v${version}`,
        ...['--providers.kubernetesingress', '--providers.kubernetesingressnginx', '--providers.kubernetescrd'],
      ),
    ],
    Ingress: [annotated(annotations)],
    GatewayClass: [{ metadata: { name: 'public' }, spec: { controllerName: 'traefik.io/gateway-controller' } }],
  },
  custom,
})
const middleware = (name: string, spec: object) => ({ metadata: { namespace: 'default', name }, spec })
const chained = {
  'middlewares.traefik.io': [
    middleware('in', { basicAuth: { secret: 'x' } }),
    middleware('strip', { stripPrefix: { prefixes: ['/a'] } }),
  ],
}
/** Every other kind of Middleware that leads somewhere. */
const middlewares = {
  'middlewares.traefik.io': [
    middleware('in', { basicAuth: { secret: 'x', headerField: 'X-User' } }),
    middleware('ask', { forwardAuth: { address: 'http://sso/' } }),
    middleware('pages', { errors: { status: ['500'], service: { name: 'web', port: 80 } } }),
    middleware('own', { headers: { customRequestHeaders: { 'X-Own': 'a' } } }),
  ],
}
const noMiddlewares = { 'middlewares.traefik.io': [middleware('strip', { stripPrefix: { prefixes: ['/a'] } })] }
const options = { 'traefik.ingress.kubernetes.io/router.tls.options': 'default-strict@kubernetescrd' }

/** Of others: an IngressClass of its own, and an Ingress of that class. */
const other = (pod: object, controller: string, spec: object = {}, metadata: object = {}): World => ({
  objects: {
    Pod: [pod],
    IngressClass: [{ metadata: { name: 'own' }, spec: { controller } }],
    Ingress: [web({ ingressClassName: 'own', ...spec }, metadata)],
  },
})
const gatewayClass = (controllerName: string) => ({
  GatewayClass: [{ metadata: { name: 'public' }, spec: { controllerName } }],
})
const external = {
  Service: [service('web'), { metadata: { namespace: 'default', name: 'out' }, spec: { type: 'ExternalName' } }],
}
const contour = (version: string, custom = {}, more: Objects = {}): World => ({
  objects: {
    Pod: [runs(`ghcr.io/projectcontour/contour:v${version}`, 'serve')],
    Ingress: [web({ ingressClassName: 'contour', rules: [rule('web.test', '/', 'out')] })],
    ...external,
    ...more,
  },
  custom,
})
const httpProxy = {
  'httpproxies.projectcontour.io': [
    {
      metadata: { namespace: 'default', name: 'site' },
      spec: {
        virtualhost: {
          ...{ fqdn: 'site.test', jwtProviders: [{ name: 'sso' }] },
          tls: { secretName: 'site', enableFallbackCertificate: true },
        },
      },
    },
  ],
}
const envoyGateway = (version: string): World => ({
  objects: {
    Pod: [runs(`envoyproxy/gateway:v${version}`, 'server')],
    ReferenceGrant: [{ metadata: { namespace: 'default', name: 'open' }, spec: { from: [], to: [] } }],
  },
})
const kong = (version: string): World => ({
  objects: {
    Pod: [runs(`kong/kubernetes-ingress-controller:${version}`, '--dump-config=true')],
    ...gatewayClass('konghq.com/kic-gateway-controller'),
  },
})
const kgateway = (version: string): World => ({ objects: { Pod: [runs(`cr.kgateway.dev/kgateway:v${version}`)] } })
const cilium = (version: string): World => {
  const { objects } = other(runs(`quay.io/cilium/operator-generic:v${version}`), 'io.cilium/ingress-controller')
  return { objects: { ...objects, ...gatewayClass('io.cilium/gateway-controller') } }
}
const grant = { ReferenceGrant: [{ metadata: { namespace: 'default', name: 'open' }, spec: { from: [], to: [] } }] }
const sharing = (version: string): World => ({ objects: { ...cilium(version).objects, ...grant } })
const password = (name: string): World =>
  nginx('0.27.1', {
    Ingress: [annotated(n({ 'auth-type': 'basic', 'auth-secret': name }))],
    Secret: [{ metadata: { namespace: 'default', name }, data: { auth: btoa('me:$apr1$x$y') } }],
  })
const skipperWith = (version: string, predicate: string): World => ({
  objects: {
    ...skipper(version).objects,
    Ingress: [web({ ingressClassName: 'skipper' }, { annotations: { 'zalando.org/skipper-predicate': predicate } })],
  },
})
const skipper = (version: string): World => ({
  objects: {
    Pod: [runs(`registry.opensource.zalan.do/teapot/skipper:v${version}`, 'skipper', '-kubernetes')],
    Ingress: [web({ ingressClassName: 'skipper', rules: [rule('web.test', '/', 'out')] })],
    ...external,
  },
})
const f5 = (version: string, annotations: Readonly<Record<string, string>>): World =>
  other(
    runs(`nginx/nginx-ingress:${version}`, '-nginx-configmaps=edge/x', '-ingress-class=own'),
    'nginx.org/ingress-controller',
    {},
    { annotations },
  )

const notSeen = {
  config: '(in which mode it runs stands in its configuration, which is not read)',
  kinds: '(objects of other kinds lead there, which are not read)',
  node: '(who may reach a socket or an archive on a node is not seen)',
  flags: '(flags lead there that are not read: of resolvers, of logs, of HTTP/3, of other providers)',
  old: '(of 1.x, whose configuration is read no more)',
  network: '(of what its agents do for the network of pods, and not of traffic that comes in)',
  requests: '(any request leads there, and what comes of it is decided by backends, or by the client)',
  unsaid: '(what leads there is not public, or is nothing that a configuration says)',
}

const all = (ids: string, why: string) => Object.fromEntries(ids.split(' ').map((id) => [id, why]))

const rows: Readonly<Record<string, World | string>> = {
  // ingress-nginx
  'CVE-2025-1974': nginx('1.11.3', {}, webhook),
  'CVE-2026-24514': nginx('1.14.2', {}, webhook),
  'CVE-2025-24514': nginx('1.11.3'),
  'CVE-2025-1097': nginx('1.11.3'),
  'CVE-2025-1098': nginx('1.11.3'),
  'CVE-2026-24512': nginx('1.14.2'),
  'CVE-2021-25745': nginx('1.1.0'),
  'CVE-2021-25748': nginx('1.1.0'),
  'CVE-2022-4886': nginx('1.7.1'),
  'CVE-2021-25746': nginx('1.1.0'),
  'CVE-2024-7646': nginx('1.11.1'),
  'CVE-2026-3288': nginx('1.14.3'),
  'CVE-2026-1580': nginx('1.14.2'),
  'CVE-2025-15566': nginx('1.12.4'),
  'CVE-2026-4342': nginx('1.14.4'),
  'CVE-2026-24513': nginx('1.14.2', behindErrors),
  'CVE-2025-24513': nginx('1.11.3', {}, webhook),
  'CVE-2020-8553': password('my-users'),
  'CVE-2021-25742': '(of every release that allows snippets: snippets-on tells it)',
  'CVE-2023-5043': nginx('1.8.1', snippets),
  'CVE-2023-5044': nginx('1.8.1'),
  'CVE-2026-42945': nginx('1.15.1', snippet(rewriting)),
  'CVE-2026-1642': nginx('1.15.1', { Ingress: [annotated(n({ 'backend-protocol': 'HTTPS' }))] }),
  'CVE-2026-9256': notSeen.unsaid,
  'CVE-2026-42533': notSeen.unsaid,
  'CVE-2026-15176': notSeen.unsaid,
  // Traefik
  'CVE-2025-66491': traefik('3.6.2', n({ 'backend-protocol': 'HTTPS' })),
  'CVE-2026-54762': traefik('3.7.4', n({ 'auth-type': 'basic' })),
  'CVE-2026-67309': traefik('3.7.7', n({ 'rewrite-target': '/$1' })),
  'CVE-2026-85596': traefik('3.7.10', n({ 'auth-tls-secret': 'default/ca' })),
  ...Object.fromEntries(
    ['CVE-2026-85597', 'CVE-2026-32305', 'CVE-2026-53622', 'CVE-2026-48491', 'GHSA-gv8r-9rw9-9697'].map((id) => [
      id,
      traefik(/32305|gv8r/.test(id) ? '3.6.7' : /85597/.test(id) ? '3.7.10' : '3.7.2', options),
    ]),
  ),
  'CVE-2026-71327': traefik('3.7.9'),
  'CVE-2026-54761': traefik('3.7.4'),
  'CVE-2026-54765': traefik('3.7.5'),
  'CVE-2026-65601': traefik('3.7.6'),
  'CVE-2026-29777': traefik('3.6.9'),
  'CVE-2025-66490': traefik('3.6.2', {}, chained),
  'CVE-2025-47952': traefik('3.4.0', {}, chained),
  'CVE-2025-32431': traefik('3.3.5', {}, chained),
  'CVE-2026-40912': traefik('3.6.13', {}, chained),
  'CVE-2026-48020': traefik('3.7.2', {}, chained),
  'CVE-2026-65600': traefik('3.7.6', {}, chained),
  'CVE-2026-41174': traefik('3.6.13'),
  'CVE-2026-71325': traefik('3.7.9'),
  'CVE-2026-65602': traefik('3.7.6'),
  ...Object.fromEntries(
    Object.entries({
      ...{ 'CVE-2026-71326': '3.7.9', 'CVE-2026-41263': '3.6.13', 'CVE-2026-32595': '3.6.10' },
      ...{ 'CVE-2026-54763': '3.7.5', 'CVE-2026-33433': '3.6.11', 'CVE-2026-54764': '3.7.5' },
      ...{ 'CVE-2026-39858': '3.6.13', 'CVE-2026-35051': '3.6.13', 'CVE-2026-26998': '3.6.8' },
      ...{ 'CVE-2026-41181': '3.6.14', 'CVE-2021-32813': '2.4.12' },
    }).map(([id, version]) => [id, traefik(version, {}, middlewares)]),
  ),
  'CVE-2022-46153': traefik('2.9.5', options),
  'CVE-2022-23632': traefik('2.6.0', options),
  ...all('CVE-2026-44774 CVE-2026-32695 CVE-2026-22045 CVE-2024-39321 CVE-2023-47124', notSeen.flags),
  ...all('CVE-2022-23469 CVE-2025-54386 GHSA-rvj4-q8q5-8grf GHSA-hxr6-2p24-hf98 GHSA-f7cq-5v43-8pwp', notSeen.flags),
  ...all('CVE-2026-29054 CVE-2024-52003 CVE-2024-45410 CVE-2023-47106 CVE-2020-9321', notSeen.requests),
  ...all('CVE-2026-71324 CVE-2026-26999 CVE-2026-25949 CVE-2024-28869 CVE-2023-47633', notSeen.requests),
  ...all('GHSA-7jmw-8259-q9jx GHSA-7f4j-64p6-5h5v GHSA-5423-jcjm-2gpv GHSA-4hjq-9h5c-252j', notSeen.requests),
  'GHSA-46wh-3698-f2cx': notSeen.requests,
  ...all('CVE-2019-12452 CVE-2018-15598', notSeen.old),
  // Contour, Envoy Gateway, kgateway
  'CVE-2026-41246': contour('1.33.3', httpProxy),
  'CVE-2026-50149': contour('1.33.4', httpProxy),
  'CVE-2021-32783': contour('1.17.0'),
  'CVE-2026-22771': envoyGateway('1.6.1'),
  'CVE-2026-53713': envoyGateway('1.8.0'),
  'CVE-2026-53718': envoyGateway('1.8.0'),
  'CVE-2026-53714': notSeen.config,
  'CVE-2025-24030': envoyGateway('1.2.5'),
  ...all('CVE-2026-53715 CVE-2026-53716 CVE-2026-53717 CVE-2026-53719', notSeen.kinds),
  'CVE-2025-25294': notSeen.requests,
  'CVE-2025-64323': kgateway('2.0.4'),
  'GHSA-5pmx-7r6r-wfqq': kgateway('2.0.4'),
  // Kong, Cilium, Istio, Skipper, AWS, F5
  'GHSA-m23h-6mwm-39m8': kong('3.5.6'),
  'GHSA-3278-c88v-xrh4': kong('3.5.6'),
  'CVE-2026-33726': cilium('1.19.1'),
  'CVE-2025-30162': cilium('1.17.1'),
  'CVE-2024-42487': cilium('1.16.0'),
  'CVE-2024-42486': sharing('1.16.0'),
  'CVE-2023-34242': sharing('1.13.3'),
  ...all('CVE-2026-26963 CVE-2025-64715 CVE-2025-32793 CVE-2025-30163 CVE-2025-23047 CVE-2025-23028', notSeen.network),
  ...all('CVE-2024-52529 CVE-2024-47825 CVE-2024-42488 CVE-2024-28860 CVE-2024-28250 CVE-2024-28249', notSeen.network),
  ...all('CVE-2024-28248 CVE-2024-25631 CVE-2024-25630 CVE-2023-41333 CVE-2023-41332 CVE-2023-39347', notSeen.network),
  ...all('CVE-2023-30851 CVE-2023-29002 CVE-2023-28114 CVE-2023-27595 CVE-2023-27594', notSeen.network),
  ...all('GHSA-pfhr-pccp-hwmh GHSA-c66w-hq56-4q97', notSeen.network),
  ...all('CVE-2024-37307 CVE-2022-29179 CVE-2022-29178', notSeen.node),
  'CVE-2026-49445': notSeen.node,
  'CVE-2026-41520': notSeen.node,
  'CVE-2026-53935': notSeen.kinds,
  'CVE-2026-39350': notSeen.kinds,
  'CVE-2026-41413': notSeen.kinds,
  'CVE-2026-23742': skipper('0.22.0'),
  'CVE-2026-24470': skipper('0.23.0'),
  'CVE-2022-38580': skipper('0.13.200'),
  'CVE-2022-34296': skipperWith('0.13.200', 'QueryParam("a")'),
  ...all('CVE-2026-54247 CVE-2026-54246 CVE-2026-50197 GHSA-8qqm-fp2q-v734', notSeen.config),
  'GHSA-rjfv-pjvx-mjgv': other(runs('public.ecr.aws/eks/aws-load-balancer-controller:v2.8.1'), 'ingress.k8s.aws/alb'),
  'CVE-2026-42945 of F5': f5('5.3.0', { 'nginx.org/location-snippets': rewriting }),
  'CVE-2026-1642 of F5': f5('5.2.1', { 'nginx.org/ssl-services': 'web' }),
}

const plain = (version: string): World => ({
  objects: {
    Pod: [runs(`docker.io/traefik:v${version}`, '--providers.kubernetesingress', '--providers.kubernetesingressnginx')],
    Ingress: [annotated({})],
  },
})
const withoutClass = ({ objects: { GatewayClass: _, ...objects }, ...more }: World): World => ({ ...more, objects })
const withoutService = ({ objects, ...more }: World): World => ({
  ...more,
  objects: { ...objects, Service: [service('web'), service('out')] },
})

/** The same release where nothing leads to it; of those that are not here whoever may write an Ingress does. */
const unreached: Readonly<Record<string, World>> = {
  'CVE-2025-1974': nginx('1.11.3'),
  'CVE-2026-24514': nginx('1.14.2'),
  'CVE-2026-24513': nginx('1.14.2', { Ingress: behindErrors.Ingress }),
  'CVE-2025-24513': nginx('1.11.3'),
  'CVE-2020-8553': password('users'),
  'CVE-2023-5043': nginx('1.8.1', { ConfigMap: config({ 'allow-snippet-annotations': 'false' }) }),
  'CVE-2026-42945': nginx('1.15.1', snippet('rewrite ^/a/(.*)$ /b last;')),
  'CVE-2026-1642': nginx('1.15.1', { Ingress: [annotated(n({ 'backend-protocol': 'HTTP' }))] }),
  'CVE-2025-66491': traefik('3.6.2', n({ 'backend-protocol': 'HTTP' })),
  'CVE-2026-54762': traefik('3.7.4'),
  'CVE-2026-67309': traefik('3.7.7', n({ 'rewrite-target': '/' })),
  'CVE-2026-85596': traefik('3.7.10'),
  'CVE-2026-85597': traefik('3.7.10'),
  'CVE-2026-32305': traefik('3.6.7'),
  'CVE-2026-53622': traefik('3.7.2'),
  'CVE-2026-48491': traefik('3.7.2'),
  'GHSA-gv8r-9rw9-9697': traefik('3.6.7'),
  'CVE-2026-71327': withoutClass(traefik('3.7.9')),
  'CVE-2026-54761': withoutClass(traefik('3.7.4')),
  'CVE-2026-54765': withoutClass(traefik('3.7.5')),
  'CVE-2026-65601': withoutClass(traefik('3.7.6')),
  'CVE-2026-29777': withoutClass(traefik('3.6.9')),
  'CVE-2025-66490': traefik('3.6.2'),
  'CVE-2025-47952': traefik('3.4.0'),
  'CVE-2025-32431': traefik('3.3.5'),
  'CVE-2026-40912': traefik('3.6.13'),
  'CVE-2026-48020': traefik('3.7.2'),
  'CVE-2026-65600': traefik('3.7.6'),
  'CVE-2026-41174': plain('3.6.13'),
  'CVE-2026-71325': plain('3.7.9'),
  'CVE-2026-65602': plain('3.7.6'),
  ...Object.fromEntries(
    ['CVE-2026-71326', 'CVE-2026-54763', 'CVE-2026-54764', 'CVE-2026-41181', 'CVE-2026-41263', 'CVE-2026-32595']
      .concat(['CVE-2026-33433', 'CVE-2026-39858', 'CVE-2026-35051', 'CVE-2026-26998'])
      .map((id) => [id, traefik('3.6.5', {}, noMiddlewares)]),
  ),
  'CVE-2026-33433': traefik('3.6.11', {}, chained),
  'CVE-2021-32813': traefik('2.4.12', {}, noMiddlewares),
  'CVE-2022-46153': traefik('2.9.5'),
  'CVE-2022-23632': traefik('2.6.0'),
  'CVE-2024-42487': { objects: { Pod: cilium('1.16.0').objects.Pod ?? [] } },
  'CVE-2024-42486': cilium('1.16.0'),
  'CVE-2023-34242': { objects: { ...sharing('1.13.3').objects, GatewayClass: [] } },
  'CVE-2022-34296': skipperWith('0.13.200', 'Host("a.test")'),
  'CVE-2026-41246': contour('1.33.3'),
  'CVE-2026-50149': contour('1.33.4'),
  'CVE-2021-32783': withoutService(contour('1.17.0')),
  'CVE-2026-53718': { objects: { Pod: envoyGateway('1.8.0').objects.Pod ?? [] } },
  'GHSA-m23h-6mwm-39m8': withoutClass(kong('3.5.6')),
  'GHSA-3278-c88v-xrh4': { objects: { Pod: [runs('kong/kubernetes-ingress-controller:3.5.6')] } },
  'CVE-2026-33726': { objects: { Pod: cilium('1.19.1').objects.Pod ?? [] } },
  'CVE-2026-24470': withoutService(skipper('0.23.0')),
  'CVE-2026-42945 of F5': f5('5.3.0', { 'nginx.org/location-snippets': 'rewrite ^/a/(.*)$ /b last;' }),
  'CVE-2026-1642 of F5': f5('5.2.1', {}),
}

const told = async ({ objects, custom }: World) => (await found(['vulnerable'], objects, [], custom)).told.join('\n')

/** The same objects, and releases of today. */
const fixed: Readonly<Record<string, World>> = {
  'ingress-nginx': nginx('1.15.1', { ...behindErrors, ConfigMap: critical }, webhook),
  Traefik: traefik('3.7.15', { ...options, ...n({ 'auth-type': 'basic', 'rewrite-target': '/$1' }) }, chained),
  Contour: contour('1.33.5', httpProxy),
  'Envoy Gateway': envoyGateway('1.9.1'),
  kgateway: kgateway('2.1.0'),
  Kong: kong('3.5.7'),
  Cilium: cilium('1.19.4'),
  Skipper: skipper('0.27.26'),
  'AWS Load Balancer Controller': other(
    runs('public.ecr.aws/eks/aws-load-balancer-controller:v2.8.2'),
    'ingress.k8s.aws/alb',
  ),
  F5: f5('5.4.3', { 'nginx.org/location-snippets': rewriting, 'nginx.org/ssl-services': 'web' }),
}

describe('public flaws', () => {
  it.each(Object.entries(rows))('%s', async (id, world) => {
    if (typeof world === 'string') expect(world.length).toBeGreaterThan(10)
    else expect(await told(world)).toContain(id.split(' ')[0])
  })

  it.each(Object.entries(unreached))('%s is not told where nothing leads there', async (id, world) => {
    expect(await told(world)).not.toContain(id.split(' ')[0])
  })

  it.each(Object.entries(fixed))('of %s that are fixed are not told', async (_, world) => {
    expect(await told(world)).toBe('')
  })
})

it('every flaw that a release can have stands in a row', () => {
  const known = readdirSync('src/controllers', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap(
      (name) => readFileSync(join('src/controllers', name), 'utf8').match(/(?<=')(?:CVE|GHSA)-[\w-]+(?=[ '])/g) ?? [],
    )
  expect([...new Set(known)].filter((id) => !(id in rows))).toEqual([])
})
