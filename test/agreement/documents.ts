/** The public JSON of each verb, as far as verbs are held against each other. */

export interface Name {
  readonly namespace: string
  readonly name: string
}

export interface ServiceName {
  readonly namespace: string
  readonly name: string
  readonly port: number | string | null
}

/** An object. */
interface Named extends Name {
  readonly kind: string
}

interface Sourced {
  readonly source: Named
}

interface BackendItem {
  readonly service: ServiceName | null
  readonly endpoints: { readonly state: string; readonly ready: number }
}

export interface RouteItem extends Sourced {
  readonly controller: Name | null
  readonly host: string | null
  readonly match: { readonly path: string | null; readonly pathType: string | null } | null
  readonly backends: readonly BackendItem[]
  readonly fate: { readonly is: string } | null
}

export interface WhyItem extends Sourced {
  readonly controller: Name | null
  readonly rule: {
    readonly host: string | null
    readonly path: string | null
    readonly pathType: string | null
    readonly backend: string | null
  } | null
  readonly served: boolean | null
  readonly causes: readonly { readonly severity: string; readonly code: string; readonly field: string | null }[]
}

export interface CertificateItem {
  readonly host: string
  readonly controller: Name | null
  readonly secret: Name | null
  readonly state: string
}

export interface Placed extends Sourced {
  readonly host: string | null
  readonly path: string
}

export interface StatusItem {
  readonly replica: Name
  readonly inSync: boolean | null
  readonly routes: {
    readonly asked: number
    readonly missing: readonly Placed[]
    readonly stale: readonly Placed[] | null
  } | null
  readonly backends: {
    readonly different: readonly { readonly name: string }[]
    readonly missing: readonly string[]
    readonly stale: readonly string[] | null
  } | null
}

export interface TraceItem {
  readonly request: Readonly<Record<'method' | 'scheme' | 'host' | 'path', string>>
  readonly asked: AnswerItem | null
  readonly served: AnswerItem | null
  readonly agree: boolean | null
  readonly followed: readonly TraceItem[]
  readonly isLoop: boolean
}

export interface AnswerItem {
  readonly verdict: string
  readonly status: number | null
  readonly source: Named | null
  readonly backend: { readonly namespace: string; readonly service: string; readonly port: number | string } | null
  readonly upstream: string | null
  /** which way an answer goes that hangs on who asks */
  readonly outcomes: readonly { readonly when: string; readonly verdict: string; readonly status: number | null }[]
  readonly split: readonly { readonly upstream: string; readonly when: string }[]
  readonly hops: readonly { readonly kind: string; readonly detail: string }[]
  readonly losers: readonly (Sourced & {
    readonly host: string | null
    readonly path: string | null
    readonly pathType: string | null
    readonly code: string
  })[]
}
