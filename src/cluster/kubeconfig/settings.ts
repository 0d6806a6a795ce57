/** Settles kubeconfig, flags and environment into one connection: which server, as whom, how, exactly as client-go. */
import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { KubeFlags } from '../../domain/kube-flags.js'
import { addressAndPort } from '../../domain/objects/addresses.js'
import { problem } from '../../domain/problem.js'
import { readSmallFile } from '../../files/read.js'
import { credentialsOf } from '../credentials/credentials.js'
import { credentialsFromPlugin } from '../credentials/exec-plugin.js'
import { checkIsSomebody, hasCertificate } from '../credentials/somebody.js'
import { present } from '../list/present.js'
import type { Connection, ServiceAccountFiles, Surroundings, TlsSettings } from '../wire/connection.js'
import { type ChosenContext, choose, nobody } from './choose.js'
import { loadKubeconfig } from './load.js'
import { proxyFromEnvironment } from './proxy-environment.js'
import { largestFile, readCredentialsFile } from './read.js'
import { noServer, parseServer, takeUserInfo } from './server.js'
import type { ClusterEntry, ExecSettings, UserEntry } from './types.js'

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

/** @throws Problem `invalid-setting` for what would change the request's path */
async function settleNamespace(
  flags: KubeFlags,
  { context }: ChosenContext,
  isPod: boolean,
  around: Surroundings,
): Promise<string> {
  const said = flags.namespace || context.namespace
  const namespace = said ?? ((isPod && (await namespaceInCluster(around))) || 'default')
  if (/^\.\.?$|[/%]/.test(namespace))
    throw problem('invalid-setting', { setting: 'namespace', detail: `"${namespace}" cannot be the name of one` })
  return namespace
}

/** Of a proxy that may stand before the server. */
const schemes = ['http:', 'https:', 'socks5:']

/**
 * Which proxy stands before the server: the kubeconfig's, else the environment's.
 * @param proxyUrl of the kubeconfig: NO_PROXY and loopback addresses do not matter to it
 * @throws Problem `invalid-setting`
 */
export function proxyFor(server: URL, proxyUrl: string | undefined, env: Surroundings['env']): URL | null {
  if (proxyUrl === undefined) return proxyFromEnvironment(server, env)
  const url = URL.canParse(proxyUrl) ? new URL(proxyUrl) : null
  if (url !== null && schemes.includes(url.protocol)) return url
  const detail = url === null ? 'it is not a URL' : `${url.protocol} is none of ${schemes.join(' ')}`
  throw problem('invalid-setting', { setting: 'proxy-url', detail })
}

type Header = readonly [name: string, value: string]

/**
 * The headers that ask the server to treat us as somebody else:
 * https://github.com/kubernetes/client-go/blob/master/transport/round_trippers.go (impersonatingRoundTripper)
 * @returns one header per group and per value of an extra
 */
function impersonationHeaders(user: UserEntry): Header[] {
  const { impersonateUser, impersonateUid, impersonateGroups, impersonateExtra } = user
  if (impersonateUser === undefined) return []
  return [
    ['Impersonate-User', impersonateUser],
    ...(impersonateUid === undefined ? [] : [['Impersonate-Uid', impersonateUid] as const]),
    ...impersonateGroups.map((group): Header => ['Impersonate-Group', group]),
    ...Object.entries(impersonateExtra).flatMap(([key, values]) =>
      values.map((value): Header => [`Impersonate-Extra-${escapeKey(key)}`, value]),
    ),
  ]
}

