/** What Contour makes of objects before it is the configuration of an Envoy: internal/dag/dag.go of https://github.com/projectcontour/contour */
import type { Ref } from '../../../domain/objects/ref.js'
import type { PathRule } from '../../../languages/envoy/config/rules.js'
import type { Action, FilterSwitches } from '../../../languages/envoy/config/types.js'

/** What a header or a parameter must be. */
export interface ValueCondition {
  /** as it is written */
  readonly name: string
  readonly is: 'exact' | 'regex' | 'prefix' | 'suffix' | 'contains' | 'present'
  /** '' for `present` */
  readonly value: string
  readonly isInverted: boolean
  readonly ignoresCase: boolean
  /** one that is missing is taken for an empty one */
  readonly takesMissing: boolean
}

export interface Matching {
  readonly path: PathRule
  readonly headers: readonly ValueCondition[]
  readonly query: readonly ValueCondition[]
}

/** One route of a virtual host. */
export interface Wanted extends Matching {
  /** whose it is: of several of which nobody decides, the first */
  readonly source: Ref
  /** of a virtual host without TLS: sent to https in its place */
  readonly isUpgraded: boolean
  readonly action: Action
  /** of its prefix; null: that stays */
  readonly replacement: string | null
  readonly filters: FilterSwitches
}

/** A host, with or without TLS. */
export interface Host {
  /** as a domain */
  readonly name: string
  /** by what they match: of two alike the one that comes last counts */
  readonly routes: Map<string, Wanted>
  filters: FilterSwitches
}

export interface SecureHost extends Host {
  tls: HostTls | null
  /** in the place of routes: connections are passed on to these */
  tcp: readonly { readonly cluster: string; readonly weight: number }[] | null
  /** who is asked before any route: names of filters */
  guards: readonly string[]
  isFallback: boolean
}

export interface HostTls {
  readonly by: Ref
  readonly secret: Ref
  /** false: without a certificate nobody listens for the host */
  readonly isGood: boolean
}

/** What cannot stand beside another one of the same in a virtual host. */
export function matchKey({ path, headers, query }: Matching): string {
  return JSON.stringify([path.is, pathText(path), headers, query])
}

export function pathText(path: PathRule): string {
  if (path.is === 'regex') return path.regex.text
  return 'path' in path ? path.path : ''
}
