/** Log lines, Events and metrics that speak of a finding. */
import { maskText } from '../../../domain/mask-text.js'
import { type Event, type Ref, refKey } from '../../../domain/objects.js'
import type { Note } from './compare.js'
import type { Finding } from './finding.js'

/** Longer lines are cut: whole requests and configurations may stand in them. */
const longest = 300

/** @param lines oldest first: the newest that fits is the evidence */
export class LogEvidence {
  readonly #lines: readonly string[]
  readonly #replica: string

  constructor(lines: readonly string[], replica: string) {
    this.#replica = replica
    this.#lines = lines.filter(isTelling).reverse()
  }

  note(ref: Ref, finding: Finding, note: Note): void {
    const name = refKey(ref)
    const found = this.#lines.find(
      (text) =>
        finding.marks.some((mark) => text.includes(mark)) ||
        (namesIt(text, name) && finding.signs.some((sign) => text.includes(sign))),
    )
    if (found) note(finding, `log of ${this.#replica}: ${shortened(found)}`)
  }
}

/** Why the controller passes an Ingress over that is not its own. @returns the line, shortened; null: there is none */
export function whyIgnored(lines: readonly string[], ref: Ref): string | null {
  const wanted = `ingress="${refKey(ref)}"`
  const found = lines.findLast((text) => /[Ii]gnoring ingress/.test(text) && text.includes(wanted))
  return found === undefined ? null : shortened(found)
}

/** Warnings and errors, and the information that an Ingress is passed over; the rest is noise. */
function isTelling(line: string): boolean {
  return /^[WEF]\d{4} |\[(?:emerg|error)\]|[Ii]gnoring ingress|skipping ingress|invalid ingress/.test(line)
}

/** Not as part of a longer name. */
function namesIt(text: string, name: string): boolean {
  const at = text.indexOf(name)
  return at !== -1 && !/[\w.-]/.test(text[at - 1] ?? '') && !/[\w-]/.test(text[at + name.length] ?? '')
}

function shortened(line: string): string {
  const text = maskText(line.replace(/^[IWEF]\d{4} [\d:.]+\s+\d+ (\S+)\] /, '$1: '))
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

export function noteEvents(events: readonly Event[], ref: Ref, findings: readonly Finding[], note: Note): void {
  const own = events.filter(
    ({ involvedObject, type }) =>
      type === 'Warning' && involvedObject?.kind === 'Ingress' && involvedObject.name === ref.name,
  )
  for (const finding of findings) {
    const found = own.find(({ message }) => finding.signs.some((sign) => message?.includes(sign)))
    if (found) note(finding, eventText(found))
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
  return `Event ${reason ?? ''}${when}: ${shortened((message ?? '').replaceAll(/\s+/g, ' '))}`
}
