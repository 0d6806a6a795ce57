/** Gets credentials from the program that a kubeconfig names: client-go's credential plugins. */

import { parseDocument } from 'yaml'
import { isRecord, type Wire } from '../../domain/objects/project-fields.js'
import { problem } from '../../domain/problem.js'
import { valuesIn } from '../../domain/text/values-in.js'
import { collectionAsKey } from '../../domain/text/yaml-keys.js'
import { yamlParsed } from '../../domain/text/yaml-parser.js'
import type { ClusterEntry, ExecSettings } from '../kubeconfig/types.js'
import type { Credentials, Pem, Surroundings } from '../wire/connection.js'
import { runPlugin } from './exec-plugin-run.js'

export interface PluginCluster {
  readonly entry: ClusterEntry
  readonly server: string
  readonly ca: Pem | undefined
}

/**
 * Runs the plugin once. Who asks keeps the answer: client-go, too, asks again only after it has expired or was refused.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 * @throws Problem `exec-plugin`, `interrupted`
 */
export async function credentialsFromPlugin(
  settings: ExecSettings,
  cluster: PluginCluster,
  around: Surroundings,
  signal: AbortSignal,
): Promise<Credentials> {
  const { command = '', apiVersion = '', installHint, interactiveMode = 'IfAvailable' } = settings
  const fail = (detail: string) =>
    problem('exec-plugin', { command, detail, ...(installHint === undefined ? {} : { installHint }) })
  if (interactiveMode === 'Always' && !around.stdinIsTTY)
    throw fail('it must ask you something, and standard input is not a terminal')
  const interactive = interactiveMode !== 'Never' && around.stdinIsTTY
  const info = {
    kind: 'ExecCredential',
    apiVersion,
    spec: { ...(settings.provideClusterInfo ? { cluster: clusterInfo(cluster) } : {}), interactive },
  }
  const ran = await runPlugin({
    ...around,
    command,
    args: settings.args,
    env: { ...around.env, ...ownVariables(settings), KUBERNETES_EXEC_INFO: JSON.stringify(info) },
    searchPath: around.env.PATH ?? '',
    interactive,
    say: around.warn,
    signal,
  })
  if ('failure' in ran) throw signal.aborted ? problem('interrupted', {}) : fail(ran.failure)
  const answer = readPluginAnswer(ran.stdout, apiVersion)
  if ('failure' in answer) throw fail(answer.failure)
  return answer.credentials
}

function ownVariables({ env }: ExecSettings): Record<string, string> {
  return Object.fromEntries(env.map(({ name = '', value }) => [name, value]))
}

/** https://github.com/kubernetes/client-go/blob/master/pkg/apis/clientauthentication/v1/types.go (Cluster) */
function clusterInfo({ entry, server, ca }: PluginCluster): object {
  return {
    server,
    ...(entry.tlsServerName === undefined ? {} : { 'tls-server-name': entry.tlsServerName }),
    ...(entry.skipTLSVerify ? { 'insecure-skip-tls-verify': true } : {}),
    ...(ca === undefined ? {} : { 'certificate-authority-data': Buffer.from(ca).toString('base64') }),
    ...(entry.proxyUrl === undefined ? {} : { 'proxy-url': entry.proxyUrl }),
    ...(entry.disableCompression ? { 'disable-compression': true } : {}),
    config: entry.execConfig ?? null,
  }
}

type PluginAnswer = { readonly credentials: Credentials } | { readonly failure: string }

/**
 * https://github.com/kubernetes/client-go/blob/master/plugin/pkg/client/auth/exec/exec.go (refreshCredsLocked)
 * @returns why it cannot be used, without a word of what it says: it may be secret
 */
export function readPluginAnswer(stdout: string, apiVersion: string): PluginAnswer {
  const answer = decode(stdout)
  if (!isRecord(answer) || answer.kind !== 'ExecCredential')
    return { failure: 'its output is not an ExecCredential in JSON or YAML' }
  if (answer.apiVersion !== apiVersion)
    return { failure: `its output has apiVersion ${String(answer.apiVersion)}, and ${apiVersion} was asked for` }
  if (!isRecord(answer.status)) return { failure: 'its output has no status' }
  return readStatus(answer.status)
}

function readStatus({ token, clientCertificateData, clientKeyData, expirationTimestamp }: Wire): PluginAnswer {
  if (![token, clientCertificateData, clientKeyData].every(isText))
    return { failure: 'its token, certificate or key is not a text' }
  if (expirationTimestamp != null && Number.isNaN(Date.parse(String(expirationTimestamp))))
    return { failure: 'its expirationTimestamp is not a time' }
  if (!token && !clientCertificateData && !clientKeyData)
    return { failure: 'it gave neither a token nor a certificate with its key' }
  if (!clientCertificateData !== !clientKeyData) return { failure: 'it gave only one of certificate and key' }
  return {
    credentials: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(clientCertificateData ? { cert: String(clientCertificateData), key: String(clientKeyData) } : {}),
    },
  }
}

/** An ExecCredential has some ten; certificates come as one text each. */
const mostValues = 10_000

function decode(stdout: string): unknown {
  if (valuesIn(stdout, mostValues) > mostValues) return undefined
  try {
    const document = yamlParsed(
      () => parseDocument(stdout, { logLevel: 'error', prettyErrors: false }),
      (overflow) => overflow,
    )
    const isRead = document.errors.length === 0 && collectionAsKey(document.contents) === null
    return isRead ? document.toJS() : undefined
  } catch {
    return undefined
  }
}

function isText(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string'
}