/** Every byte that a header's name cannot hold, and "%" itself, becomes %XX. */
function escapeKey(key: string): string {
  const bytes = Buffer.from(key, 'utf8').toString('latin1')
  return bytes.replaceAll(
    /[^A-Za-z0-9!#$&'*+.^_`|~-]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}

/**
 * A key without a certificate is left alone, as in client-go.
 * @throws Problem `credentials-file`
 */
async function readTls(cluster: ClusterEntry, user: UserEntry, around: Surroundings): Promise<TlsSettings> {
  const read = (what: string, file: string | undefined, data: string | undefined) => readPem(what, file, data, around)
  const isKnown = hasCertificate(user)
  return present({
    ca: await read('certificate authority', cluster.caFile, cluster.caData),
    cert: isKnown ? await read('client certificate', user.certFile, user.certData) : undefined,
    key: isKnown ? await read('client key', user.keyFile, user.keyData) : undefined,
    servername: cluster.tlsServerName,
    insecure: cluster.skipTLSVerify,
  })
}

async function readPem(
  what: string,
  file: string | undefined,
  data: string | undefined,
  { cwd, signal }: Surroundings,
): Promise<Buffer | undefined> {
  if (data !== undefined) return Buffer.from(data, 'base64')
  return file === undefined ? undefined : readCredentialsFile(what, resolve(cwd, file), signal)
}

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
function isInCluster({ env, serviceAccount = defaults }: Surroundings): boolean {
  const hasServer = Boolean(env.KUBERNETES_SERVICE_HOST && env.KUBERNETES_SERVICE_PORT)
  return hasServer && existsSync(serviceAccount.token) && !statSync(serviceAccount.token).isDirectory()
}

/** The account's cluster and user, under the flags; a kubeconfig has no part in it. */
function chooseInCluster(flags: KubeFlags, { env, serviceAccount = defaults }: Surroundings): ChosenContext {
  const { context: _context, cluster: _cluster, user: _user, ...others } = flags
  const chosen = choose({ clusters: new Map(), users: new Map(), contexts: new Map() }, others)
  const { KUBERNETES_SERVICE_HOST: host = '', KUBERNETES_SERVICE_PORT: port = '' } = env
  const trusts = chosen.cluster.caFile || chosen.cluster.skipTLSVerify || !existsSync(serviceAccount.ca)
  return {
    ...chosen,
    cluster: {
      ...chosen.cluster,
      server: `https://${addressAndPort(host, port)}`,
      ...(trusts ? {} : { caFile: serviceAccount.ca }),
    },
    user: chosen.user.token ? chosen.user : { ...chosen.user, tokenFile: serviceAccount.token },
  }
}

/** @returns undefined where the pod does not say */
async function namespaceInCluster(around: Surroundings): Promise<string | undefined> {
  const { env, serviceAccount = defaults, signal } = around
  if (env.POD_NAMESPACE) return env.POD_NAMESPACE
  const file = await readSmallFile(serviceAccount.namespace, largestFile, signal).catch(() => null)
  return file?.toString('utf8').trim() || undefined
}

/**
 * Refuses what contradicts itself before anything is sent: the checks of client-go, on the entries in use only.
 * https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/validation.go
 * @throws Problem `invalid-setting`
 */
export function checkEntries(cluster: ClusterEntry, user: UserEntry): void {
  const clusterSetting = cluster.name === '' ? 'the cluster' : `cluster "${cluster.name}"`
  const userSetting = user.name === '' ? 'the user' : `user "${user.name}"`
  refuse(clusterSetting, clusterFault(cluster))
  refuse(userSetting, userFault(user) ?? (user.exec && execFault(user.exec)))
}

function refuse(setting: string, detail: string | undefined): void {
  if (detail !== undefined) throw problem('invalid-setting', { setting, detail })
}

function clusterFault({ caFile, caData, skipTLSVerify }: ClusterEntry): string | undefined {
  if (caFile && caData) return 'certificate-authority and certificate-authority-data are both set'
  if ((caFile || caData) && skipTLSVerify) return 'a certificate authority and insecure-skip-tls-verify are both set'
  return undefined
}

function userFault(user: UserEntry): string | undefined {
  if (user.certFile && user.certData) return 'client-certificate and client-certificate-data are both set'
  const hasCertificate = user.certFile !== undefined || user.certData !== undefined
  if (hasCertificate && user.keyFile && user.keyData) return 'client-key and client-key-data are both set'
  if (hasCertificate && !user.keyFile && !user.keyData) return 'there is a client certificate, but no client key'
  if (user.token && (user.username || user.password)) return 'a token and a name with password are both set'
  if (user.exec && user.authProvider) return 'exec and auth-provider are both set'
  const { impersonateUid, impersonateGroups, impersonateExtra } = user
  const impersonates = impersonateUid || impersonateGroups.length > 0 || Object.keys(impersonateExtra).length > 0
  if (impersonates && !user.impersonateUser) return 'a UID, groups or extras to impersonate need a user: --as'
  return undefined
}

const apiVersions = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1']
const interactiveModes = ['Never', 'IfAvailable', 'Always']

function execFault({ command, apiVersion, env, interactiveMode }: ExecSettings): string | undefined {
  if (!command) return 'exec has no command'
  if (!apiVersion) return 'exec has no apiVersion'
  if (!apiVersions.includes(apiVersion)) return `exec has apiVersion ${apiVersion}; known are ${apiVersions.join(', ')}`
  if (env.some(({ name }) => !name)) return 'exec has an environment variable without a name'
  if (!interactiveMode && !apiVersion.endsWith('v1beta1')) return 'exec has no interactiveMode'
  if (interactiveMode && !interactiveModes.includes(interactiveMode))
    return `exec has interactiveMode ${interactiveMode}; known are ${interactiveModes.join(', ')}`
  return undefined
}
