/** What a controller wrote into the cluster about an Ingress: its last Event, and whether that is a complaint. */
import { compare } from '../../../domain/compare.js'
import { type Finding, finding, told } from '../../../domain/findings/finding.js'
import { maskRemark } from '../../../domain/masking/text.js'
import { addressesOf } from '../../../domain/objects/addresses.js'
import type { Event, Ingress } from '../../../domain/objects/objects.js'
import { refKey, refOf } from '../../../domain/objects/ref.js'
import type { Fate } from '../../../domain/routes/fate.js'
import type { Family } from './family.js'

/**
 * What it complains of in its last Event, and in what it wrote into the Ingress itself. An older warning that was followed by
 * good news is none any more.
 * @param seen what else stands in the cluster of it, in words
 */
export function complaint(
  family: Family,
  ingress: Ingress,
  last: Event | null,
  seen: readonly string[] = [],
): Finding[] {
  const warns = (words: { readonly reason: string; readonly message: string }, evidence: readonly string[]) => {
    const facts = { title: family.title, ...words, isRefused: isRefused(family, ingress, last) }
    return finding(told('controller-warns', facts), refOf(ingress), { evidence })
  }
  const remark = family.complains?.(ingress) ?? null
  const warning = last?.type === 'Warning' ? last : null
  return [
    ...(warning === null
      ? []
      : [
          warns({ reason: reasonText(warning), message: shortened(warning.message ?? '') }, [
            eventText(warning),
            ...seen,
          ]),
        ]),
    ...(remark === null ? [] : [warns({ ...remark, message: shortened(remark.message) }, seen)]),
  ]
}

/** An address would be of a time before. */
export function isRefused({ refusals = [] }: Family, ingress: Ingress, last: Event | null): boolean {
  return last?.type === 'Warning' && refusals.includes(last.reason ?? '') && addressesOf(ingress).length === 0
}

/** Of an Ingress that it refuses: dropped. @param events of all that may be asked about */
export function fatesHeard(family: Family): (events: readonly Event[]) => (ingress: Ingress) => Fate | null {
  return (events) => {
    const lasts = lastEvents(family.events ?? [], events)
    return (ingress) => {
      const last = lasts.get(refKey(refOf(ingress))) ?? null
      if (last === null || !isRefused(family, ingress, last)) return null
      return { is: 'dropped', why: `${family.title} refuses it: ${reasonText(last)}` }
    }
  }
}

/** Of each Ingress the last one that its controller wrote, by when it was seen last: of one second, a warning. */
export function lastEvents(components: readonly string[], events: readonly Event[]): ReadonlyMap<string, Event> {
  const lasts = new Map<string, Event>()
  for (const event of events) {
    const { kind, namespace, name } = event.involvedObject ?? {}
    if (kind !== 'Ingress' || !components.includes(event.component ?? '')) continue
    const key = refKey({ kind, namespace: namespace ?? '', name: name ?? '' })
    const known = lasts.get(key)
    const order = known === undefined ? -1 : compare(known.lastTimestamp ?? '', event.lastTimestamp ?? '')
    // That it begins to look at an Ingress, some say each time: what comes of it is no older.
    const isNews = order < 0 || (order === 0 && (known?.type !== 'Warning' || event.type === 'Warning'))
    if (isNews) lasts.set(key, event)
  }
  return lasts
}

/** In a sentence of evidence. */
export function eventText(event: Event): string {
  const { type, message, lastTimestamp } = event
  const when = lastTimestamp ? ` at ${lastTimestamp}` : ''
  return `Event ${type ?? ''} ${reasonText(event)}${when}: ${shortened(message ?? '')}`
}

/** A word of the controller's own, as a rule: `FailedBuildModel`. */
function reasonText({ reason }: Event): string {
  return /^[A-Za-z]{0,60}$/.test(reason ?? '') ? (reason ?? '') : shortened(reason ?? '')
}

/** A stranger's words are cut, and what may be a secret in them masked. */
function shortened(text: string): string {
  return cut(maskRemark(text.slice(0, 2 * longest).replaceAll(/\s+/g, ' ')).trim())
}

export function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

/** Longer words are cut. */
export const longest = 400
