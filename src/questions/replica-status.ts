/** Does a replica serve what the cluster asks for: its last reload, its backends and its routes, counted. */

import {
  type Controller,
  type ControllerRef,
  type Controllers,
  controllerRef,
  type Replica,
} from '../domain/controllers/controller.js'
import { type Reload, reloadOf } from '../domain/controllers/reload.js'
import type { Inventory } from '../domain/objects/inventory.js'
import type { Ingress } from '../domain/objects/objects.js'
import { type Ref, refKey, refOf } from '../domain/objects/ref.js'
import type { Gap } from '../domain/ports.js'
import type { ServedRoute } from '../domain/routes/served-route.js'
import { attempt, inOrder } from './attempt.js'

export interface RouteKey {
  readonly source: Ref
  readonly host: string
  readonly path: string
}

export interface ReplicaStatus {
  readonly controller: ControllerRef
  readonly replica: Replica
  /** null: it could not be asked */
  readonly reload: Reload | null
  /** upstreams whose endpoints are those of the EndpointSlices, and those whose are not */
  readonly backends: { readonly same: number; readonly different: readonly string[] } | null
  /** routes that the controller's Ingresses ask for, and those of them that its configuration does not have */
  readonly routes: { readonly asked: number; readonly missing: readonly RouteKey[] } | null
  /** null: something of it is not known, and the rest is in order */
  readonly inSync: boolean | null
}

/** What is asked for, with which every replica of a controller is compared. */
export interface Asked {
  readonly inventory: Inventory
  /** those that the controller owns */
  readonly ingresses: readonly Ingress[]
}

export async function statusOf(
  controllers: Controllers,
  controller: Controller,
  replica: Replica,
  asked: Asked,
): Promise<{ readonly status: ReplicaStatus; readonly gaps: readonly Gap[] }> {
  const gaps: Gap[] = []
  const { observer } = controllers
  const [reload, backends, routes] = await Promise.all([
    attempt(replica, gaps, async () => reloadOf((await observer.page(replica, '/metrics')).value)),
    attempt(replica, gaps, async () => compareBackends(controllers, (await observer.backends(replica)).value, asked)),
    attempt(replica, gaps, async () =>
      compareRoutes(controllers.servedRoutes((await observer.conf(replica)).value), asked),
    ),
  ])
  const inSync = inSyncOf(reload, backends && backends.different.length === 0, routes && routes.missing.length === 0)
  return {
    status: { controller: controllerRef(controller), replica, reload, backends, routes, inSync },
    gaps: inOrder(gaps),
  }
}

/** Metrics are often off: backends and routes that are as asked prove that the last reload went well. */
function inSyncOf(reload: Reload | null, backends: boolean | null, routes: boolean | null): boolean | null {
  if (reload?.successful === false || backends === false || routes === false) return false
  return backends === null || routes === null ? null : true
}

function compareBackends(
  controllers: Controllers,
  body: string,
  { inventory, ingresses }: Asked,
): ReplicaStatus['backends'] {
  const backends = controllers.backends(body)
  if (backends === null || !inventory.sees('Service', '') || !inventory.sees('EndpointSlice', '')) return null
  const different: string[] = []
  let same = 0
  for (const { name, service: ref, port, endpoints } of controllers.upstreams(backends, ingresses)) {
    const service = ref && inventory.service(ref)
    if (!service || ref === null || port === null) continue
    const expected = controllers.expectedEndpoints(service, inventory.slices(ref), port)
    const real = new Set(endpoints.map((endpoint) => `${endpoint.address}:${endpoint.port}`))
    // With service-upstream the one endpoint is the Service's own address.
    const isService = real.size === 1 && [...real].every((one) => one.startsWith(`${service.spec?.clusterIP}:`))
    if (expected === null || isService || areSame(expected, real)) same += 1
    else different.push(name)
  }
  return { same, different }
}

function areSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one))
}

async function compareRoutes(
  served: AsyncIterable<ServedRoute>,
  { ingresses }: Asked,
): Promise<ReplicaStatus['routes']> {
  const keys = new Set<string>()
  for await (const { source, host, path } of served) keys.add(keyOf({ source, host, path }))
  const asked = new Map(ingresses.flatMap(routesAsked).map((route) => [keyOf(route), route]))
  return { asked: asked.size, missing: [...asked].flatMap(([key, route]) => (keys.has(key) ? [] : [route])) }
}

function keyOf({ source, host, path }: RouteKey): string {
  return `${refKey(source)} ${host.toLowerCase()} ${path}`
}

/** A canary has no location of its own. */
function routesAsked(ingress: Ingress): RouteKey[] {
  const ref = refOf(ingress)
  const isCanary = Object.entries(ingress.metadata.annotations ?? {}).some(
    ([name, value]) => name.endsWith('/canary') && value === 'true',
  )
  if (isCanary) return []
  return (ingress.spec?.rules ?? []).flatMap(({ host, http }) =>
    (http?.paths ?? []).map(({ path }) => ({ source: ref, host: host || '_', path: path || '/' })),
  )
}
