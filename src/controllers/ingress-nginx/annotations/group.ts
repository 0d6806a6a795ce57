/**
 * Reads the annotations of one group as the controller's parsers do, and notes what a value that is refused brings about.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/annotations.go (Extract)
 */
import type { AnnotationCode, Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { parseBool, parseInteger } from '../../shared/go/values.js'
import { isSince } from '../workload/version.js'
import type { Draft, How } from './draft.js'
import { type Comes, denied, dropped, invalid, unguarded } from './flaws.js'
import { aliases, known, protecting } from './known/catalogue.js'
import type { Known } from './known/known.js'
import { suggest } from './known/suggest.js'
import { type ValueKindName, valueKinds } from './values.js'

/** What their parsers check by themselves, with validation or without. */
const alwaysChecked: ReadonlySet<ValueKindName> = new Set([
  'balancer',
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

/** Without these requests are not authenticated. */
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

  /** The variables of a path begin with a slash, and a URL that has one before them gets both. */
  slashTwice(annotation: string, url: string): void {
    const [, variable] = /[^/]\/(\$(?:request_)?uri\b)/.exec(url) ?? []
    if (variable !== undefined)
      this.draft.flaw(told('slash-twice', { annotation, effect: 'other', variable }), { seen: true })
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
  deny(reason: string, found: Told<AnnotationCode>, how?: How): void {
    this.stopped = true
    this.draft.deny(reason, found, how)
  }

  /** The group is passed over, which leaves open what it was to protect. */
  open(found: Told<AnnotationCode>, how?: How): void {
    this.stopped = true
    this.draft.flaw(found, how)
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
    const { version, annotationsPrefix } = this.draft.policy
    const how: How = { since: isSince(version, [1, 12, 0]) ? '1.12.0' : '1.9.0', seen: row.seen }
    const said = (comes: Comes) => invalid(name, comes, written(row, value))
    const { refusal } = row
    if (refusal === 'denied') {
      const reason = `annotation ${annotationsPrefix}/${name} contains invalid value`
      this.deny(deniedAs[name] ?? reason, said(denied), how)
    } else if (refusal === 'fail-open') this.open(said(unguarded), how)
    else if (refusal === 'default') this.draft.flaw(said(standsFor(row)), how)
    else {
      this.stopped = true
      this.draft.flaw(said(dropped), how)
    }
  }

  /** A value that is no boolean, no number or empty, where nothing validates it. */
  private unreadable(name: string, row: Known, value: string): void {
    const { version, annotationsPrefix } = this.draft.policy
    const how: How = { seen: name === 'auth-url' }
    const said = (comes: Comes) =>
      value.trim() === ''
        ? told('annotation-empty', {
            annotation: name,
            ...comes,
            // How somebody is asked who he is, keeps nobody out.
            protects: protecting.has(name) && !(row.needs === 'auth-url' && row.refusal === 'default'),
            must: valueKinds[row.kind].says,
          })
        : invalid(name, comes, written(row, value))
    if (row.refusal === 'denied') {
      const reason = `the annotation ${annotationsPrefix}/${name} does not contain a valid value (${value})`
      this.deny(reason, said(denied), how)
    } else if (guards.has(name)) this.open(said(unguarded), how)
    else if (brittle.has(row.group) && (row.kind !== 'boolean' || isSince(version, [1, 9, 0]))) {
      this.stopped = true
      this.draft.flaw(said({ effect: 'ignored', consequence: { is: 'group', name: row.group } }), how)
    } else this.draft.flaw(said(standsFor(row)), how)
  }
}

function written({ kind }: Known, value: string) {
  return { value, must: valueKinds[kind].says, write: suggest(kind, value) }
}

function standsFor({ instead, opens }: Known): Comes {
  return { effect: opens ? 'fail-open' : 'ignored', consequence: { is: 'counts-as', value: instead } }
}

/** `1.12.0` → its numbers */
export function versionOf(text: string): readonly [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number)
  return [major, minor, patch]
}
