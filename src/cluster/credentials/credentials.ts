/** Who we are: picks, among all that a kubeconfig's user may hold, what client-go would send. */
import { problem } from '../../domain/problem.js'
import { readCredentialsFile } from '../kubeconfig/read.js'
import type { ExecSettings, UserEntry } from '../kubeconfig/types.js'
import type { Connection, Credentials } from '../wire/connection.js'
import { checkAuthProvider, oidcToken } from './auth-provider.js'
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
