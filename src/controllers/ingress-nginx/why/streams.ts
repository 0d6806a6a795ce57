/** What is wrong with the ConfigMaps that the controller reads, for TCP and UDP services and its own: one row of each. */
import type { ControllerRef } from '../../../domain/controllers/controller.js'
import type { FindingFacts } from '../../../domain/findings/facts.js'
import { type Finding, finding, told } from '../../../domain/findings/finding.js'
import { groupedBy } from '../../../domain/groups.js'
import { type NamespacedName, type Ref, refKey } from '../../../domain/objects/ref.js'
import { bySeverity, servedInPart, type WhyRow } from '../../../domain/why/why.js'
import type { StreamEntry } from '../model/streams.js'
import { lostForAll } from './annotations/snippet-locations.js'
import type { WhyFacts } from './parts.js'
import { settingFindings } from './settings.js'

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
export function configRows(
  plan: Pick<WhyFacts, 'model' | 'controller' | 'facts' | 'reaches'>,
  by: ControllerRef,
  wanted: (source: Ref) => boolean,
): WhyRow[] {
  const { configMap } = plan.model.policy
  const lost = configMap === null ? [] : lostForAll(plan).map((one) => lostOf(one, configMap))
  const found = groupedBy([...settingFindings(plan), ...lost], ({ source }) => refKey(source))
  return [...found.values()].flatMap((causes) =>
    causes
      .slice(0, 1)
      .flatMap(({ source }) => (wanted(source) ? [{ source, controller: by, rule: null, served: true, causes }] : [])),
  )
}

/** A location of its server-snippet that some rule comes before. */
export function lostOf(facts: FindingFacts['no-effect'], configMap: NamespacedName): Finding {
  const field = 'data["server-snippet"]'
  return finding(told('no-effect', facts), { kind: 'ConfigMap', ...configMap }, { field })
}

/** Who asks a pod itself needs no port of the Service. */
function isServed({ flaws, found }: StreamEntry): boolean | null {
  if (flaws.some(({ facts }) => facts.flaw.is !== 'shut')) return false
  return found?.endpoints ? true : null
}
