/** Is a rule of an Ingress served by Contour, and why not. */
import type { ControllerRef } from '../../domain/controllers/controller.js'
import type { Told } from '../../domain/findings/facts.js'
import { type Finding, finding, told } from '../../domain/findings/finding.js'
import { groupedBy } from '../../domain/groups.js'
import type { CustomObject } from '../../domain/objects/custom.js'
import { record, text, wires } from '../../domain/objects/project-fields.js'
import { type Ref, refOf } from '../../domain/objects/ref.js'
import type { Fate } from '../../domain/routes/fate.js'
import { globFlaw } from '../../domain/routes/glob.js'
import { pathOf, type Route, type RouteBackend } from '../../domain/routes/route.js'
import { bySeverity, servedInPart, type WhyRow } from '../../domain/why/why.js'
import { pathOf as rulePath } from '../shared/envoy/words.js'
import { askedFate } from './custom/planned.js'
import { namedBackends } from './custom/services.js'
import type { AskedRoute, Fault } from './custom/types.js'
import type { ContourModel } from './model/build.js'
import type { Taken } from './model/ingresses.js'
import { isPattern } from './model/paths.js'

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

/**
 * Where no route is made, requests go to no backend at all: which answer they get hangs on all other rules.
 * @param instead what who is asked in vain gets: connections that are passed on end without an answer
 */
export function standing(
  backend: RouteBackend | undefined,
  instead: 'nobody' | 'unsaid' = 'nobody',
): readonly [served: boolean | null, cause: Told | null] {
  if (backend === undefined || backend.service === null) return [false, null]
  const { service, endpoints } = backend
  const { port } = service
  const unsaid = { service, instead: { is: 'unsaid' } } as const
  const nobody = { service, instead: { is: instead } } as const
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

/** Those that were asked about, the object as a whole before its routes. */
export function proxyRows(model: ContourModel, controller: ControllerRef, wanted: (source: Ref) => boolean): WhyRow[] {
  const asked = groupedBy(model.asked, ({ object }) => object)
  return model.proxies
    .filter((one) => wanted(refOf(one)))
    .flatMap((object) => {
      const source = refOf(object)
      const own = asked.get(object) ?? []
      const faults = model.faults.of(source)
      const told = new Set(own.flatMap(({ lack, flaws }) => [...(lack === null ? [] : [lack]), ...flaws]))
      const reasons = reasonsOf(object)
      const whole = new Map(
        faults
          .filter(({ found }) => !told.has(found) || found.code === 'rejected' || found.code === 'no-master')
          .map((one) => [one.found, causeOf(object, one, reasons)]),
      )
      const rows = own.map((one) => rowOf(model, controller, one, whole))
      const isLost = rows.length === 0 && faults.length > 0
      const behind = rows.length > 0 || isLost ? [] : passedTo(model, object)
      const causes = [
        ...whole.values(),
        ...behind.flatMap(({ lack }) => (lack === null ? [] : finding(lack, source, { field: 'spec.tcpproxy' }))),
        ...statusOf(model, object, faults),
      ].sort(bySeverity)
      if (causes.length === 0 && rows.length > 0) return rows
      const parts = [...rows.map((one) => one.served), ...behind.map(({ is }) => is)]
      const isHidden = rows.length === 0 && model.secrets.hides(object)
      const served = isLost ? false : isHidden ? null : parts.length === 0 || servedInPart(parts)
      return [{ source, controller, rule: null, served, causes }, ...rows]
    })
}

/** Is anybody behind connections that are passed on as they are: where nobody is, they end without an answer. */
function passedTo({ clusters }: ContourModel, object: CustomObject) {
  return namedBackends({ clusters }, object, record(object.spec.tcpproxy)).map((one) => {
    const [is, lack] = standing(one, 'unsaid')
    return { is, lack }
  })
}

/** Of the errors that its status tells. */
function reasonsOf({ status }: CustomObject): ReadonlySet<string | null> {
  const errors = wires(status.conditions).flatMap((one) => wires(one.errors))
  return new Set(errors.map(({ reason }) => text(reason)))
}

/** With what its status says of it. */
function causeOf(object: CustomObject, { found, field, reason }: Fault, said: ReadonlySet<string | null>) {
  const evidence = said.has(reason) ? [`its status: ${reason}`] : []
  return finding(found, refOf(object), { field, evidence, inferred: evidence.length === 0 })
}

/** What is worked out here beside what the controller says. */
function statusOf({ faults }: ContourModel, object: CustomObject, own: readonly Fault[]) {
  const said = text(object.status.currentStatus)
  const is = faults.standing(refOf(object))
  if (said === null || !['valid', 'invalid', 'orphaned'].includes(said) || said === is) return []
  return [
    finding(told('status-differs', { said, is, reason: own[0]?.reason ?? null }), refOf(object), {
      field: 'status.currentStatus',
    }),
  ]
}

/** @param whole what is told of the object as a whole */
function rowOf(
  model: ContourModel,
  controller: ControllerRef,
  asked: AskedRoute,
  whole: ReadonlyMap<Told, Finding>,
): WhyRow {
  const { object, host, field, lack, flaws, backends } = asked
  const source = refOf(object)
  const path = rulePath(asked.path)
  const fate = askedFate(model, asked)
  const some = backends.filter(({ skipped }) => !skipped)
  const behind = some.map((one) => standing(one))
  const glob = lack === null && asked.path.is !== 'regex' ? globFlaw(path.path, false, 'condition') : null
  const causes = [
    ...(lack === null ? [] : [lack]),
    ...contestOf(fate, host, path.path),
    ...(glob === null ? [] : [glob]),
    ...(lack === null ? [...flaws, ...behind.flatMap(([, cause]) => cause ?? [])] : []),
  ]
  const isDead = behind.length > 0 && behind.every(([served]) => served === false)
  const isBlind = behind.length > 0 && behind.every(([served]) => served !== true)
  const isBroken = backends.length > 0 && some.length === 0
  const served = lack !== null || isBroken || isDead ? false : isBlind ? null : servedBy(fate)
  return {
    source,
    controller,
    rule: {
      host: host ?? '',
      ...{ path: path.path, pathType: path.type },
      backend:
        backends.length === 0 ? null : backends.map(({ service }) => `${service?.name}:${service?.port}`).join(', '),
    },
    served,
    causes: causes.map((one) => whole.get(one) ?? finding(one, source, { field })).sort(bySeverity),
  }
}
