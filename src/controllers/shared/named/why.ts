/** Of an Ingress whose controller is not read: whose it is, and what its controller wrote into the cluster about it. */
import { compare } from '../../../domain/compare.js'
import { controllerRef } from '../../../domain/controllers/controller.js'
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { type Finding, finding, told } from '../../../domain/findings/finding.js'
import { maskRemark } from '../../../domain/masking/text.js'
import { addressesOf } from '../../../domain/objects/addresses.js'
import type { Event, Ingress } from '../../../domain/objects/objects.js'
import { refKey, refOf } from '../../../domain/objects/ref.js'
import { bySeverity, type WhyRow } from '../../../domain/why.js'
import type { WhySources } from '../../../domain/why-sources.js'
import { harmlessAnnotation } from './annotation.js'
import { isClaimed } from './claim.js'
import type { Family } from './family.js'
import type { NamedController } from './settings.js'

/** A row for each Ingress: whether it is served is not known, and what its controller complains of is told. */
export async function rowsOf(
  family: Family,
  controller: NamedController,
  { inventory, ingresses }: Pick<RoutingFacts, 'inventory' | 'ingresses'>,
  sources: WhySources,
): Promise<readonly WhyRow[]> {
  const namespaces = [...new Set(ingresses.map((one) => refOf(one).namespace))].sort()
  const isAsked = family.events !== undefined && ingresses.length > 0
  const lasts = lastEvents(family.events ?? [], isAsked ? await sources.events(namespaces) : [])
  return ingresses.map((ingress) => {
    const source = refOf(ingress)
    const last = lasts.get(refKey(source)) ?? null
    const good = last === null || last.type === 'Warning' ? [] : [eventText(last)]
    const seen = [...inStatus(ingress), ...inAnnotations(family, ingress), ...good]
    const isSure = isClaimed(controller.settings.takes, ingress, inventory.classOf) === true
    const causes = [whose(family, controller, ingress, isSure, seen), ...complaint(family, ingress, last)].sort(
      bySeverity,
    )
    return {
      source,
      controller: controllerRef(controller),
      rule: null,
      served: isRefused(family, ingress, last) ? false : null,
      causes,
    }
  })
}

function whose(
  family: Family,
  controller: NamedController,
  ingress: Ingress,
  isSure: boolean,
  evidence: readonly string[],
): Finding {
  const { namespace, name, release } = controller
  const { metadata, spec } = ingress
  const annotation = metadata.annotations?.['kubernetes.io/ingress.class'] || null
  const facts = {
    controller: { namespace, name },
    title: family.title,
    version: release.version,
    class: spec?.ingressClassName || annotation,
    isSure,
    isOutside: family.runs === undefined,
  }
  return finding(told('not-read', facts), refOf(ingress), { field: 'spec.ingressClassName', evidence })
}

/** An older warning that was followed by good news is none any more. */
function complaint(family: Family, ingress: Ingress, last: Event | null): Finding[] {
  if (last === null || last.type !== 'Warning') return []
  const facts = {
    title: family.title,
    reason: reasonText(last),
    message: shortened(last.message ?? ''),
    isRefused: isRefused(family, ingress, last),
  }
  return [finding(told('controller-warns', facts), refOf(ingress), { evidence: [eventText(last)] })]
}

/** An address would be of a time before. */
function isRefused({ refusals = [] }: Family, ingress: Ingress, last: Event | null): boolean {
  return last?.type === 'Warning' && refusals.includes(last.reason ?? '') && addressesOf(ingress).length === 0
}

/** Of each Ingress the last one that its controller wrote, by when it was seen last. */
function lastEvents(components: readonly string[], events: readonly Event[]): ReadonlyMap<string, Event> {
  const lasts = new Map<string, Event>()
  for (const event of events) {
    const { kind, namespace, name } = event.involvedObject ?? {}
    if (kind !== 'Ingress' || !components.includes(event.component ?? '')) continue
    const key = refKey({ kind, namespace: namespace ?? '', name: name ?? '' })
    const known = lasts.get(key)
    if (known === undefined || compare(known.lastTimestamp ?? '', event.lastTimestamp ?? '') <= 0) lasts.set(key, event)
  }
  return lasts
}

function eventText(event: Event): string {
  const { type, message, lastTimestamp } = event
  const when = lastTimestamp ? ` at ${lastTimestamp}` : ''
  return `Event ${type ?? ''} ${reasonText(event)}${when}: ${shortened(message ?? '')}`
}

/** A word of the controller's own, as a rule: `FailedBuildModel`. */
function reasonText({ reason }: Event): string {
  return /^[A-Za-z]{0,60}$/.test(reason ?? '') ? (reason ?? '') : shortened(reason ?? '')
}

function inStatus(ingress: Ingress): string[] {
  const addresses = addressesOf(ingress)
  const shown = addresses.slice(0, mostAddresses).join(', ')
  return [addresses.length === 0 ? 'its status has no address' : `its status has the address ${shown}`]
}

function inAnnotations(family: Family, { metadata }: Ingress): string[] {
  return Object.entries(family.annotations ?? {}).flatMap(([name, meaning]) => {
    const value = metadata.annotations?.[name]
    const means = meaning === '' ? '' : ` (${meaning})`
    if (value === undefined) return []
    const shown = cut(harmlessAnnotation(family, name, value) ?? maskRemark(value.slice(0, 2 * longest)))
    return [`annotation ${name}: ${shown}${means}`]
  })
}

/** A stranger's words are cut, and what may be a secret in them masked. */
function shortened(text: string): string {
  return cut(maskRemark(text.slice(0, 2 * longest).replaceAll(/\s+/g, ' ')).trim())
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

const longest = 400
const mostAddresses = 5
