/** Is a rule of an Ingress served by Contour, and why not. */
import type { ControllerRef } from '../../../domain/controllers/controller.js'
import type { Told } from '../../../domain/findings/facts.js'
import { finding, told } from '../../../domain/findings/finding.js'
import type { Fate } from '../../../domain/routes/fate.js'
import { pathOf, type Route, type RouteBackend } from '../../../domain/routes/route.js'
import type { WhyRow } from '../../../domain/why/why.js'
import { globFlaw } from '../../shared/glob.js'
import type { Taken } from '../model/ingresses.js'
import { isPattern } from '../model/paths.js'

/** @param fate of the rule */
export function whyRow(controller: ControllerRef, { route, ingress, remark }: Taken, fate: Fate): WhyRow {
  const { host, match, backends } = route
  const [backend] = backends
  const service = backend?.service ?? null
  const [served, cause] = standing(backend)
  const port = service?.port == null ? '' : `:${service.port}`
  return {
    source: ingress,
    controller,
    rule: match && {
      host,
      path: pathOf(route),
      pathType: match.pathType,
      backend: service && `${service.name}${port}`,
    },
    served: served === true ? servedBy(fate) : served,
    causes: [
      ...contestOf(fate, host, pathOf(route) ?? '/'),
      ...[cause, remark, globOf(route)].flatMap((one) => one ?? []),
    ].map((one) => finding(one, ingress, one === remark ? { field: 'spec.defaultBackend' } : {})),
  }
}

/** A path that is left to the controller is a pattern where it looks like one. */
function globOf(route: Route): Told | null {
  const path = pathOf(route)
  if (path === null) return null
  return globFlaw(path, route.match?.pathType === 'ImplementationSpecific' && isPattern(path), 'path-type')
}

/** Which of several has it may be another one after the next change. */
export function servedBy(fate: Fate): boolean | null {
  return fate.is === 'served' ? true : fate.is === 'undefined-winner' || fate.is === 'unknown' ? null : false
}

/** What others that ask for the same have to do with it. @param match in words */
export function contestOf(fate: Fate, host: string | null, match: string): readonly Told[] {
  if (fate.is === 'undefined-winner') {
    const { among: others, more } = fate
    return [told('undefined-winner', { others, ...(more !== undefined && { more }), priority: null })]
  }
  return fate.is === 'lost' ? [told('match-taken', { host, match, winner: fate.to, why: fate.why })] : []
}

/** Where no route is made, requests go to no backend at all: which answer they get hangs on all other rules. */
export function standing(backend: RouteBackend | undefined): readonly [served: boolean | null, cause: Told | null] {
  if (backend === undefined || backend.service === null) return [false, null]
  const { service, endpoints } = backend
  const { port } = service
  const unsaid = { service, instead: { is: 'unsaid' } } as const
  const nobody = { service, instead: { is: 'nobody' } } as const
  switch (endpoints.state) {
    case 'no-service':
      return [false, told('no-service', unsaid)]
    case 'no-port':
      return [false, told('no-port', { ...unsaid, port, near: endpoints.nearestPort })]
    case 'external-name':
      return [false, told('external-name', { ...unsaid, target: endpoints.externalName ?? '', flaw: 'passed-over' })]
    case 'none-ready':
      return [false, told('none-ready', { ...nobody, total: endpoints.total ?? 0 })]
    case 'no-slices':
      return [false, told('no-endpoints', { ...nobody, port })]
    case 'unknown':
      return [null, told('backend-unseen', { service, unseen: 'EndpointSlice' })]
    default:
      return [true, null]
  }
}
