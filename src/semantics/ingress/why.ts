/** Is each rule served, as far as the documentation goes: who has its requests, and whether anything answers them. */

import type { Instead } from '../../domain/findings/backend-facts.js'
import type { FindingCode, Told } from '../../domain/findings/facts.js'
import { type Finding, finding, told } from '../../domain/findings/finding.js'
import { groupedBy } from '../../domain/groups.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import type { Fate } from '../../domain/routes/fate.js'
import type { Route } from '../../domain/routes/route.js'
import { pathOf } from '../../domain/routes/route.js'
import { bySeverity, servedInPart, type WhyRow } from '../../domain/why/why.js'
import { backendOf } from './answer.js'

/** A route, and what becomes of it. */
export interface Fated {
  readonly route: Route
  readonly fate: Fate
}

/**
 * A row for each rule; what an Ingress gives to requests that no rule matches is that of the Ingress as a whole.
 * @param routes of an Ingress in its own order, its default backend last
 */
export function whyRows(routes: readonly Fated[], ingresses: readonly Ingress[]): WhyRow[] {
  const known = new Map(ingresses.map((one) => [refKey(refOf(one)), one]))
  const groups = groupedBy(routes, (one) => refKey(one.route.source))
  return [...groups].flatMap(([key, all]) => {
    const fields = pathFields(known.get(key))
    const rules = all.flatMap((one, i) => (one.route.match === null ? [] : rowOf(one, fields[i] ?? 'spec.rules')))
    const fallback = all.find(({ route }) => route.match === null)
    if (fallback === undefined) return rules
    const own = rowOf(fallback, null)
    return [{ ...own, served: servedInPart([own.served, ...rules.map(({ served }) => served)]) }, ...rules]
  })
}

/**
 * What would answer no requests of a route that gets none; null: nothing is known to be the matter.
 * @param field of its backend, as findings name it; absent: that is not known
 */
export function idleBackend(route: Route, field?: (code: FindingCode) => string): Finding | null {
  const [, why] = answers(route, { is: 'unsaid' })
  // What cannot be seen is said of those that get requests.
  if (why === null || why.code === 'backend-unseen') return null
  return finding(why, route.source, field && { field: field(why.code) })
}

/**
 * The same for all routes of an Ingress.
 * @param routes in its own order, its default backend last
 */
export function idleBackends(
  routes: readonly Route[],
  ingress: Ingress,
): readonly { readonly route: Route; readonly finding: Finding }[] {
  const fields = pathFields(ingress)
  return routes.flatMap((route, i) => {
    const found = idleBackend(route, (code) => backendField(fields[i] ?? null, code))
    return found === null ? [] : [{ route, finding: found }]
  })
}

/** One for each route; of a rule without paths the rule. */
function pathFields(ingress: Ingress | undefined): string[] {
  return (ingress?.spec?.rules ?? []).flatMap(({ http }, i) => {
    const paths = http?.paths ?? []
    return paths.length === 0 ? `spec.rules[${i}]` : paths.map((_, j) => `spec.rules[${i}].http.paths[${j}]`)
  })
}

/** @param field null: it is the default backend */
function rowOf({ route, fate }: Fated, field: string | null): WhyRow {
  const { source, host, match } = route
  const at = { field: field ?? 'spec.defaultBackend' }
  const lost = fate.is === 'lost' ? [finding(contested(route, fate.to), source, at)] : []
  const [served, found] = answers(route)
  const backend = backendOf(route)
  const port = backend === null || backend.port === null ? '' : `:${backend.port}`
  return {
    source,
    controller: null,
    rule: match && {
      host,
      path: pathOf(route),
      pathType: match.pathType,
      backend: backend && `${backend.service}${port}`,
    },
    served: lost.length > 0 ? false : served,
    causes: [
      ...lost,
      ...(found === null ? [] : [finding(found, source, { field: backendField(field, found.code) })]),
    ].sort(bySeverity),
  }
}

/** @param field null: it is the default backend */
function backendField(field: string | null, code: FindingCode): string {
  // A rule without paths gives its host to the default backend.
  const service = `${field?.includes('.paths[') ? `${field}.backend` : 'spec.defaultBackend'}.service`
  return `${service}.${code === 'no-port' ? 'port' : 'name'}`
}

function contested(route: Route, winner: Ref | null): Told {
  const path = pathOf(route)
  return path === null
    ? told('catch-all-taken', { owner: winner })
    : told('duplicate', { host: route.host, path, winner })
}

/**
 * What is done is said in an annotation, and no Service is meant.
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#actions
 */
const byAnnotation = 'use-annotation'

/** @param instead the specification has no word for a backend without endpoints; controllers answer 503 */
function answers(
  route: Route,
  instead: Instead = { is: 'nobody' },
): readonly [served: boolean | null, why: Told | null] {
  const [backend] = route.backends
  if (backend === undefined) return [true, null]
  const { service, endpoints } = backend
  if (service === null) return [null, null]
  const { port } = service
  if (port === byAnnotation) return [null, null]
  const facts = { service, instead }
  switch (endpoints.state) {
    case 'ok':
    case 'external-name':
    case 'resource':
      return [true, null]
    case 'unknown':
      return [null, told('backend-unseen', { service, unseen: 'EndpointSlice' })]
    case 'unsupported':
    case 'not-permitted':
      return [false, null]
    case 'no-service':
      return [false, told('no-service', facts)]
    case 'no-port':
      return [false, told('no-port', { ...facts, port, near: endpoints.nearestPort })]
    case 'none-ready':
      return [false, told('none-ready', { ...facts, total: endpoints.total ?? 0 })]
    case 'no-slices':
      return [false, told('no-endpoints', { ...facts, port })]
  }
}
