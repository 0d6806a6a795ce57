/** Is there anything that says who we are? To be nobody is never meant. */
import { problem } from '../domain/problem.js'
import type { Kubeconfig, UserEntry } from './kubeconfig-types.js'

/**
 * kubectl would ask for a name and a password here, and fail where it cannot ask.
 * @param missing the user that the context names and the kubeconfig does not have
 * @throws Problem `user-missing`, `invalid-setting`
 */
export function checkIsSomebody(user: UserEntry, missing: string | undefined, { users }: Kubeconfig): void {
  const { name, token, tokenFile, username, authProvider, exec } = user
  if (token || tokenFile || username || authProvider || exec || hasCertificate(user)) return
  if (missing !== undefined) throw problem('user-missing', { user: missing, known: [...users.keys()] })
  const setting = name === '' ? 'the user' : `user "${name}"`
  throw problem('invalid-setting', { setting, detail: 'there are no credentials' })
}

export function hasCertificate({ certFile, certData }: UserEntry): boolean {
  return certFile !== undefined || certData !== undefined
}
