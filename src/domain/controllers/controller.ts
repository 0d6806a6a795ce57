/** An ingress controller found in the cluster: the workload, its replicas, and what its flags say. */

import type { Gap } from '../gap.js'
import type { Ref } from '../objects/ref.js'

/** How one kind of controller thinks, by its short name, e.g. as `--semantics` takes it. */
export type DialectId = string

/** Names a controller: the workload, whose kind is that of whatever owns the pods, and its dialect. */
export interface ControllerRef extends Ref {
  readonly dialect: DialectId
}

export function controllerRef({ kind, namespace, name, dialect }: ControllerRef): ControllerRef {
  return { kind, namespace, name, dialect }
}

export interface Controller extends ControllerRef, Nature {
  /** sorted: those that can be asked first, then by name */
  readonly replicas: readonly Replica[]
  /** the workloads that it was joined from: those that steer its replicas among them. Absent: itself alone */
  readonly behind?: readonly Controller[]
}

/** What one is, by its program and its words; of a controller: that of its first replica. */
export interface Nature {
  readonly dialect: DialectId
  readonly traits: Traits
  /** what its flags say, in the dialect's own words, defaults filled in: nobody else reads them, but they are printed */
  readonly settings: object
  readonly release: Release
}

/** The part of the settings that means the same for every controller. */
export interface Traits {
  /** the class that an annotation names, and `--class`; null: it has none */
  readonly className: string | null
  /** `spec.controller` of the IngressClasses that are its own; null: it has none */
  readonly controllerClass: string | null
  readonly watches: {
    /** null: all */
    readonly namespace: string | null
    /** of namespaces; null: none */
    readonly labels: string | null
    /** also Ingresses that name no class */
    readonly withoutClass: boolean
  }
  /** where clients come in, at the pod; null: at none of its pods */
  readonly ports: { readonly http: number; readonly https: number } | null
  /** the Service whose address it publishes */
  readonly publishService: Ref | null
  /** by which the replicas elect a leader; null: there is none */
  readonly lease: Ref | null
  /** its own configuration; null: none is named */
  readonly configMap: Ref | null
  /** all that belong to it, the one above among them */
  readonly configMaps: readonly Ref[]
  /** where the admission webhook listens */
  readonly webhook: string | null
  /** it passes on requests as another one says, which takes Ingresses and Gateways. Absent: it takes them itself */
  readonly isSteered?: true
  /** does it write addresses into what it takes; left out: it does */
  readonly writesStatus?: false
}

/**
 * Only `ready` replicas are asked without being named: what any other one serves, if it serves at all, may be of
 * yesterday, or only half loaded. `unstarted`: a manifest tells of it, and no cluster.
 */
export type ReplicaState = 'ready' | 'not-ready' | 'pending' | 'terminating' | 'failed' | 'unstarted'

/** One pod of a controller. */
export interface Replica extends Ref, Nature {
  readonly container: string
  readonly state: ReplicaState
  /** `CrashLoopBackOff`, `Evicted`, where the cluster says why */
  readonly reason: string | null
  readonly node: string | null
  readonly ip: string | null
  readonly restarts: number
  /** RFC 3339 */
  readonly createdAt: string | null
  readonly labels: Readonly<Record<string, string>>
}

/** Is nothing known of it but how it would be started: whether a pod of it runs nobody has said. */
export function isUnstarted({ replicas }: { readonly replicas: readonly Pick<Replica, 'state'>[] }): boolean {
  return replicas.length > 0 && replicas.every(({ state }) => state === 'unstarted')
}

/** What an image says of itself. Forks number their releases by schemes of their own: only `upstream` compares. */
export interface Release {
  readonly image: string
  /** the tag's number, e.g. `1.15.1` */
  readonly version: string | null
  /** whose build: `upstream`, or the fork's name */
  readonly origin: string
}

/** It stands in where no pod of any could be seen: how it would have been started is not known. */
export function isAssumed({ kind }: Pick<Controller, 'kind'>): boolean {
  return kind === assumedKind
}

/** The kind of a workload that nobody has seen. */
export const assumedKind = 'assumed'

/** It runs nowhere in the cluster: only objects tell of it. */
export function isOutside({ kind }: Pick<Controller, 'kind'>): boolean {
  return kind === outsideKind
}

/** The kind, and the namespace, of what runs outside of the cluster. */
export const outsideKind = 'outside'

/** Everything that was found, and what could not be looked at. */
export interface FoundControllers {
  readonly controllers: readonly Controller[]
  /** run by whoever may run a pod, while another one does the work: not to be asked unless somebody names them */
  readonly lookAlikes: readonly Controller[]
  readonly gaps: readonly Gap[]
  /** titles of all that could have been found */
  readonly known: readonly string[]
}
