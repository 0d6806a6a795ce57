/**
 * Reads the annotations of one group as the controller's parsers do, and notes what a value that is refused brings about.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/annotations.go (Extract)
 */
import { parseBool, parseInteger } from '../go/values.js'
import { isSince } from '../workload/policy.js'
import type { Draft, Said } from './draft.js'
import { quote } from './draft.js'
import { aliases, known } from './known/catalogue.js'
import type { Known } from './known/known.js'
import { suggest } from './known/suggest.js'
import { type ValueKindName, valueKinds } from './values.js'

/** What their parsers check by themselves, with validation or without. */
const alwaysChecked: ReadonlySet<ValueKindName> = new Set([
  'protocol',
  'satisfy',
  'affinity',
  'verifyClient',
  'onOff',
  'methods',
  'exposed',
])

/** Groups of which one unreadable value, an empty one too, undoes the rest. */
const brittle: ReadonlySet<string> = new Set(['Redirect', 'UpstreamHashBy'])

/** Without these nobody is asked who they are. */
export const guards: ReadonlySet<string> = new Set(['auth-type', 'auth-url', 'auth-tls-secret'])

/** Where the reason of a denial is not the usual one. */
const deniedAs: Readonly<Record<string, string>> = {
  'auth-method': 'location denied, reason: invalid HTTP method',
  'auth-response-headers': 'location denied, reason: validation error',
}

const aliasOf: ReadonlyMap<string, string> = new Map([...aliases].map(([old, name]) => [name, old]))

export class GroupReader {
  /** the group counts no more: it is as if none of it were set, or the Ingress is not served as it stands */
  stopped = false

  readonly draft: Draft

  constructor(draft: Draft) {
    this.draft = draft
  }

  has(annotation: string): boolean {
    return (this.draft.values.get(annotation) ?? '') !== ''
  }

  /** The text, each line trimmed; undefined where it is not set, empty or refused. */
  text(annotation: string): string | undefined {
    const found = this.accepted(annotation)
    if (!found) return undefined
    const text = found.value
      .split('\n')
      .map((line) => line.trim())
      .join('\n')
    if (text !== '') return text
    this.unreadable(found.name, found.known, found.value)
    return undefined
  }

  flag(annotation: string): boolean | undefined {
    return this.parsed(annotation, parseBool)
  }

  integer(annotation: string): number | undefined {
    return this.parsed(annotation, parseInteger)
  }

  /** The paths answer 503. */
  deny(annotation: string, reason: string, said: Said): void {
    this.stopped = true
    this.draft.deny(annotation, reason, said)
  }

  /** The group is passed over, which leaves open what it was to protect. */
  open(annotation: string, said: Said): void {
    this.stopped = true
    this.draft.flaw(annotation, 'fail-open', said)
  }

  private parsed<T>(annotation: string, parse: (text: string) => T | null): T | undefined {
    const found = this.accepted(annotation)
    if (!found) return undefined
    const value = parse(found.value)
    if (value !== null) return value
    this.unreadable(found.name, found.known, found.value)
    return undefined
  }

  /** The value under either of its names, if the controller's release knows it and does not refuse it. */
  private accepted(annotation: string): { name: string; known: Known; value: string } | undefined {
    const { values } = this.draft
    if (!values.has(annotation) && !values.has(aliasOf.get(annotation) ?? '')) return undefined
    const row = known.get(annotation)
    if (!row) throw new Error(`no such annotation: ${annotation}`)
    const name = this.nameOf(annotation, row)
    const value = name === undefined ? undefined : values.get(name)
    if (name === undefined || value === undefined) return undefined
    const { validatesAnnotations } = this.draft.policy
    const checked = validatesAnnotations || alwaysChecked.has(row.kind)
    if (value === '' || !checked || valueKinds[row.kind].accepts(value)) return { name, known: row, value }
    if (validatesAnnotations) this.refused(name, row, value)
    else this.unreadable(name, row, value)
    return undefined
  }

  private nameOf(annotation: string, row: Known): string | undefined {
    const { values, policy } = this.draft
    const old = aliasOf.get(annotation)
    const isKnown = row.since === null || isSince(policy.version, versionOf(row.since))
    if (isKnown && (values.get(annotation) || old === undefined || !values.get(old))) return annotation
    return old
  }

  /** A value that does not pass validation. */
  private refused(name: string, row: Known, value: string): void {
    const since = isSince(this.draft.policy.version, [1, 12, 0]) ? '1.12.0' : '1.9.0'
    const said = (what: string): Said => ({
      code: 'annotation-invalid',
      message: `${name} is ${quote(value)}, but it must be ${valueKinds[row.kind].says}: ${what}`,
      fix: suggest(name, row.kind, value),
      since,
      seen: row.seen,
    })
    const { refusal } = row
    if (refusal === 'denied') {
      const reason = `annotation ${this.draft.policy.annotationsPrefix}/${name} contains invalid value`
      this.deny(name, deniedAs[name] ?? reason, said('its paths answer 503'))
    } else if (refusal === 'fail-open') this.open(name, said('its paths are served without authentication'))
    else if (refusal === 'default') this.draft.flaw(name, row.opens ? 'fail-open' : 'ignored', said(standsFor(row)))
    else {
      this.stopped = true
      this.draft.flaw(name, 'dropped', said('the whole Ingress is dropped'))
    }
  }

  /** A value that is no boolean, no number or empty, where nothing validates it. */
  private unreadable(name: string, row: Known, value: string): void {
    const what =
      value.trim() === '' ? `${name} is empty` : `${name} is ${quote(value)}, not ${valueKinds[row.kind].says}`
    const said = (consequence: string): Said => ({
      code: value.trim() === '' ? 'annotation-empty' : 'annotation-invalid',
      message: `${what}: ${consequence}`,
      fix: suggest(name, row.kind, value),
      seen: name === 'auth-url',
    })
    if (row.refusal === 'denied') {
      const reason = `the annotation ${this.draft.policy.annotationsPrefix}/${name} does not contain a valid value (${value})`
      this.deny(name, reason, said('its paths answer 503'))
    } else if (guards.has(name)) this.open(name, said('its paths are served without authentication'))
    else if (brittle.has(row.group) && (row.kind !== 'boolean' || isSince(this.draft.policy.version, [1, 9, 0]))) {
      this.stopped = true
      this.draft.flaw(name, 'ignored', said(`nothing of the group ${row.group} takes effect`))
    } else this.draft.flaw(name, row.opens ? 'fail-open' : 'ignored', said(standsFor(row)))
  }
}

function standsFor({ instead }: Known): string {
  return instead === null ? 'it counts as not set' : `it counts as ${instead}`
}

/** `1.12.0` → its numbers */
export function versionOf(text: string): readonly [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number)
  return [major, minor, patch]
}
