/** Small clusters of an F5 NGINX Ingress Controller: what it makes of them. */
import {
  globalConfigurations,
  transportServers,
  virtualServers,
} from '../../../src/controllers/f5-nginx/custom/kinds.js'
import { policies } from '../../../src/controllers/f5-nginx/custom/policies/kinds.js'
import { f5Nginx } from '../../../src/controllers/f5-nginx/index.js'
import { type F5Plan, planOf } from '../../../src/controllers/f5-nginx/plan.js'
import { whyRows } from '../../../src/controllers/f5-nginx/why/why.js'
import type { F5Controller } from '../../../src/controllers/f5-nginx/workload/settings.js'
import { locate } from '../../../src/controllers/shared/locate.js'
import { type CustomKind, projectCustom } from '../../../src/domain/objects/custom.js'
import { inventoryOf } from '../../../src/domain/objects/inventory.js'
import type { Kind, Kinds } from '../../../src/domain/objects/objects.js'
import { project } from '../../../src/domain/objects/project.js'
import { type NamespacedName, nameOf, refOf } from '../../../src/domain/objects/ref.js'
import type { Listing } from '../../../src/domain/ports.js'
import type { Answer, TraceRequest } from '../../../src/domain/requests/trace.js'
import { parseRequestUrl } from '../../../src/domain/requests/url.js'
import type { WhyRow } from '../../../src/domain/why/why.js'
import type { WhySources } from '../../../src/domain/why/why-sources.js'
import { pod, service, slice } from '../objects.js'
import { silent } from '../why/sources.js'

export interface F5Words {
  /** of the controller's command line */
  readonly flags?: readonly string[]
  readonly config?: Readonly<Record<string, string>>
  readonly ingresses: readonly object[]
  readonly services?: readonly object[]
  readonly slices?: readonly object[]
  readonly secrets?: readonly object[]
  readonly virtualServers?: readonly object[]
  readonly virtualServerRoutes?: readonly object[]
  readonly transportServers?: readonly object[]
  readonly globalConfigurations?: readonly object[]
  /** null: they may not be looked at */
  readonly policies?: readonly object[] | null
}

export const f5Pod = (flags: readonly string[] = []) => ({
  metadata: {
    namespace: 'edge',
    name: 'f5-1',
    labels: { app: 'f5' },
    ownerReferences: [{ kind: 'DaemonSet', name: 'f5', controller: true }],
  },
  spec: {
    containers: [
      {
        name: 'f5',
        image: 'nginx/nginx-ingress:5.5.4',
        args: ['-nginx-configmaps=edge/f5', '-ingress-class=nginx', ...flags],
      },
    ],
  },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
})

export const f5Class = { metadata: { name: 'nginx' }, spec: { controller: 'nginx.org/ingress-controller' } }

const web = service('web', { ports: [{ name: 'http', port: 80, targetPort: 8080 }] })
const webSlice = slice('web-1', {
  ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
  endpoints: [pod('web-a', '10.0.0.1', { ready: true })],
})

export function f5Plan(words: F5Words): F5Plan {
  const { flags, config, ingresses, services = [], slices = [], secrets = [] } = words
  const listing = <K extends Kind>(kind: K, items: readonly object[]): Listing<K> => ({
    items: items.map((one) => project(kind, one)),
    coverage: 'all',
    gaps: [],
  })
  const inventory = inventoryOf({
    ingresses: listing('Ingress', ingresses),
    classes: listing('IngressClass', [f5Class]),
    services: listing('Service', [web, ...services]),
    slices: listing('EndpointSlice', [webSlice, ...slices]),
  })
  const [controller] = locate([project('Pod', f5Pod(flags))], [f5Nginx]) as F5Controller[]
  if (controller === undefined) throw new Error('it is not recognised')
  const look = <K extends Kind>(kind: K, items: readonly object[]) => {
    const found = new Map<string, Kinds[K]>(listing(kind, items).items.map((one) => [nameOf(refOf(one)), one]))
    return (ref: NamespacedName) => found.get(nameOf(ref))
  }
  return planOf(controller, {
    inventory,
    ingresses: inventory.ingresses,
    configMapOf: look('ConfigMap', config ? [{ metadata: { namespace: 'edge', name: 'f5' }, data: config }] : []),
    secretOf: look('Secret', secrets),
    customOf: (kind) => ({
      kind,
      items: customIn(words, kind).map((one) => projectCustom(kind, one)),
      coverage: kind === policies && words.policies === null ? 'none' : 'all',
      gaps: [],
    }),
    now: 0,
  })
}

function customIn(words: F5Words, kind: CustomKind): readonly object[] {
  if (kind === policies) return words.policies ?? []
  if (kind === globalConfigurations) return words.globalConfigurations ?? []
  if (kind === transportServers) return words.transportServers ?? []
  return words[kind === virtualServers ? 'virtualServers' : 'virtualServerRoutes'] ?? []
}

export function f5Request(url: string, headers: Readonly<Record<string, string>> = {}): TraceRequest {
  const place = parseRequestUrl(url)
  if ('wrong' in place) throw new Error(place.wrong)
  return { ...place, method: 'GET', headers: new Map(Object.entries(headers)), clientAddress: null, httpVersion: '1.1' }
}

/** `VERDICT STATUS LOCATION` or `served INGRESS UPSTREAM-URI`. */
export function f5Line(plan: F5Plan, url: string, headers: Readonly<Record<string, string>> = {}): string {
  const { verdict, status, location, source, upstreamUri }: Answer = plan.answer(f5Request(url, headers), true)
  const words = verdict === 'served' ? [verdict, source?.name, upstreamUri] : [verdict, status, location]
  return words.filter((one) => one != null).join(' ')
}

export async function f5Why(words: F5Words, sources: Partial<WhySources> = {}): Promise<readonly WhyRow[]> {
  return whyRows(f5Plan(words), { ...silent, ...sources }, () => true)
}

/** `INGRESS HOST+PATH` (or `INGRESS`) → `yes`, `NO` or `?`, and the codes of its causes, worst first. */
export async function f5Told(words: F5Words, sources: Partial<WhySources> = {}): Promise<Record<string, string>> {
  const rows = await f5Why(words, sources)
  return Object.fromEntries(
    rows.map(({ source, rule, served, causes }) => [
      rule === null ? source.name : `${source.name} ${rule.host ?? '*'}${rule.path ?? ''}`,
      [served === null ? '?' : served ? 'yes' : 'NO', ...causes.map(({ code }) => code)].join(' '),
    ]),
  )
}
