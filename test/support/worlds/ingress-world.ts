/** A small cluster in a few words, and the tracer of an ingress-nginx that watches it. */

import { type NginxPlan, planOf } from '../../../src/controllers/ingress-nginx/plan.js'
import { owns } from '../../../src/controllers/ingress-nginx/workload/own.js'
import { releaseOf } from '../../../src/controllers/ingress-nginx/workload/release.js'
import { type NginxController, natureOf, settingsOf } from '../../../src/controllers/ingress-nginx/workload/settings.js'
import type { RoutingFacts } from '../../../src/domain/controllers/routing-facts.js'
import { inventoryOf } from '../../../src/domain/objects/inventory.js'
import type { KubeObject } from '../../../src/domain/objects/meta.js'
import type {
  EndpointSlice,
  Ingress,
  IngressBackend,
  IngressClass,
  Secret,
  Service,
} from '../../../src/domain/objects/objects.js'
import { type NamespacedName, nameOf, refOf } from '../../../src/domain/objects/ref.js'
import type { ConfigMap } from '../../../src/domain/objects/workloads.js'
import type { Answer, TraceRequest, Tracer } from '../../../src/domain/requests/trace.js'

/** `PATH TYPE SERVICE:PORT`, e.g. `/ Prefix web:80`; a type `-` is none. */
type Path = string

export interface IngressWords {
  readonly rules?: Readonly<Record<string, readonly Path[] | null>>
  readonly annotations?: Readonly<Record<string, string>>
  /** seconds after the beginning */
  readonly age?: number
  readonly default?: string
  readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[]
  readonly class?: string | null
}

/** @param name `NAMESPACE/NAME`; the host '' is every host */
export function ingress(name: string, words: IngressWords): Ingress {
  const [namespace = '', own = ''] = name.split('/')
  const annotations = Object.entries(words.annotations ?? {}).map(([key, value]) => [
    key.includes('/') ? key : `nginx.ingress.kubernetes.io/${key}`,
    value,
  ])
  return {
    kind: 'Ingress',
    metadata: {
      namespace,
      name: own,
      creationTimestamp: new Date(Date.UTC(2026, 0, 1) + (words.age ?? 0) * 1000).toISOString().replace('.000', ''),
      annotations: Object.fromEntries(annotations),
    },
    spec: {
      ingressClassName: words.class === undefined ? 'nginx' : words.class,
      defaultBackend: words.default === undefined ? null : backend(words.default),
      tls: words.tls ?? [],
      rules: Object.entries(words.rules ?? {}).map(([host, paths]) => ({
        host: host || null,
        http: paths && { paths: paths.map(pathOf) },
      })),
    },
  }
}

function pathOf(words: Path) {
  const [path = '', pathType = '', to = ''] = words.split(' ')
  return { path, pathType: pathType === '-' ? null : pathType, backend: backend(to) }
}

function backend(words: string): IngressBackend {
  const [name = '', port = '80'] = words.split(':')
  return { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } }
}

export interface WorldWords {
  readonly ingresses: readonly Ingress[]
  /** `NAMESPACE/NAME` of Services on port 80 that have no endpoint */
  readonly empty?: readonly string[]
  /** … and that do not exist */
  readonly missing?: readonly string[]
  readonly services?: readonly Service[]
  /** in place of the ready endpoint of the Services that their labels name */
  readonly slices?: readonly EndpointSlice[]
  readonly configMap?: Readonly<Record<string, string>>
  readonly configMaps?: readonly ConfigMap[]
  readonly secrets?: readonly Secret[]
  readonly flags?: readonly string[]
  /** a number, or an image of somebody's own */
  readonly version?: string
  /** `2026-11-26` */
  readonly today?: string
}

/** https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetesioservice-name */
const ofService = 'kubernetes.io/service-name'
/** Releases before 1.4.0 read Endpoints, which are there for slices of this manager. */
const byCluster = { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' }

/** Every Service that an Ingress names exists, with one ready endpoint, unless the words say otherwise. */
export function world(words: WorldWords): {
  readonly controller: NginxController
  readonly facts: RoutingFacts
  readonly services: readonly Service[]
  readonly slices: readonly EndpointSlice[]
} {
  const configMaps: ConfigMap[] = words.configMap
    ? [{ kind: 'ConfigMap', metadata: { name: 'config', namespace: 'edge' }, data: words.configMap }]
    : []
  const flags = [...(words.flags ?? []), ...configMaps.map(() => '--configmap=edge/config')]
  const controller = controllerWith(flags, words.version)
  const services = [...(words.services ?? []), ...usualServices(words)]
  const given = words.slices ?? []
  const told = new Set(given.map(({ metadata: { namespace, labels } }) => `${namespace}/${labels?.[ofService]}`))
  const slices = [...given, ...services.flatMap((service) => sliceOf(service, [...told, ...(words.empty ?? [])]))]
  const classes: IngressClass[] = [
    { kind: 'IngressClass', metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } },
  ]
  const all = <T>(items: readonly T[]) => ({ items, coverage: 'all' as const, gaps: [] })
  const inventory = inventoryOf({
    ingresses: all(words.ingresses),
    classes: all(classes),
    services: all(services),
    slices: all(slices),
  })
  const facts: RoutingFacts = {
    inventory,
    ingresses: words.ingresses.filter((one) => owns(controller, one, inventory.ingressClass)),
    configMapOf: lookIn([...configMaps, ...(words.configMaps ?? [])]),
    secretOf: lookIn(words.secrets ?? []),
    now: Date.parse(words.today ?? '2026-11-26'),
  }
  return { controller, facts, services, slices }
}

