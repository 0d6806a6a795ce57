/** A pod's own account: the server, credentials and namespace that Kubernetes mounts into every pod. */
import { existsSync, statSync } from 'node:fs'
import type { KubeFlags } from '../../domain/kube-flags.js'
import { readSmallFile } from '../../files/read.js'
import type { ServiceAccountFiles, Surroundings } from '../wire/connection.js'
import { type ChosenContext, choose } from './choose.js'
import { largestFile } from './read.js'

const mounted = '/var/run/secrets/kubernetes.io/serviceaccount'
const defaults: ServiceAccountFiles = {
  token: `${mounted}/token`,
  ca: `${mounted}/ca.crt`,
  namespace: `${mounted}/namespace`,
}

/**
 * Are we in a pod that has an account?
 * https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/client_config.go (inClusterClientConfig.Possible)
 */
export function isInCluster({ env, serviceAccount = defaults }: Surroundings): boolean {
  const hasServer = Boolean(env.KUBERNETES_SERVICE_HOST && env.KUBERNETES_SERVICE_PORT)
  return hasServer && existsSync(serviceAccount.token) && !statSync(serviceAccount.token).isDirectory()
}

/** The account's cluster and user, under the flags; a kubeconfig has no part in it. */
export function chooseInCluster(flags: KubeFlags, { env, serviceAccount = defaults }: Surroundings): ChosenContext {
  const { context: _context, cluster: _cluster, user: _user, ...others } = flags
  const chosen = choose({ clusters: new Map(), users: new Map(), contexts: new Map() }, others)
  const { KUBERNETES_SERVICE_HOST: host = '', KUBERNETES_SERVICE_PORT: port = '' } = env
  const trusts = chosen.cluster.caFile || chosen.cluster.skipTLSVerify || !existsSync(serviceAccount.ca)
  return {
    ...chosen,
    cluster: {
      ...chosen.cluster,
      server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      ...(trusts ? {} : { caFile: serviceAccount.ca }),
    },
    user: chosen.user.token ? chosen.user : { ...chosen.user, tokenFile: serviceAccount.token },
  }
}

/** @returns undefined where the pod does not say */
export async function namespaceInCluster(around: Surroundings): Promise<string | undefined> {
  const { env, serviceAccount = defaults, signal } = around
  if (env.POD_NAMESPACE) return env.POD_NAMESPACE
  const file = await readSmallFile(serviceAccount.namespace, largestFile, signal).catch(() => null)
  return file?.toString('utf8').trim() || undefined
}
