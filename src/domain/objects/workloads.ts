/** What runs in the cluster, in wire JSON cut down to what tells a controller: pods, what owns them, what configures them. */
import type { KubeObject, Maybe } from './meta.js'

export interface Container {
  readonly name: string
  readonly image?: Maybe<string>
  /** `$(VAR)` in `command` and `args` stands as written: see environment.ts */
  readonly command?: Maybe<readonly string[]>
  readonly args?: Maybe<readonly string[]>
}

export interface ContainerStatus {
  readonly name: string
  readonly ready?: Maybe<boolean>
  readonly restartCount?: Maybe<number>
  readonly state?: Maybe<{
    readonly waiting?: Maybe<{ readonly reason?: Maybe<string> }>
    readonly terminated?: Maybe<{ readonly reason?: Maybe<string> }>
  }>
}

export interface Pod extends KubeObject<'Pod'> {
  readonly spec?: Maybe<{ readonly nodeName?: Maybe<string>; readonly containers?: Maybe<readonly Container[]> }>
  readonly status?: Maybe<{
    readonly phase?: Maybe<string>
    readonly reason?: Maybe<string>
    readonly podIP?: Maybe<string>
    readonly conditions?: Maybe<readonly { readonly type: string; readonly status: string }[]>
    readonly containerStatuses?: Maybe<readonly ContainerStatus[]>
  }>
}

/** A Deployment, StatefulSet or DaemonSet: how many pods it wants, and how many are ready. */
export interface Workload extends KubeObject<'Deployment' | 'DaemonSet' | 'StatefulSet'> {
  readonly spec?: Maybe<{ readonly replicas?: Maybe<number> }>
  readonly status?: Maybe<{
    readonly readyReplicas?: Maybe<number>
    readonly desiredNumberScheduled?: Maybe<number>
    readonly numberReady?: Maybe<number>
  }>
}

export interface ConfigMap extends KubeObject<'ConfigMap'> {
  readonly data?: Maybe<Readonly<Record<string, string>>>
}

export interface Lease extends KubeObject<'Lease'> {
  readonly spec?: Maybe<{ readonly holderIdentity?: Maybe<string>; readonly renewTime?: Maybe<string> }>
}