export function plan(words: WorldWords): NginxPlan {
  const { controller, facts } = world(words)
  return planOf(controller, facts)
}

export function tracer(words: WorldWords): Tracer {
  return plan(words)
}

/** `Deployment edge/proxy`. */
export function controllerWith(flags: readonly string[] = [], version = '1.15.1'): NginxController {
  const release = version.includes('/') ? releaseOf(version) : { image: '', version, origin: 'upstream' }
  const nature = natureOf(settingsOf(flags, 'edge'), release, 'edge')
  return { kind: 'Deployment', namespace: 'edge', name: 'proxy', ...nature, replicas: [] }
}

function lookIn<T extends KubeObject>(items: readonly T[]): (name: NamespacedName) => T | undefined {
  const found = new Map(items.map((one) => [nameOf(refOf(one)), one]))
  return (name) => found.get(nameOf(name))
}

function usualServices({ ingresses, missing = [], services = [] }: WorldWords): Service[] {
  const known = new Set([...missing, ...services.map((one) => nameOf(refOf(one)))])
  const refs = ingresses.flatMap(({ metadata, spec }) =>
    [spec?.defaultBackend, ...(spec?.rules ?? []).flatMap(({ http }) => http?.paths?.map((one) => one.backend) ?? [])]
      .flatMap((one) => one?.service?.name ?? [])
      .map((name) => ({ namespace: metadata.namespace ?? '', name })),
  )
  const unique = new Map(refs.map((ref) => [nameOf(ref), ref]))
  return [...unique].flatMap(([key, metadata]) =>
    known.has(key)
      ? []
      : [
          {
            kind: 'Service',
            metadata,
            spec: { clusterIP: '10.96.0.1', ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
          },
        ],
  )
}

function sliceOf({ metadata, spec }: Service, empty: readonly string[]): EndpointSlice[] {
  const { namespace = '', name = '' } = metadata
  if (empty.includes(nameOf({ namespace: namespace ?? '', name: name ?? '' })) || spec?.type === 'ExternalName')
    return []
  return [
    {
      kind: 'EndpointSlice',
      metadata: { namespace, name: `${name}-x1`, labels: { [ofService]: name ?? '', ...byCluster } },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.1.0.1'] }],
      ports: (spec?.ports ?? []).map(({ name, protocol }) => ({
        name: name ?? '',
        port: 8080,
        protocol: protocol ?? 'TCP',
      })),
    },
  ]
}

/** @param url `http://host/path`, path and query raw */
export function request(url: string, more: Partial<TraceRequest> & { readonly sent?: Record<string, string> } = {}) {
  const [, scheme = 'http', host = '', target = '/'] = /^(https?):\/\/([^/]*)(.*)$/s.exec(url) ?? []
  const made: TraceRequest = {
    scheme: scheme === 'https' ? 'https' : 'http',
    method: 'GET',
    host,
    target: target || '/',
    headers: new Map(Object.entries(more.sent ?? {})),
    clientAddress: null,
    httpVersion: '1.1',
    sni: scheme === 'https' ? host : null,
    ...more,
  }
  return made
}

/** An answer in one line: `served default/web:80 as /x by default/a`, `308 https://…`, `503`, `404`. */
export function line(answer: Answer): string {
  const { verdict, status, location, upstreamUri, source, backend, split, outcomes } = answer
  if (verdict === 'redirect') return `${status} ${location}`
  if (verdict === 'guarded') {
    const others = outcomes.slice(1).map((one) => [one.status, one.location].filter((part) => part !== null).join(' '))
    return `${line({ ...answer, verdict: 'served' })} or ${others.join(', ')}`
  }
  if (verdict !== 'served' || backend === null) return `${status ?? verdict}`
  const to = `${backend.namespace}/${backend.service}:${backend.port}`
  const shares = split.map(({ upstream, percent }) => ` ${percent}% ${upstream}`).join('')
  return `${to} as ${upstreamUri} by ${source && nameOf(source)}${shares}`
}
