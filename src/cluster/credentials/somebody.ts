/** Is there anything that says who we are? To be nobody is never meant. */
import { problem } from '../../domain/problem.js'
import type { ChosenContext } from '../kubeconfig/choose.js'
import type { Kubeconfig, UserEntry } from '../kubeconfig/types.js'

/**
 * kubectl would ask for a name and a password here, and fail where no terminal can be asked. We never ask.
 * https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/auth_loaders.go (PromptingAuthLoader)
 * @param server who would have been told
 * @throws Problem `user-missing`, `no-credentials`
 */
export function checkIsSomebody({ user, contextName, lacks }: ChosenContext, server: URL, { users }: Kubeconfig): void {
  const { name, token, tokenFile, username, password, authProvider, exec } = user
  if (token || tokenFile || username || authProvider || exec || hasCertificate(user)) return
  if (lacks.user !== undefined) throw problem('user-missing', { user: lacks.user, known: [...users.keys()] })
  const detail = password ? 'there is a password, but no username' : whyNobody(name, contextName)
  throw problem('no-credentials', { server: server.origin, detail })
}

export function hasCertificate({ certFile, certData }: UserEntry): boolean {
  return certFile !== undefined || certData !== undefined
}

function whyNobody(user: string, context: string | null): string {
  if (user !== '') return `user "${user}" of the kubeconfig has none`
  return context === null ? 'no context is chosen that would name a user' : `context "${context}" names no user`
}
