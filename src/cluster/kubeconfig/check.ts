/** Refuses what contradicts itself before anything is sent: the checks of client-go, on the entries in use only. */
import { problem } from '../../domain/problem.js'
import type { ClusterEntry, ExecSettings, UserEntry } from './types.js'

/**
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
