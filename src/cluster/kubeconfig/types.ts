/** A kubeconfig as we use it: client-node's entries, and the fields of client-go that they lack. */
import type { Cluster, Context, User } from '@kubernetes/client-node'

/** Fields that are absent or empty in the file are undefined: client-go makes no difference either. */
export interface ClusterEntry extends Omit<Cluster, 'server'> {
  readonly server?: string
  readonly disableCompression: boolean
  /** the extension meant for credential plugins, passed on to them as it is */
  readonly execConfig?: unknown
}

export interface UserEntry extends User {
  readonly tokenFile?: string
  readonly impersonateUid?: string
  readonly impersonateGroups: readonly string[]
  readonly impersonateExtra: Readonly<Record<string, readonly string[]>>
  readonly authProvider?: AuthProvider
  readonly exec?: ExecSettings
}

export type ContextEntry = Partial<Pick<Context, 'cluster' | 'user' | 'namespace'>>

export interface AuthProvider {
  readonly name: string
  readonly config: Readonly<Record<string, string>>
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins */
export interface ExecSettings {
  readonly apiVersion?: string
  readonly command?: string
  readonly args: readonly string[]
  readonly env: readonly { readonly name?: string; readonly value: string }[]
  readonly installHint?: string
  readonly provideClusterInfo: boolean
  readonly interactiveMode?: string
}

/** Paths inside are absolute. */
export interface Kubeconfig {
  readonly currentContext?: string
  readonly clusters: ReadonlyMap<string, ClusterEntry>
  readonly users: ReadonlyMap<string, UserEntry>
  readonly contexts: ReadonlyMap<string, ContextEntry>
}
