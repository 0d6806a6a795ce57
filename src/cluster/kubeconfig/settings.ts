/** Settles kubeconfig, flags and environment into one connection: which server, as whom, how, exactly as client-go. */
import type { KubeFlags } from '../../domain/kube-flags.js'
import { credentialsOf } from '../credentials/credentials.js'
import { credentialsFromPlugin } from '../credentials/exec-plugin.js'
import { impersonationHeaders } from '../credentials/impersonation.js'
import { checkIsSomebody } from '../credentials/somebody.js'
import { readTls } from '../credentials/tls.js'
import type { Connection, Surroundings } from '../wire/connection.js'
import { checkEntries } from './check.js'
import { choose, nobody } from './choose.js'
import { chooseInCluster, isInCluster } from './in-cluster.js'
import { loadKubeconfig } from './load.js'
import { settleNamespace } from './namespace.js'
import { proxyFor } from './proxy-setting.js'
import { noServer, parseServer, takeUserInfo } from './server.js'
import type { ExecSettings } from './types.js'

/**
 * The order of https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/merged_client_builder.go: kubeconfig
 * under the flags; where no server comes of it, the pod's own account.
 * @throws Problem `kubeconfig-missing`, `kubeconfig-unreadable`, `kubeconfig-invalid`, `context-missing`,
 * `cluster-missing`, `user-missing`, `no-cluster`, `no-credentials`, `invalid-setting`, `credentials-file`,
 * `auth-provider-removed`
 */
export async function settle(flags: KubeFlags, around: Surroundings): Promise<Connection> {
  const kubeconfig = await loadKubeconfig(flags.kubeconfig, around)
  const configured = choose(kubeconfig, flags)
  const isPod = isInCluster(around)
  const chosen = configured.cluster.server === undefined && isPod ? chooseInCluster(flags, around) : configured
  const { cluster, user } = chosen
  checkEntries(cluster, user)
  const address = cluster.server || around.env.KUBERNETES_MASTER
  if (!address) throw noServer(kubeconfig, configured)
  const { server, authorization } = takeUserInfo(parseServer(address))
  // Only a TLS server is told who we are.
  const isSecure = server.protocol === 'https:'
  if (isSecure) checkIsSomebody(chosen, server, kubeconfig)
  const tls = isSecure ? await readTls(cluster, user, around) : null
  const told = { entry: cluster, server: address.replace(/[?#].*$/s, ''), ca: tls?.ca }
  const runPlugin = (exec: ExecSettings, signal: AbortSignal) => credentialsFromPlugin(exec, told, around, signal)
  return {
    server,
    namespace: await settleNamespace(flags, configured, isPod, around),
    context: chosen.contextName,
    tls,
    proxy: proxyFor(server, cluster.proxyUrl, around.env),
    impersonate: impersonationHeaders(user),
    compression: !cluster.disableCompression,
    requestTimeoutMs: flags.requestTimeoutMs ?? 0,
    credentials: credentialsOf(isSecure ? user : nobody, authorization, runPlugin),
  }
}
