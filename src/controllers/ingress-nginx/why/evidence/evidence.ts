/** Log lines, Events and metrics that speak of a finding. */
import { groupedBy } from '../../../../domain/groups.js'
import { maskRemark, maskText } from '../../../../domain/masking/text.js'
import type { Event } from '../../../../domain/objects/objects.js'
import { type NamespacedName, nameOf, type Ref } from '../../../../domain/objects/ref.js'
import type { Cause } from '../cause.js'
import type { Note } from '../compare.js'

/** Longer lines are cut: whole requests and configurations may stand in them. */
const longest = 300

/** The newest line that fits is the evidence. */
export class LogEvidence {
  readonly #lines: readonly string[]
  readonly #replica: string

  /** @param lines oldest first; most are said again and again */
  constructor(lines: readonly string[], replica: string) {
    this.#replica = replica
    this.#lines = [...new Set(lines.filter(isTelling).reverse().map(shortened))]
  }

  note(ref: Ref, cause: Cause, note: Note): void {
    const name = nameOf(ref)
    const found = this.#lines.find(
      (text) =>
        cause.marks.some((mark) => text.includes(mark)) ||
        (cause.signs.some((sign) => text.includes(sign)) && namesIt(text, name)),
    )
    if (found === undefined) return
    const isVague = found.includes('annotation group ') && !namesIt(found, name)
    note(cause, `log of ${this.#replica}: ${maskRemark(found)}${isVague ? ' (of which Ingress, it does not say)' : ''}`)
  }
}

/** Why the controller passes an Ingress over that is not its own. @returns the line, shortened; null: there is none */
export function whyIgnored(lines: readonly string[], ref: NamespacedName): string | null {
  const wanted = `ingress="${nameOf(ref)}"`
  const found = lines.findLast((text) => /[Ii]gnoring ingress/.test(text) && text.includes(wanted))
  return found === undefined ? null : maskRemark(shortened(found))
}

/** Warnings and errors, and the information that an Ingress is passed over; the rest is noise. */
function isTelling(line: string): boolean {
  return /^[WEF]\d{4} |\[(?:emerg|error)\]|[Ii]gnoring ingress|skipping ingress|invalid ingress/.test(line)
}

/** Not as part of a longer name, but a sentence may end behind it. */
function namesIt(text: string, name: string): boolean {
  const literal = name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(`(?<![\\w./-])${literal}(?![\\w-]|\\.\\w)`).test(text)
}

/** Without what klog puts before a line, and without the backslashes of a text that it quotes. */
function shortened(line: string): string {
  const text = maskText(line.replace(/^[IWEF]\d{4} [\d:.]+\s+\d+ (\S+)\] /, '$1: ').replaceAll('\\"', '"'))
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

/** Warnings about Ingresses: `NAMESPACE/NAME` → its own. */
export function eventsByIngress(events: readonly Event[]): ReadonlyMap<string, readonly Event[]> {
  const told = events.filter(({ type, involvedObject }) => type === 'Warning' && involvedObject?.kind === 'Ingress')
  return groupedBy(told, ({ involvedObject: about }) =>
    nameOf({ namespace: about?.namespace ?? '', name: about?.name ?? '' }),
  )
}

export function noteEvents(own: readonly Event[], causes: readonly Cause[], note: Note): void {
  for (const cause of causes) {
    const found = own.find(({ message }) => cause.signs.some((sign) => message?.includes(sign)))
    if (found) note(cause, eventText(found))
  }
}

/** nginx refused a configuration: the Event is about the pod. */
export function reloadEvent(events: readonly Event[], replica: Ref): string | null {
  const found = events.find(
    ({ involvedObject, type, reason }) =>
      type === 'Warning' &&
      reason === 'RELOAD' &&
      involvedObject?.kind === 'Pod' &&
      involvedObject.name === replica.name,
  )
  return found ? eventText(found) : null
}

function eventText({ reason, message, lastTimestamp }: Event): string {
  const when = lastTimestamp ? ` at ${lastTimestamp}` : ''
  return `Event ${reason ?? ''}${when}: ${maskRemark(shortened((message ?? '').replaceAll(/\s+/g, ' ')))}`
}
