/** Requests that were sent through a recorded controller, and what it really answered. */

import { readdirSync, readFileSync } from 'node:fs'
import { ingressNginx } from '../../../src/controllers/ingress-nginx/index.js'
import { owns } from '../../../src/controllers/ingress-nginx/workload/own.js'
import type { NginxController } from '../../../src/controllers/ingress-nginx/workload/settings.js'
import { locate } from '../../../src/controllers/shared/locate.js'
import type { RoutingFacts } from '../../../src/domain/controllers/routing-facts.js'
import type { Masker } from '../../../src/domain/masking/masker.js'
import { expanded } from '../../../src/domain/objects/environment.js'
import { inventoryOf } from '../../../src/domain/objects/inventory.js'
import type { Kind, Kinds } from '../../../src/domain/objects/objects.js'
import { project } from '../../../src/domain/objects/project.js'
import { type NamespacedName, nameOf, refOf } from '../../../src/domain/objects/ref.js'
import type { Pod } from '../../../src/domain/objects/workloads.js'
import type { Listing } from '../../../src/domain/ports.js'
import type { TraceRequest } from '../../../src/domain/requests/trace.js'
import { recordedObjects, recording } from './recordings.js'

export interface Truth {
  readonly scheme: 'http' | 'https'
  readonly host: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly sni?: string
  readonly status: number
  readonly location: string | null
  readonly pod: string | null
  readonly podns: string | null
  readonly app: string | null
  readonly upstream_uri: string | null
  readonly cert: string | null
  readonly log?: {
    readonly ns: string
    readonly ing: string
    readonly svc: string
    readonly up: string
    readonly alt: string
    /** the path of the location, as the Ingress has it */
    readonly lp: string
  }
}

export function truthOf(cluster: string): Truth[] {
  return readFileSync(recording(cluster, 'truth.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Truth)
}

/** All came from the same machine. */
export function requestOf({ scheme, host, path, headers, sni }: Truth): TraceRequest {
  return {
    scheme,
    method: 'GET',
    host,
    target: path,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    clientAddress: '127.0.0.1',
    httpVersion: host === null ? '1.0' : '1.1',
    sni: scheme === 'https' ? (sni ?? host) : null,
  }
}

export interface RecordedWorld {
  readonly controller: NginxController
  readonly facts: RoutingFacts
  /** of a replica: the first or the second */
  conf(replica: number): AsyncIterable<Uint8Array>
  backends(replica: number): readonly ({ readonly name: string } & Readonly<Record<string, unknown>>)[]
}

/** As it was; or as it is kept: through a masker. */
type Kept = Pick<Masker, 'object' | 'text'>

const asItWas: Kept = { object: (_kind, object) => object, text: (_file, text) => text as string }

/** @param isThere leaves Ingresses out, by `NAMESPACE/NAME` */
export function recordedWorld(
  cluster: string,
  isThere: (name: string) => boolean = () => true,
  kept: Kept = asItWas,
): RecordedWorld {
  const objects = recordedObjects(cluster)
  // As a capture does: nobody has the environment of a pod any more where it is read again.
  const whole = <K extends Kind>(kind: K, object: Kinds[K]) =>
    kind === 'Pod' ? (expanded(object as Pod) as Kinds[K]) : object
  const listing = <K extends Kind>(kind: K): Listing<K> => ({
    items: objects[kind].map((one) => kept.object(kind, whole(kind, project(kind, one)))),
    coverage: 'all',
    gaps: [],
  })
  const ingresses = listing('Ingress')
  const inventory = inventoryOf({
    ingresses: { ...ingresses, items: ingresses.items.filter((one) => isThere(nameOf(refOf(one)))) },
    classes: listing('IngressClass'),
    services: listing('Service'),
    slices: listing('EndpointSlice'),
  })
  const [controller] = locate(listing('Pod').items, [ingressNginx]) as NginxController[]
  if (controller === undefined) throw new Error(`no controller was recorded in ${cluster}`)
  const look = <K extends Kind>(kind: K) => {
    const found = new Map<string, Kinds[K]>(listing(kind).items.map((one) => [nameOf(refOf(one)), one]))
    return (ref: NamespacedName) => found.get(nameOf(ref))
  }
  const configMapOf = look('ConfigMap')
  const pods = readdirSync(recording(cluster, 'pods')).sort()
  const said = (replica: number, file: string, name: string) =>
    String(kept.text(name, readFileSync(recording(cluster, 'pods', pods[replica] ?? '', file), 'utf8')) ?? '')
  return {
    controller,
    facts: {
      inventory,
      ingresses: inventory.ingresses.filter((one) => owns(controller, one, inventory.ingressClass)),
      configMapOf,
      secretOf: look('Secret'),
      now: Date.parse('2026-11-24T00:00:00Z'),
    },
    conf: async function* (replica) {
      yield Buffer.from(said(replica, 'nginx.conf', 'nginx.conf'))
    },
    backends: (replica) => JSON.parse(said(replica, 'configuration_backends.body', 'backends.json')),
  }
}
