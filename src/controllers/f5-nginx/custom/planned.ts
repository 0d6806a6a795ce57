/** The routes of VirtualServers and VirtualServerRoutes as every verb lists them: one for each set of conditions. */
import { compare } from '../../../domain/compare.js'
import type { ControllerRef } from '../../../domain/controllers/controller.js'
import type { CustomObject } from '../../../domain/objects/custom.js'
import { text } from '../../../domain/objects/project-fields.js'
import type { Ref } from '../../../domain/objects/ref.js'
import { withoutEndpoints } from '../../../domain/routes/resolve-service.js'
import {
  pathMatch,
  type Route,
  type RouteBackend,
  type RouteFilter,
  type RouteMatch,
} from '../../../domain/routes/route.js'
import { addressesIn, ofObject } from '../../shared/custom-route.js'
import type { Fates } from '../answer/fates.js'
import { routesField, virtualService } from '../model/asked.js'
import type { Asked, Listener, Model, Transport } from '../model/types.js'
import { virtualServerRoutes } from './kinds.js'
import { isHandedOn } from './parts.js'
import type { Action, Choice, Condition, Virtual, VirtualRoute, Virtuals } from './read.js'

interface PlanFacts {
  readonly model: Model
  readonly fates: Fates
  readonly controller: ControllerRef
  readonly className: string | null
  readonly count: (
    service: { readonly namespace: string; readonly name: string },
    port: number | null,
  ) => RouteBackend['endpoints']
}

export function virtualRoutes({ servers, routes }: Virtuals, around: PlanFacts): Route[] {
  return [...servers, ...routes].flatMap((one) =>
    one.routes.length === 0 ? routeless(one, around) : routesOf(one, around),
  )
}

/** One without routes has its host all the same. */
function routeless(one: Virtual, around: PlanFacts): Route[] {
  const asked = around.model.askedAt(one.ref, routesField)
  const common = commonOf(one.object, around)
  return asked === null ? [] : [routeOf({ one, common, route: { path: '' }, asked }, { splits: [] }, [], around)]
}

function routesOf(one: Virtual, around: PlanFacts): Route[] {
  // An object may have thousands of routes: what they have in common is one.
  const common = commonOf(one.object, around)
  return one.routes
    .map((route) => ({ one, common, route, asked: around.model.askedAt(one.ref, route.field) }))
    .filter(isShown)
    .flatMap((own) => [
      ...own.route.matches.map((match) => routeOf(own, match, match.conditions, around)),
      routeOf(own, own.route, [], around),
    ])
}

/** A path that is handed on is that of the other object, unless there is none. */
function isShown({ route, asked }: AskedRoute): boolean {
  return !isHandedOn(route) || asked?.unseen === 'part' || asked?.lack?.found.code === 'delegate-missing'
}

/** The routes of the objects to which one hands paths on. */
export function handedOn({ asked, askedOf }: Model, source: Ref): readonly Asked[] {
  const hosts = new Set(askedOf(source).flatMap((one) => (one.isHandedOn ? [one.host] : [])))
  return asked.filter(
    ({ ref, host, lack }) => ref.kind === virtualServerRoutes.kind && hosts.has(host) && lack === null,
  )
}

interface AskedRoute {
  readonly one: Virtual
  readonly common: ReturnType<typeof commonOf>
  readonly route: VirtualRoute
  readonly asked: Asked | null
}

function routeOf(
  { one, common, route, asked }: Omit<AskedRoute, 'route'> & { readonly route: Pick<VirtualRoute, 'path'> },
  choice: Choice,
  conditions: readonly Condition[],
  around: PlanFacts,
): Route {
  const { object, ref, host, tls } = one
  const { source, parents, class: ofClass, controller, createdAt, deletingSince } = common
  return {
    // Not spread: of thousands of routes each would be larger by kilobytes.
    source,
    parents,
    class: ofClass,
    controller,
    host,
    match: matchOf(asked?.match ?? pathMatch(route.path, null), conditions),
    backends: choice.splits.flatMap(({ weight, action }) =>
      backendOf(one, action, choice.splits.length > 1 ? weight : null, around),
    ),
    filters: choice.splits.flatMap(({ action }) => filtersOf(action)),
    addresses: addressesIn(object.status.externalEndpoints),
    tls:
      tls === null
        ? null
        : {
            secret: tls.secret === null ? null : { kind: 'Secret', namespace: ref.namespace, name: tls.secret },
            match: 'host',
          },
    fate: asked === null ? null : around.fates.of(asked),
    createdAt,
    deletingSince,
  }
}

/** It has connections as they are: with TLS for a host, or whatever comes to a listener. */
export function transportRoute({ object, ref, host, service, listener }: Transport, around: PlanFacts): Route {
  const asked = around.model.askedAt(ref, 'spec.action')
  const { namespace, service: serviceName, port } = service
  const of = { namespace, name: serviceName }
  const endpoints = around.count(of, typeof port === 'number' ? port : null)
  return {
    ...{ ...commonOf(object, around), host: host || null },
    match: listener === null ? pathMatch(null, null) : pathMatch(listenerText(listener), 'Rule'),
    backends: [{ service: { ...of, port }, resource: null, weight: null, endpoints }],
    filters: listener === null ? [{ type: 'passthrough', detail: 'TLS_PASSTHROUGH' }] : [],
    ...{ addresses: [], tls: null },
    fate: asked === null ? null : around.fates.of(asked),
  }
}

/** What names no class is as good as one of its own. */
function commonOf(object: CustomObject, { className, controller }: PlanFacts) {
  const common = ofObject(object, text(object.spec.ingressClassName) || null, controller)
  return { ...common, class: { ...common.class, name: common.class.name ?? className } }
}

/** `TCP 6379` */
function listenerText({ stream, port, name }: Listener): string {
  return `${stream.toUpperCase()} ${port ?? name}`
}

function matchOf(match: RouteMatch, conditions: readonly Condition[]): RouteMatch {
  const values = (of: Condition['of']) =>
    conditions
      .filter((one) => one.of === of)
      .map(({ name, value }) => ({ name, type: 'Exact' as const, value }))
      .sort((a, b) => compare(a.name, b.name))
  return { ...match, headers: values('header'), query: values('argument') }
}

function backendOf(one: Virtual, { upstream }: Action, weight: number | null, { count }: PlanFacts): RouteBackend[] {
  if (upstream === null) return []
  const found = one.upstreams.find(({ name }) => name === upstream)
  if (found === undefined)
    return [{ service: null, resource: null, weight, endpoints: withoutEndpoints('no-service', 0) }]
  const { namespace, service: name, port } = virtualService(one.ref, found)
  return [
    { service: { namespace, name, port }, resource: null, weight, endpoints: count({ namespace, name }, found.port) },
  ]
}

function filtersOf({ redirect, answer, rewrite }: Action): RouteFilter[] {
  return [
    ...(redirect === null ? [] : [{ type: 'redirect', detail: `${redirect.code} ${redirect.url}` }]),
    ...(answer === null ? [] : [{ type: 'return', detail: String(answer) }]),
    ...(rewrite === null ? [] : [{ type: 'rewritePath', detail: rewrite }]),
  ]
}
