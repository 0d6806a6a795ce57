/** What a kubeconfig can tell without any cluster: its names, and which of them a command line means. */
import type { KubeFlags } from '../../domain/kube-flags.js'
import type { Surroundings } from '../wire/connection.js'
import { choose } from './choose.js'
import { loadKubeconfig } from './load.js'

/** What the loader looks at. */
export type Finding = Pick<Surroundings, 'env' | 'cwd' | 'platform' | 'signal'>

export interface KubeconfigNames {
  readonly contexts: readonly { readonly name: string; readonly cluster: string | null }[]
  readonly clusters: readonly { readonly name: string; readonly server: string | null }[]
  readonly users: readonly string[]
}

/** @throws Problem where the kubeconfig cannot be read */
export async function kubeconfigNames({ kubeconfig }: KubeFlags, around: Finding): Promise<KubeconfigNames> {
  const { contexts, clusters, users } = await loadKubeconfig(kubeconfig, quiet(around))
  return {
    contexts: [...contexts].map(([name, { cluster }]) => ({ name, cluster: cluster ?? null })),
    clusters: [...clusters].map(([name, { server }]) => ({ name, server: server ?? null })),
    users: [...users.keys()],
  }
}

/** @returns the context that flags and kubeconfig select; null where there is none. @throws Problem as above */
export async function contextOf({ context, kubeconfig }: KubeFlags, around: Finding): Promise<string | null> {
  return context || ((await loadKubeconfig(kubeconfig, quiet(around))).currentContext ?? null)
}

/**
 * Names that tell one view of a cluster from another: server, context, user, who is impersonated, namespace.
 * @returns null where names do not suffice: credentials of the command line, or the account of a pod
 * @throws Problem where the kubeconfig cannot be read, or does not have what was named
 */
export async function viewOf(flags: KubeFlags, around: Finding): Promise<readonly unknown[] | null> {
  if (flags.token || flags.password || flags.username || flags.clientCertificate || flags.clientKey) return null
  const { contextName, context, cluster, user } = choose(await loadKubeconfig(flags.kubeconfig, quiet(around)), flags)
  if (cluster.server === undefined) return null
  const { impersonateUser, impersonateUid, impersonateGroups, impersonateExtra } = user
  const somebody = [impersonateUser, impersonateUid, impersonateGroups, impersonateExtra]
  return [cluster.server, contextName, user.name, somebody, flags.namespace || context.namespace || 'default']
}

/** Nobody is being talked to: what is wrong with the kubeconfig is said when it is used. */
function quiet(around: Finding) {
  return { ...around, warn: () => {} }
}
