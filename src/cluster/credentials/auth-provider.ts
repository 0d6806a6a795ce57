/** The kubeconfig's old auth-provider field: what is left of it in kubectl, and what was removed. */
import { problem } from '../../domain/problem.js'
import type { AuthProvider } from '../kubeconfig/types.js'

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
export function checkAuthProvider({ name, config }: AuthProvider, user: string): void {
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
export function oidcToken({ config }: AuthProvider, user: string): string {
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
