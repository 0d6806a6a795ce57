/** Gets credentials from the program that a kubeconfig names: client-go's credential plugins. */
import { problem } from '../../domain/problem.js'
import type { ClusterEntry, ExecSettings } from '../kubeconfig/types.js'
import type { Credentials, Pem, Surroundings } from '../wire/connection.js'
import { readPluginAnswer } from './exec-plugin-answer.js'
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
    command,
    args: settings.args,
    env: { ...around.env, ...ownVariables(settings), KUBERNETES_EXEC_INFO: JSON.stringify(info) },
    searchPath: around.env.PATH ?? '',
    platform: around.platform,
    cwd: around.cwd,
    interactive,
    stderrIsTTY: around.stderrIsTTY,
    say: around.warn,
    signal,
    hold: around.hold,
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
