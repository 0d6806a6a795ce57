/** What is wrong with the ConfigMaps that the controller reads, for TCP and UDP services and its own: one row of each. */
import type { ControllerRef } from '../../../domain/controllers/controller.js'
import { finding } from '../../../domain/findings/finding.js'
import { groupedBy } from '../../../domain/groups.js'
import { type Ref, refKey } from '../../../domain/objects/ref.js'
import { bySeverity, servedInPart, type WhyRow } from '../../../domain/why/why.js'
import type { StreamEntry } from '../model/streams.js'
import { deadEntries } from '../workload/keys.js'
import type { Policy } from '../workload/policy.js'

/** @param wanted the ConfigMaps that were asked about */
export function streamRows(
  entries: readonly StreamEntry[],
  controller: ControllerRef,
  wanted: (source: Ref) => boolean,
): WhyRow[] {
  const written = entries.filter((one) => one.written !== null && wanted(one.source))
  const groups = groupedBy(written, ({ source }) => refKey(source))
  return [...groups.values()].flatMap((own) => {
    const causes = own.flatMap(({ source, flaws }) =>
      flaws.map((flaw) => finding(flaw, source, { field: flaw.facts.key === '' ? null : `data["${flaw.facts.key}"]` })),
    )
    const served = servedInPart(own.map(isServed))
    return own
      .slice(0, 1)
      .map(({ source }) => ({ source, controller, rule: null, served, causes: causes.sort(bySeverity) }))
  })
}

/** Of the ConfigMap that holds for all Ingresses, where something in it counts for nothing. */
export function configRows(policy: Policy, controller: ControllerRef, wanted: (source: Ref) => boolean): WhyRow[] {
  const causes = deadEntries(policy)
  return causes
    .slice(0, 1)
    .flatMap(({ source }) => (wanted(source) ? [{ source, controller, rule: null, served: true, causes }] : []))
}

/** Who asks a pod itself needs no port of the Service. */
function isServed({ flaws, found }: StreamEntry): boolean | null {
  if (flaws.some(({ facts }) => facts.flaw.is !== 'shut')) return false
  return found?.endpoints ? true : null
}
