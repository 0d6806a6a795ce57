/** Settles kubeconfig, flags and environment into one connection: which server, as whom, how, exactly as client-go. */
import type { Writable } from 'node:stream'
import type { KubeFlags } from '../domain/kube-flags.js'
import { credentialsOf } from './credentials.js'
import { impersonationHeaders } from './credentials-impersonation.js'
import { checkIsSomebody } from './credentials-somebody.js'
import { readTls } from './credentials-tls.js'
import { credentialsFromPlugin } from './exec-plugin.js'
import { checkEntries } from './kubeconfig-check.js'
import { choose, nobody } from './kubeconfig-choose.js'
import { chooseInCluster, isInCluster } from './kubeconfig-in-cluster.js'
import { loadKubeconfig } from './kubeconfig-load.js'
import { settleNamespace } from './kubeconfig-namespace.js'
import { noServer, parseServer, takeUserInfo } from './kubeconfig-server.js'
import type { ExecSettings } from './kubeconfig-types.js'
import { proxyFor } from './proxy-setting.js'

/** PEM, as text or as the bytes of a file. */
export type Pem = string | Buffer

export interface TlsSettings {
  /** undefined: the authorities that the system trusts */
  readonly ca?: Pem
  readonly cert?: Pem
  readonly key?: Pem
  /** the name for SNI and for checking the certificate; undefined: the server's own */
  readonly servername?: string
  /** true: the server's certificate is not checked */
  readonly insecure: boolean
}

/** What proves who we are: a header, a client certificate, both or neither. */
export interface Credentials {
  /** value of the Authorization header */
  readonly authorization?: string
  readonly cert?: Pem
  readonly key?: Pem
}

/** Everything that a connection needs, settled: the meeting place of kubeconfig rules and transport. */
export interface Connection {
  /** http or https, without user, query or trailing slash in the path */
  readonly server: URL
  readonly namespace: string
  /** name of the context used, for messages; null where flags or the pod's service account alone decided */
  readonly context: string | null
  /** null: the server speaks plain http */
  readonly tls: TlsSettings | null
  /** http, https, socks5 or socks5h */
  readonly proxy: URL | null
  /** headers; a name may be repeated, and must then be sent as repeated lines; values go as UTF-8 */
  readonly impersonate: readonly (readonly [name: string, value: string])[]
  /** false: do not ask for compressed answers */
  readonly compression: boolean
  /** per request; 0: no limit */
  readonly requestTimeoutMs: number
  /**
   * The credentials of this moment.
   * @param refresh true after a 401: files are read and plugins are run again
   * @throws Problem `exec-plugin`, `credentials-file`
   */
  readonly credentials: (refresh: boolean, signal: AbortSignal) => Promise<Credentials>
}

/** Where a pod finds its own account; injectable, so that no test depends on the machine. */
export interface ServiceAccountFiles {
  readonly token: string
  readonly ca: string
  readonly namespace: string
}

/** The process around us, as values. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** as node's process.platform */
  readonly platform: string
  readonly stdinIsTTY: boolean
  /** where credential plugins may talk to the person */
  readonly stderr: Writable
  /** one line for the person, without newline */
  readonly warn: (line: string) => void
  readonly signal: AbortSignal
  /** undefined: where Kubernetes mounts them */
  readonly serviceAccount?: ServiceAccountFiles
}

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
