/** Is each route of an HTTPProxy served, and why not; and what its status says beside it. */
import type { ControllerRef } from '../../../domain/controllers/controller.js'
import type { Told } from '../../../domain/findings/facts.js'
import { type Finding, finding, told } from '../../../domain/findings/finding.js'
import { groupedBy } from '../../../domain/groups.js'
import type { CustomObject } from '../../../domain/objects/custom.js'
import { list, record, text } from '../../../domain/objects/project-fields.js'
import { type Ref, refOf } from '../../../domain/objects/ref.js'
import { bySeverity, servedInPart, type WhyRow } from '../../../domain/why/why.js'
import { pathOf } from '../../shared/envoy/path.js'
import { globFlaw } from '../../shared/glob.js'
import { askedFate } from '../custom/planned.js'
import { namedBackends } from '../custom/services.js'
import type { AskedRoute, Fault } from '../custom/types.js'
import type { ContourModel } from '../model/build.js'
import { contestOf, servedBy, standing } from './why.js'

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
    const [is, cause] = standing(one)
    return { is, lack: cause && ({ ...cause, facts: { ...cause.facts, instead: { is: 'unsaid' } } } as Told) }
  })
}

/** Of the errors that its status tells. */
function reasonsOf({ status }: CustomObject): ReadonlySet<string | null> {
  const errors = (list(status.conditions, record) ?? []).flatMap((one) => list(one.errors, record) ?? [])
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
  const path = pathOf(asked.path)
  const fate = askedFate(model, asked)
  const some = backends.filter(({ skipped }) => !skipped)
  const behind = some.map(standing)
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
