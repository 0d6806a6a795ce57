/** Small clusters of a Traefik: what it makes of them. */
import { locate } from '../../../src/controllers/shared/locate.js'
import { traefik } from '../../../src/controllers/traefik/index.js'
import { planOf, type TraefikPlan } from '../../../src/controllers/traefik/plan.js'
import type { TraefikController } from '../../../src/controllers/traefik/workload/settings.js'
import { type CustomKind, customName, projectCustom } from '../../../src/domain/objects/custom.js'
import { inventoryOf } from '../../../src/domain/objects/inventory.js'
import type { Kind, Kinds } from '../../../src/domain/objects/objects.js'
import { project } from '../../../src/domain/objects/project.js'
import { nameOf, refOf } from '../../../src/domain/objects/ref.js'
import type { Listing } from '../../../src/domain/ports.js'
import type { TraceRequest } from '../../../src/domain/requests/trace.js'
import { parseRequestUrl } from '../../../src/domain/requests/url.js'
import type { WhyRow } from '../../../src/domain/why/why.js'
import { pod, service, slice } from '../objects.js'
import { silent } from '../why/sources.js'

export interface TraefikWords {
  /** of its command line, in the place of the usual ones */
  readonly args?: readonly string[]
  readonly release?: string
  readonly ingresses?: readonly object[]
  readonly services?: readonly object[]
  readonly slices?: readonly object[]
  readonly secrets?: readonly object[]
  /** by `PLURAL.GROUP` */
  readonly custom?: Readonly<Record<string, readonly object[]>>
}

const usual = [
  '--entryPoints.web.address=:8000/tcp',
  '--entryPoints.websecure.address=:8443/tcp',
  '--entryPoints.websecure.http.tls=true',
  '--providers.kubernetesingress',
  '--providers.kubernetesingress.allowEmptyServices=true',
  '--providers.kubernetescrd',
]

export const traefikPod = (args: readonly string[] = usual, release = 'v3.7.15') => ({
  metadata: {
    namespace: 'edge',
    name: 'traefik-1',
    labels: { app: 'traefik' },
    ownerReferences: [{ kind: 'DaemonSet', name: 'traefik', controller: true }],
  },
  spec: { containers: [{ name: 'traefik', image: `traefik:${release}`, args }] },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
})

export const traefikClasses = [
  { metadata: { name: 'traefik' }, spec: { controller: 'traefik.io/ingress-controller' } },
  { metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } },
]

const web = service('web')
const webSlice = slice('web-1', {
  ports: [{ name: '', port: 8080, protocol: 'TCP' }],
  endpoints: [pod('web-a', '10.0.0.1', { ready: true })],
})

export function traefikPlan({
  args,
  release,
  ingresses = [],
  services = [],
  slices = [],
  secrets = [],
  custom = {},
}: TraefikWords): TraefikPlan {
  const listing = <K extends Kind>(kind: K, items: readonly object[]): Listing<K> => ({
    items: items.map((one): Kinds[K] => project(kind, one)),
    coverage: 'all',
    gaps: [],
  })
  const inventory = inventoryOf({
    ingresses: listing('Ingress', ingresses),
    classes: listing('IngressClass', traefikClasses),
    services: listing('Service', [web, ...services]),
    slices: listing('EndpointSlice', [webSlice, ...slices]),
  })
  const [controller] = locate([project('Pod', traefikPod(args, release))], [traefik]) as TraefikController[]
  const secretsSeen = secrets.map((one) => project('Secret', one))
  if (controller === undefined) throw new Error('it is not recognised')
  return planOf(controller, {
    inventory,
    ingresses: inventory.ingresses.filter((one) => traefik.owns(controller, one, inventory.classOf) !== false),
    configMapOf: () => undefined,
    secretOf: (name) => secretsSeen.find((one) => nameOf(refOf(one)) === nameOf(name)),
    customOf: (kind: CustomKind) => ({
      kind,
      items: (custom[customName(kind)] ?? []).map((one) => projectCustom(kind, one)),
      coverage: 'all',
      gaps: [],
    }),
    now: 0,
  })
}

export function traefikRequest(url: string): TraceRequest {
  const place = parseRequestUrl(url)
  if ('wrong' in place) throw new Error(place.wrong)
  return { ...place, method: 'GET', headers: new Map(), clientAddress: null, httpVersion: '1.1' }
}

/** `VERDICT STATUS LOCATION`, or `served SOURCE UPSTREAM-URI`. */
export function traefikLine(plan: TraefikPlan, url: string): string {
  const { verdict, status, location, source, upstreamUri } = plan.answer(traefikRequest(url), false)
  const words =
    upstreamUri === null ? [verdict, status, location] : [verdict, source?.name ?? 'of several', upstreamUri]
  return words.filter((one) => one !== null).join(' ')
}

/** `NAME HOST PATH` → `yes`, `NO` or `?`, and the codes. */
export async function traefikTold(words: TraefikWords): Promise<Readonly<Record<string, string>>> {
  const rows = await traefikPlan(words).why(silent, () => true)
  return Object.fromEntries(rows.map((row) => [rowName(row), toldOf(row)]))
}

function rowName({ source, rule }: WhyRow): string {
  return rule === null ? source.name : `${source.name} ${rule.host ?? '*'}${rule.path ?? ''}`
}

function toldOf({ served, causes }: WhyRow): string {
  const is = served === null ? '?' : served ? 'yes' : 'NO'
  return [is, ...causes.map(({ code }) => code)].join(' ')
}
