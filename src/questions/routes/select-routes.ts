/** Which routes were asked for, and in which order. */
import { compare } from '../../domain/compare.js'
import { type ControllerName, controllerText, isMeantBy } from '../../domain/controllers/controller-name.js'
import { nameOf } from '../../domain/objects/ref.js'
import { hostAnswers } from '../../domain/routes/match-host.js'
import { pathOf, type Route } from '../../domain/routes/route.js'
import { nearest } from '../../domain/text/nearest.js'

export const sortKeys = ['namespace', 'name', 'host', 'age'] as const
export type SortKey = (typeof sortKeys)[number]

export interface RouteSelection {
  /** in normal form; rules of that very host, and wildcards that cover it */
  readonly host: string | undefined
  /** a rule's path, to the letter */
  readonly path: string | undefined
  readonly service: { readonly name: string; readonly port: string | undefined } | undefined
  readonly class: string | undefined
  /** of the controller that takes them */
  readonly controller: ControllerName | undefined
}

export function selectRoutes(routes: readonly Route[], selection: RouteSelection): Route[] {
  const { host, path, service, class: className, controller } = selection
  return routes.filter(
    (route) =>
      (host === undefined || hostAnswers(route.host, host)) &&
      (path === undefined || pathOf(route) === path) &&
      (className === undefined || route.class.name === className) &&
      (controller === undefined || (route.controller !== null && isMeantBy(controller, route.controller))) &&
      (service === undefined || isServedBy(route, service)),
  )
}

interface UnknownValue {
  readonly flag: '--host' | '--path' | '--service' | '--class' | '--controller'
  readonly value: string
  /** what there is instead, best first */
  readonly near: readonly string[]
}

/** What was asked for and no route has, whatever else was asked for besides. */
export function unknownValues(
  routes: readonly Route[],
  { host, path, service, controller, ...more }: RouteSelection,
): UnknownValue[] {
  const services = routes.flatMap(({ backends }) => backends.flatMap((one) => one.service?.name ?? []))
  const asked = [
    ['--host', host, routes.map((one) => one.host), (one: string) => hostAnswers(one, host ?? '')],
    ['--path', path, routes.map(pathOf), (one: string) => one === path],
    ['--service', service?.name, services, (one: string) => one === service?.name],
    [
      '--controller',
      controller && controllerText(controller),
      routes.map((one) => one.controller && nameOf(one.controller)),
      (one: string) =>
        controller !== undefined && [one, one.slice(one.indexOf('/') + 1)].includes(controllerText(controller)),
    ],
    ['--class', more.class, routes.map((one) => one.class.name), (one: string) => one === more.class],
  ] as const
  return asked.flatMap(([flag, value, all, isIt]) => {
    const known = new Set(all.flatMap((one) => one || []))
    return value === undefined || [...known].some(isIt) ? [] : [{ flag, value, near: nearest(value, known) }]
  })
}

function isServedBy({ backends }: Route, wanted: { name: string; port: string | undefined }): boolean {
  return backends.some(
    ({ service }) =>
      service?.name === wanted.name && (wanted.port === undefined || String(service.port) === wanted.port),
  )
}

const orders: { readonly [K in SortKey]: (a: Route, b: Route) => number } = {
  namespace: (a, b) => compare(a.source.namespace, b.source.namespace),
  name: (a, b) => compare(a.source.name, b.source.name),
  host: (a, b) => compare(a.host ?? '', b.host ?? ''),
  // Oldest first, as controllers decide who wins; RFC 3339 in UTC sorts as text. Without a date comes last.
  age: (a, b) => compare(a.createdAt ?? '~', b.createdAt ?? '~'),
}

/** Stable: what the key leaves equal stays by namespace, name and rule. */
export function sortRoutes(routes: readonly Route[], key: SortKey | undefined): Route[] {
  return key === undefined ? [...routes] : [...routes].sort(orders[key])
}
