/** Rules of Ingresses, of IngressRoutes and of a Gateway at one entry point of one Traefik, each with a Service of its own. */
import { session } from '../program/session.js'
import { randomFrom } from '../random.js'

export interface BothObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly namespace?: string; readonly name: string; readonly [field: string]: unknown }
  readonly [field: string]: unknown
}

export interface BothWorlds {
  readonly objects: readonly BothObject[]
  /** rules, by the name of the Service of each */
  readonly services: readonly string[]
  readonly asked: readonly { readonly host: string; readonly path: string }[]
}

/** Of each at most: Ingresses with two rules, routes of the Gateway with two, IngressRoutes. */
const most = { ingresses: 4, routes: 4, custom: 2 } as const
export const mostRules = 2 * most.ingresses + 2 * most.routes + most.custom

const group = 'gateway.networking.k8s.io'
/** Of a route of a Gateway their length counts: these are never as long as each other. */
const hosts = ['aaaa.shop.test', 'bbbbbbb.shop.test', 'c.other.test', '*.shop.test', undefined] as const
const paths = ['/', '/api', '/api/v1', '/long/path/of/an/ingress', '/x']
/** A prefix is a mere beginning of texts here, so that it ends with a slash. */
const matchers = ['Path(`/api`)', 'Path(`/x`)', 'PathPrefix(`/`)', 'PathPrefix(`/api/`)']
const said = ['12', '44', '10411', '10413', '110000']

/**
 * @param gatewayPort where its listener is, and the entry point
 * @param ports of 127.0.0.1, of each Service one
 */
export function bothWorlds(seed: number, gatewayPort: number, ports: readonly number[]): BothWorlds {
  const below = randomFrom(seed)
  const one = <T>(all: readonly T[]) => all[below(all.length)] as T
  const some = (atMost: number) => Array.from({ length: 1 + below(atMost) }, (_, i) => i)
  const services: string[] = []
  const served = () => {
    services.push(`s${services.length}`)
    return services.at(-1) ?? ''
  }
  const ingressPaths = () =>
    some(2).map(() => ({
      ...{ path: one(paths), pathType: one(['Prefix', 'Exact']) },
      backend: { service: { name: served(), port: { number: 80 } } },
    }))
  const ingresses = some(most.ingresses).map((i) => {
    const host = one(hosts)
    return {
      ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
      metadata: meta(`old${i}`, below(3) ? {} : { 'traefik.ingress.kubernetes.io/router.priority': one(said) }),
      spec: { ingressClassName: 'traefik', rules: [{ ...(host && { host }), http: { paths: ingressPaths() } }] },
    }
  })
  const custom = some(most.custom).map(() => {
    const name = served()
    return {
      // Of its Service nothing but its own name is told where chance decides.
      ...{ apiVersion: 'traefik.io/v1alpha1', kind: 'IngressRoute', metadata: meta(name) },
      spec: {
        routes: [
          {
            ...{ kind: 'Rule', match: `Host(\`${one(hosts.slice(0, 3))}\`) && ${one(matchers)}` },
            ...(below(2) && { priority: Number(one(said)) }),
            services: [{ name, port: 80 }],
          },
        ],
      },
    }
  })
  const routes = some(most.routes).map((i) => {
    const host = one(hosts)
    return {
      ...{ apiVersion: `${group}/v1`, kind: 'HTTPRoute', metadata: meta(`new${i}`) },
      spec: {
        ...(host && { hostnames: [host] }),
        parentRefs: [{ group, kind: 'Gateway', name: 'main', namespace: 'shop' }],
        rules: some(2).map(() => ({
          matches: [{ path: { type: one(['PathPrefix', 'Exact']), value: one(paths) } }],
          backendRefs: [{ group: '', kind: 'Service', name: served(), port: 80, weight: 1 }],
        })),
      },
    }
  })
  const listeners = [
    { name: 'http', port: gatewayPort, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } },
  ]
  return {
    services,
    asked: [...hosts.slice(0, 3), 'any.shop.test', 'any-host.invalid'].flatMap((host = '') =>
      [...new Set(paths.flatMap((path) => [path, `${path.replace(/\/$/, '')}/any-path-of-nobody`]))].map((path) => ({
        host,
        path,
      })),
    ),
    objects: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
      {
        ...{ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'traefik' } },
        spec: { controller: 'traefik.io/ingress-controller' },
      },
      {
        ...{ apiVersion: `${group}/v1`, kind: 'GatewayClass', metadata: { name: 'own' } },
        spec: { controllerName: 'traefik.io/gateway-controller' },
      },
      {
        ...{ apiVersion: `${group}/v1`, kind: 'Gateway', metadata: meta('main') },
        spec: { gatewayClassName: 'own', listeners },
      },
      ...services.flatMap((name, i) => backendOf(name, ports[i] ?? 0)),
      ...ingresses,
      ...custom,
      ...routes,
    ],
  }
}

