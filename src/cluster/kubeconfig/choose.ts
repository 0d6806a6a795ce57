/** Chooses context, cluster and user, and lays the flags over them, as client-go's DirectClientConfig. */
import type { KubeFlags } from '../../domain/kube-flags.js'
import { problem } from '../../domain/problem.js'
import { present } from '../list/present.js'
import type { ClusterEntry, ContextEntry, Kubeconfig, UserEntry } from './types.js'

/** https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/client_config.go (getContext, getCluster, getAuthInfo) */
export interface ChosenContext {
  /** null: none is chosen, by flag or by the file */
  readonly contextName: string | null
  readonly context: ContextEntry
  readonly cluster: ClusterEntry
  readonly user: UserEntry
  /** what the context names and the kubeconfig does not have */
  readonly lacks: { readonly cluster?: string; readonly user?: string }
}

/** A user without any credentials. */
export const nobody: UserEntry = { name: '', impersonateGroups: [], impersonateExtra: {} }

/** @throws Problem `user-missing`, `cluster-missing` (named by a flag), `context-missing` */
export function choose(kubeconfig: Kubeconfig, flags: KubeFlags): ChosenContext {
  const contextName = flags.context || kubeconfig.currentContext
  // An entry without a name is what everything without a name refers to.
  const context = kubeconfig.contexts.get(contextName ?? '') ?? {}
  if (contextName && !kubeconfig.contexts.has(contextName))
    throw problem('context-missing', { context: contextName, known: [...kubeconfig.contexts.keys()] })
  const [userName, clusterName] = [flags.user || context.user, flags.cluster || context.cluster]
  const [user, cluster] = [kubeconfig.users.get(userName ?? ''), kubeconfig.clusters.get(clusterName ?? '')]
  if (flags.user && !user) throw problem('user-missing', { user: flags.user, known: [...kubeconfig.users.keys()] })
  if (flags.cluster && !cluster)
    throw problem('cluster-missing', { cluster: flags.cluster, known: [...kubeconfig.clusters.keys()] })
  return {
    contextName: contextName ?? null,
    context,
    cluster: flaggedCluster(cluster ?? { name: '', skipTLSVerify: false, disableCompression: false }, flags),
    user: flaggedUser(user ?? nobody, flags),
    lacks: present({ cluster: cluster ? undefined : clusterName, user: user ? undefined : userName }),
  }
}

function flaggedCluster(cluster: ClusterEntry, flags: KubeFlags): ClusterEntry {
  const { caFile, caData, skipTLSVerify, tlsServerName, ...rest } = cluster
  // One of the two flags replaces everything that the file says of trust.
  const trust =
    flags.insecureSkipTlsVerify || flags.certificateAuthority
      ? { caFile: flags.certificateAuthority || undefined, skipTLSVerify: flags.insecureSkipTlsVerify ?? false }
      : { caFile, caData, skipTLSVerify }
  // The file's name belongs to the file's server.
  const name = flags.tlsServerName || (flags.server ? undefined : tlsServerName)
  return present({
    ...rest,
    ...trust,
    server: flags.server || cluster.server,
    tlsServerName: name,
    disableCompression: flags.disableCompression || cluster.disableCompression,
  })
}

function flaggedUser(user: UserEntry, flags: KubeFlags): UserEntry {
  const { certFile, certData, keyFile, keyData, ...rest } = user
  const certificate = flags.clientCertificate ? { certFile: flags.clientCertificate } : { certFile, certData }
  const key = flags.clientKey ? { keyFile: flags.clientKey } : { keyFile, keyData }
  return present({
    ...rest,
    ...certificate,
    ...key,
    token: flags.token || user.token,
    username: flags.username || user.username,
    password: flags.password || user.password,
    impersonateUser: flags.as || user.impersonateUser,
    impersonateUid: flags.asUid || user.impersonateUid,
    impersonateGroups: flags.asGroup?.length ? flags.asGroup : user.impersonateGroups,
    impersonateExtra: { ...user.impersonateExtra, ...extrasOf(flags.asUserExtra ?? []) },
  })
}

/** `key=value`; what has no "=" is skipped, as kubectl does */
function extrasOf(said: readonly string[]): Record<string, string[]> {
  const extras = new Map<string, string[]>()
  for (const pair of said) {
    const at = pair.indexOf('=')
    if (at >= 0) extras.set(pair.slice(0, at), [...(extras.get(pair.slice(0, at)) ?? []), pair.slice(at + 1)])
  }
  return Object.fromEntries(extras)
}
