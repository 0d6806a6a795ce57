/** Who we are: picks, among all that a kubeconfig's user may hold, what client-go would send. */
import { problem } from '../../domain/problem.js'
import { readCredentialsFile } from '../kubeconfig/read.js'
import type { AuthProvider, ExecSettings, UserEntry } from '../kubeconfig/types.js'
import type { Connection, Credentials } from '../wire/connection.js'
import { hasCertificate } from './somebody.js'

type Source = Connection['credentials']

/**
 * The order of https://github.com/kubernetes/client-go/blob/master/transport/round_trippers.go: whoever stands outside
 * sets the header first. A client certificate goes along with any of them, and makes a plugin unnecessary.
 * @param fromUrl the header that user and password in the server's URL come to
 * @throws Problem `auth-provider-removed`, `invalid-setting`
 */
export function credentialsOf(
  user: UserEntry,
  fromUrl: string | undefined,
  runPlugin: (exec: ExecSettings, signal: AbortSignal) => Promise<Credentials>,
): Source {
  const { name, token, tokenFile, username, password, authProvider, exec } = user
  if (authProvider) checkAuthProvider(authProvider, name)
  if (fromUrl !== undefined) return always(fromUrl)
  if (tokenFile) return readToken(tokenFile, token)
  if (token) return always(`Bearer ${token}`)
  if (username || password) return always(basic(username ?? '', password ?? ''))
  if (authProvider) return async () => ({ authorization: `Bearer ${oidcToken(authProvider, name)}` })
  if (exec && !hasCertificate(user)) return (_refresh, signal) => runPlugin(exec, signal)
  return async () => ({})
}

/** `Basic …` of https://www.rfc-editor.org/rfc/rfc7617 */
export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

function always(authorization: string): Source {
  return async () => ({ authorization })
}

/** The file's token stands before a literal one, also before --token, which steps in where the file has none. */
function readToken(path: string, literal: string | undefined): Source {
  return async (_refresh, signal) => {
    const file = await readCredentialsFile('token file', path, signal).catch((error: unknown) => {
      if (literal === undefined || signal.aborted) throw error
      return Buffer.of()
    })
    const token = file.toString('utf8').trim() || literal
    if (token === undefined) throw problem('credentials-file', { what: 'token file', path, detail: 'it is empty' })
    return { authorization: `Bearer ${token}` }
  }
}

/** Of the kubeconfig's old auth-provider field: what was removed from kubectl, too. */
const removed = new Map([
  [
    'gcp',
    'use the credential plugin gke-gcloud-auth-plugin: gcloud container clusters get-credentials writes it into the kubeconfig',
  ],
  ['azure', 'use the credential plugin kubelogin: kubelogin convert-kubeconfig writes it into the kubeconfig'],
])

/** As client-go, to allow for clocks that differ. */
const marginSeconds = 10

/** @throws Problem `auth-provider-removed`; `invalid-setting` for one that nobody knows, or without its settings */
function checkAuthProvider({ name, config }: AuthProvider, user: string): void {
  const instead = removed.get(name)
  if (instead !== undefined) throw problem('auth-provider-removed', { name, instead })
  if (name !== 'oidc') throw invalid(user, `there is no auth-provider "${name}"`)
  for (const setting of ['idp-issuer-url', 'client-id'])
    if (!config[setting]) throw invalid(user, `the auth-provider oidc has no ${setting}`)
}

/**
 * The id-token, while it is valid. kubectl would fetch a new one and write it into the kubeconfig, since the identity
 * provider may take back the old refresh token; a program that only reads leaves that to kubectl.
 * https://github.com/kubernetes/client-go/blob/master/plugin/pkg/client/auth/oidc/oidc.go
 * @throws Problem `invalid-setting`
 */
function oidcToken({ config }: AuthProvider, user: string): string {
  const token = config['id-token']
  if (token) {
    const expiry = expiryOf(token)
    if (expiry === null) throw invalid(user, 'the id-token of the auth-provider oidc is not a JWT')
    if (expiry > Date.now() / 1000 + marginSeconds) return token
  }
  const detail = config['refresh-token']
    ? 'the id-token has expired; any kubectl command renews it, for example: kubectl get --raw /version'
    : 'the id-token has expired, and there is no refresh-token; log in again'
  throw invalid(user, detail)
}

/** @returns seconds since the epoch, 0 where the token has none; null where it is not a JWT */
function expiryOf(token: string): number | null {
  const [, payload, signature, ...rest] = token.split('.')
  if (payload === undefined || signature === undefined || rest.length > 0) return null
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    const expiry = (claims as { readonly exp?: unknown } | null)?.exp
    return typeof expiry === 'number' ? expiry : 0
  } catch {
    return null
  }
}

function invalid(user: string, detail: string) {
  return problem('invalid-setting', { setting: `user "${user}"`, detail })
}