/** @param args of its command line, with the entry point `web` */
export function traefikOfBoth(args: readonly string[]): BothObject {
  const containers = [{ name: 'traefik', image: 'traefik:v3.7.15', args }]
  return {
    ...{ apiVersion: 'v1', kind: 'Pod' },
    metadata: { namespace: 'traefik', name: 'traefik-1', labels: { app: 'traefik' } },
    ...{
      spec: { containers },
      status: { phase: 'Running', podIP: '10.0.0.9', conditions: [{ type: 'Ready', status: 'True' }] },
    },
  }
}

interface Item {
  readonly source: { readonly kind: string; readonly namespace: string; readonly name: string }
}
interface RouteItem extends Item {
  readonly backends: readonly { readonly service: { readonly name: string } | null }[]
  readonly fate: { readonly is: string } | null
}
interface WhyItem extends Item {
  readonly rule: { readonly backend: string | null } | null
  readonly served: boolean | null
}
interface Said {
  readonly asked: {
    readonly backend: { readonly service: string } | null
    readonly split: readonly { readonly upstream: string }[]
    readonly status: number | null
  } | null
  readonly beside: readonly Said[]
}

/** What `trace` says of each request: a Service, several of which nobody decides, or a status. */
export async function traced(file: string, { asked }: BothWorlds, port: number): Promise<readonly string[]> {
  const lines = asked.map((each) => JSON.stringify({ scheme: 'http', ...each, port })).join('\n')
  const { stdout } = await session(['trace', '--input', '-', '-o', 'json', '--from', file], { stdin: lines })
  const textOf = ({ asked }: Said) =>
    asked?.backend?.service ??
    (asked?.split.length
      ? asked.split.map(({ upstream }) => /\bs\d+\b/.exec(upstream)?.[0] ?? upstream).join('|')
      : `${asked?.status}`)
  return (JSON.parse(stdout) as { items: readonly Said[] }).items.map((each) =>
    [each, ...each.beside].map(textOf).join('|'),
  )
}

/**
 * Where a verb says another thing of a rule than its requests do.
 * @param reached of each request: its Service, or several between which chance decides
 */
export async function wrongFates(
  file: string,
  { services }: BothWorlds,
  reached: readonly string[],
): Promise<readonly string[]> {
  const itemsOf = async <T>(words: readonly string[]) => {
    const { stdout, stderr } = await session([...words, '-o', 'json', '--from', file])
    if (stdout === '') throw new Error(`${words.join(' ')}: ${stderr}`)
    return (JSON.parse(stdout) as { items: readonly T[] }).items
  }
  const routes = await itemsOf<RouteItem>(['routes', '-A'])
  const names = new Set(routes.map(({ source: { kind, namespace, name } }) => `${kind}/${namespace}/${name}`))
  const [ingresses, why] = await Promise.all([
    itemsOf<RouteItem>(['ingresses', '-A']),
    itemsOf<WhyItem>(['why', ...names]),
  ])
  return services.flatMap((service) => {
    const real = reached.includes(service)
      ? 'yes'
      : reached.some((one) => one.split('|').includes(service))
        ? '?'
        : 'no'
    const fatesIn = (all: readonly RouteItem[]) =>
      all.flatMap(({ backends, fate }) => (backends[0]?.service?.name === service ? [fateText(fate?.is)] : []))
    const ofWhy = why.flatMap(({ rule, served }) =>
      rule?.backend?.split(':')[0] === service ? [served === null ? '?' : served ? 'yes' : 'no'] : [],
    )
    const said = { routes: fatesIn(routes), ingresses: fatesIn(ingresses), why: ofWhy }
    // Of a path below its own it may be the only one.
    return Object.entries(said).flatMap(([verb, all]) =>
      (all.length === 0 && verb === 'ingresses') ||
      (all.length > 0 && all.every((each) => each === real || (each === '?' && real === 'yes')))
        ? []
        : [`${verb} of ${service}: ${all.join() || 'nothing'}, and it is ${real}`],
    )
  })
}

function fateText(is: string | undefined): string {
  if (is === undefined) return 'none'
  return is === 'served' ? 'yes' : is === 'undefined-winner' ? '?' : is === 'unknown' ? is : 'no'
}

function meta(name: string, annotations = {}): BothObject['metadata'] {
  return { namespace: 'shop', name, generation: 1, creationTimestamp: '2026-01-01T00:00:00Z', annotations }
}

function backendOf(name: string, port: number): BothObject[] {
  return [
    {
      ...{ apiVersion: 'v1', kind: 'Service', metadata: meta(name) },
      spec: { type: 'ClusterIP', clusterIP: '10.96.0.1', ports: [{ name: 'http', port: 80, protocol: 'TCP' }] },
    },
    {
      ...{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4' },
      metadata: { ...meta(`${name}-1`), labels: { 'kubernetes.io/service-name': name } },
      ports: [{ name: 'http', port, protocol: 'TCP' }],
      endpoints: [{ addresses: ['127.0.0.1'], conditions: { ready: true, serving: true } }],
    },
  ]
}
