/** Ingresses in few words, and what the specification alone makes of them. */
import { type Inventory, inventoryOf } from '../../src/domain/objects/inventory.js'
import type { Ingress, Kind, Kinds } from '../../src/domain/objects/objects.js'
import { project } from '../../src/domain/objects/project.js'
import type { Answer, TraceRequest } from '../../src/domain/requests/trace.js'
import { planIngresses } from '../../src/semantics/ingress/plan.js'
import { pod, service, slice } from '../support/objects.js'

/** @param owned null: all */
export const planned = (objects: Inventory, owned: readonly Ingress[] | null = null) =>
  planIngresses({ inventory: objects, ingresses: owned ?? objects.ingresses, secretOf: () => null })

export type PathOf = readonly [pathType: string, path: string, service: string]

/** One rule with several paths. */
export const ruleOf = (host: string | null, ...paths: readonly PathOf[]) => ({
  ...(host === null ? {} : { host }),
  http: {
    paths: paths.map(([pathType, path, name]) => ({
      path,
      pathType,
      backend: { service: { name, port: { number: 80 } } },
    })),
  },
})

export function inventory(ingresses: readonly object[], services: readonly object[], slices: readonly object[]) {
  const listing = <K extends Kind>(kind: K, objects: readonly object[]) => ({
    items: objects.map((object) => project(kind, object)) as Kinds[K][],
    coverage: 'all' as const,
    gaps: [],
  })
  return inventoryOf({
    ingresses: listing('Ingress', ingresses),
    classes: listing('IngressClass', []),
    services: listing('Service', services),
    slices: listing('EndpointSlice', slices),
  })
}

/** Every Service exists, and has one endpoint that is ready. */
export function healthy(ingresses: readonly object[], names: readonly string[]) {
  return inventory(
    ingresses,
    names.map((name) => service(name)),
    names.map((name) =>
      slice(name, { service: name, ports: [{ port: 80 }], endpoints: [pod(`${name}-a`, '10.0.0.1')] }),
    ),
  )
}

export const request = (host: string | null, target: string, more: Partial<TraceRequest> = {}): TraceRequest => ({
  scheme: 'http',
  method: 'GET',
  host,
  target,
  headers: new Map(),
  clientAddress: null,
  httpVersion: '1.1',
  sni: null,
  ...more,
})

export const ask = (ingresses: readonly object[], host: string | null, target: string): Answer =>
  planned(healthy(ingresses, ['a', 'b', 'c', 'd'])).answer(request(host, target), true)

export const winner = (answer: Answer) => answer.backend?.service ?? null
