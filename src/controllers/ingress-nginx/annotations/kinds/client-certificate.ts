/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/authtls/main.go */

import type { Secret } from '../../../../domain/objects/objects.js'
import { type NamespacedName, nameOf } from '../../../../domain/objects/ref.js'
import { splitKey } from '../../go/values.js'
import type { Draft, Said } from '../draft.js'
import { quote } from '../draft.js'
import { GroupReader } from '../group.js'
import type { AuthTls } from '../reading.js'
import { crossNamespace, missing } from '../references.js'

const closed = 'every request to its hosts is answered with 403'

/** Null too where the Secret has no CA: then nobody is asked for a certificate. */
export function authTls(draft: Draft): AuthTls | null {
  const group = new GroupReader(draft)
  const text = group.text('auth-tls-secret')
  if (text === undefined) return null
  const fail = (reason: string, said: Said): AuthTls => {
    draft.denied ??= reason
    draft.flaw('auth-tls-secret', 'server-denied', said)
    return { error: reason, secret: null, verifyClient: '', matchCn: '', errorPage: '' }
  }
  const secret = splitKey(text)
  if (secret === null || secret.namespace === '')
    return fail(`location denied, reason: invalid format (namespace/name) found in '${text}'`, {
      code: 'annotation-invalid',
      message: `auth-tls-secret is ${quote(text)}, but it must be NAMESPACE/NAME: ${closed}`,
      fix: `Write auth-tls-secret: "${draft.ref.namespace}/${secret?.name ?? 'NAME'}".`,
      seen: true,
    })
  if (secret.namespace !== draft.ref.namespace && !draft.policy.crossNamespace)
    return fail(
      'location denied, reason: cross namespace secrets are not supported',
      crossNamespace('auth-tls-secret', 'Secret', secret, closed),
    )
  const found = draft.look('Secret', draft.looks.secretOf, secret)
  if (found === undefined)
    return fail(`error obtaining certificate: local SSL certificate ${nameOf(secret)} was not found`, {
      ...missing('auth-tls-secret', 'Secret', secret, closed),
      seen: true,
    })
  if (found !== null && !found.data?.['ca.crt'] && !found.data?.['tls.crt'])
    return fail(`error obtaining certificate: local SSL certificate ${nameOf(secret)} was not found`, {
      code: 'secret-incomplete',
      message: `Secret ${nameOf(secret)} of auth-tls-secret has neither ca.crt nor tls.crt: ${closed}`,
      fix: `Add the certificates of your client CA to Secret ${nameOf(secret)} under the key ca.crt.`,
    })
  const usable = found === null || hasAuthority(group, secret, found)
  const verifyClient = group.text('auth-tls-verify-client') ?? 'on'
  group.integer('auth-tls-verify-depth')
  const errorPage = group.text('auth-tls-error-page') ?? ''
  group.flag('auth-tls-pass-certificate-to-upstream')
  const matchCn = commonName(group)
  return group.stopped || !usable ? null : { error: null, secret, verifyClient, matchCn, errorPage }
}

function hasAuthority(group: GroupReader, ref: NamespacedName, secret: Secret): boolean {
  if (secret.data?.['ca.crt']) return true
  group.draft.flaw('auth-tls-secret', 'fail-open', {
    code: 'secret-incomplete',
    message: `Secret ${nameOf(ref)} of auth-tls-secret has no key ca.crt: no client is asked for a certificate`,
    fix: `Add the certificates of your client CA to Secret ${nameOf(ref)} under the key ca.crt.`,
  })
  return false
}

/** Unless values are validated, one that does not begin with CN= is passed over. */
function commonName(group: GroupReader): string {
  const text = group.text('auth-tls-match-cn') ?? ''
  return text.includes('CN=') ? text : ''
}
