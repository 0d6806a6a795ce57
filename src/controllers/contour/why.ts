/** Is a rule served by Contour, and why not. */
import type { ControllerRef } from '../../domain/controllers/controller.js'
import type { Told } from '../../domain/findings/facts.js'
import { finding, told } from '../../domain/findings/finding.js'
import { pathOf } from '../../domain/routes/route.js'
import type { WhyRow } from '../../domain/why/why.js'
import type { Taken } from './model.js'

export function whyRow(controller: ControllerRef, { route, ingress, rivals }: Taken): WhyRow {
  const { host, match, backends } = route
  const [backend] = backends
  const service = backend?.service ?? null
  const [served, cause] = standing(route)
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
    // Which of several has it may be another one after the next change.
    served: rivals.length > 0 && served ? null : served,
    causes: [...undefinedWinner(rivals), ...(cause === null ? [] : [cause])].map((one) => finding(one, ingress)),
  }
}

function undefinedWinner(rivals: Taken['rivals']): readonly Told[] {
  if (rivals.length === 0) return []
  return [told('undefined-winner', { others: rivals.map(({ source }) => source), priority: null })]
}

/** Where no route is made, requests go to no backend at all: which answer they get hangs on all other rules. */
function standing({ backends: [backend] }: Taken['route']): readonly [served: boolean | null, cause: Told | null] {
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
