/** Every annotation that the controller knows: what it may hold, how risky it is held to be, and what a bad value does. */
import type { Risk } from '../../workload/policy.js'
import type { ValueKindName } from '../values.js'

/**
 * What a value that is refused does:
 * - `dropped`: the whole Ingress is not served
 * - `denied`: its paths answer 503
 * - `fail-open`: its paths are served without the group, which was to protect them
 * - `default`: as if it were not set
 */
export type Refusal = 'dropped' | 'denied' | 'fail-open' | 'default'

export interface Known {
  /** as the controller's log names it */
  readonly group: string
  readonly scope: 'ingress' | 'location'
  readonly risk: Risk
  readonly kind: ValueKindName
  readonly refusal: Refusal
  /** the release that brought it, as far as its changelogs tell: rather too old than too new; null: 1.0 has it */
  readonly since: string | null
  /** the annotation without which it is never read */
  readonly needs: string | null
  /** the refusal was seen on a running controller, not only read in its source */
  readonly seen: boolean
  /** what stands in its place where it is refused and has a default; null: nothing, or what the ConfigMap says */
  readonly instead: string | null
  /** the default lets in what the annotation was to keep out */
  readonly opens: boolean
}

export type Row = readonly [
  annotation: string,
  risk: Risk,
  kind: ValueKindName,
  refusal: Refusal,
  more?: Partial<Omit<Known, 'group' | 'scope' | 'risk' | 'kind' | 'refusal'>>,
]

/** Rows of one group, since most of a group is alike. */
export function group(name: string, scope: Known['scope'], rows: readonly Row[]): [string, Known][] {
  return rows.map(([annotation, risk, kind, refusal, more]) => [
    annotation,
    {
      group: name,
      scope,
      risk,
      kind,
      refusal,
      since: null,
      needs: null,
      seen: false,
      instead: null,
      opens: false,
      ...more,
    },
  ])
}
