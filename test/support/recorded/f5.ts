/** The recorded F5 NGINX Ingress Controller: its objects, its files, and what it really answered. */
import { readFileSync } from 'node:fs'
import { f5Nginx } from '../../../src/controllers/f5-nginx/index.js'
import type { F5Controller } from '../../../src/controllers/f5-nginx/workload/settings.js'
import { locate } from '../../../src/controllers/shared/locate.js'
import type { RoutingFacts } from '../../../src/domain/controllers/routing-facts.js'
import { inventoryOf } from '../../../src/domain/objects/inventory.js'
import type { Kind, Kinds } from '../../../src/domain/objects/objects.js'
import { project } from '../../../src/domain/objects/project.js'
import { type NamespacedName, nameOf, refOf } from '../../../src/domain/objects/ref.js'
import type { Listing } from '../../../src/domain/ports.js'
import type { TraceRequest } from '../../../src/domain/requests/trace.js'
import { recordedList, recording } from './recordings.js'

const folder = ['controllers', 'f5-nginx'] as const

export interface F5Truth {
  readonly id: string
  readonly scheme: 'http' | 'https'
  readonly host: string
  readonly path: string
  readonly sni?: string
  /** absent: the handshake was refused */
  readonly status?: number
  readonly location?: string | null
  readonly app?: string | null
  readonly podip?: string | null
  readonly podport?: number
  readonly upstream_uri?: string | null
  readonly cert?: { readonly sha256: string } | null
  readonly error?: string
}

export function f5Truth(): F5Truth[] {
  return readFileSync(recording(...folder, 'truth.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as F5Truth)
}

export function f5Request({ scheme, host, path, sni }: F5Truth): TraceRequest {
  return {
    scheme,
    method: 'GET',
    host,
    target: path,
    headers: new Map(),
    clientAddress: '127.0.0.1',
    httpVersion: host === null ? '1.0' : '1.1',
    sni: scheme === 'https' ? (sni ?? host) : null,
  }
}

export interface F5World {
  readonly controller: F5Controller
  readonly facts: RoutingFacts
  conf(): AsyncIterable<Uint8Array>
}

/** @param change of the objects, before they are read */
export function f5World(
  change: <K extends Kind>(kind: K, items: readonly Kinds[K][]) => readonly Kinds[K][] = (_, items) => items,
): F5World {
  const listing = <K extends Kind>(kind: K): Listing<K> => ({
    items: change(
      kind,
      recordedList(kind, ...folder, 'objects').map((one) => project(kind, one)),
    ),
    coverage: 'all',
    gaps: [],
  })
  const inventory = inventoryOf({
    ingresses: listing('Ingress'),
    classes: listing('IngressClass'),
    services: listing('Service'),
    slices: listing('EndpointSlice'),
  })
  const [controller] = locate(listing('Pod').items, [f5Nginx]) as F5Controller[]
  if (controller === undefined) throw new Error('no controller was recorded')
  const look = <K extends Kind>(kind: K) => {
    const found = new Map<string, Kinds[K]>(listing(kind).items.map((one) => [nameOf(refOf(one)), one]))
    return (ref: NamespacedName) => found.get(nameOf(ref))
  }
  return {
    controller,
    facts: {
      inventory,
      ingresses: inventory.ingresses.filter((one) => f5Nginx.owns(controller, one, inventory.ingressClass)),
      configMapOf: look('ConfigMap'),
      secretOf: look('Secret'),
      now: Date.parse('2026-11-24T00:00:00Z'),
    },
    conf: async function* () {
      const bytes = readFileSync(recording(...folder, 'answers', 'exec_nginx_-T.stdout'))
      for (let at = 0; at < bytes.length; at += 4096) yield bytes.subarray(at, at + 4096)
    },
  }
}
