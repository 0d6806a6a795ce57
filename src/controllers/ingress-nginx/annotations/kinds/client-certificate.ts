/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/authtls/main.go */

import type { AnnotationCode, Told } from '../../../../domain/findings/facts.js'
import { told } from '../../../../domain/findings/finding.js'
import { maskWord } from '../../../../domain/masking/field.js'
import type { Secret } from '../../../../domain/objects/objects.js'
import type { NamespacedName } from '../../../../domain/objects/ref.js'
import { nameOf } from '../../../../domain/objects/ref.js'
import { splitKey } from '../../../shared/go/values.js'
import type { Draft, How } from '../draft.js'
import { crossNamespace, crossNamespaceSince, invalid, serverDenied } from '../flaws.js'
import { GroupReader } from '../group.js'
import type { AuthTls } from '../reading.js'

const annotation = 'auth-tls-secret'

/** Null too where the Secret has no CA: then nobody is asked for a certificate. */
export function authTls(draft: Draft): AuthTls | null {
  const group = new GroupReader(draft)
  const text = group.text(annotation)
  if (text === undefined) return null
  const fail = (reason: string, found: Told<AnnotationCode>, how: How = {}): AuthTls => {
    draft.deny(reason, found, how)
    return { error: reason, secret: null, verifyClient: '', matchCn: '', errorPage: '' }
  }
  const secret = splitKey(text)
  if (secret === null || secret.namespace === '')
    return fail(
      `location denied, reason: invalid format (namespace/name) found in '${maskWord(text)}'`,
      invalid(annotation, serverDenied, {
        value: text,
        must: 'NAMESPACE/NAME',
        write: `${draft.ref.namespace}/${secret?.name ?? 'NAME'}`,
      }),
      { seen: true },
    )
  if (secret.namespace !== draft.ref.namespace && !draft.policy.crossNamespace)
    return fail(
      'location denied, reason: cross namespace secrets are not supported',
      crossNamespace(annotation, 'Secret', secret, serverDenied),
      { since: crossNamespaceSince },
    )
  const found = draft.look('Secret', draft.looks.secretOf, secret)
  const reason = `error obtaining certificate: local SSL certificate ${nameOf(secret)} was not found`
  if (found === undefined)
    return fail(reason, told('secret-missing', { annotation, ...serverDenied, object: secret }), { seen: true })
  if (found !== null && !found.data?.['ca.crt'] && !found.data?.['tls.crt'])
    return fail(
      reason,
      told('secret-incomplete', {
        annotation,
        ...serverDenied,
        secret,
        lacks: ['ca.crt', 'tls.crt'],
        holds: 'authorities',
      }),
    )
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
  group.draft.flaw(
    told('secret-incomplete', {
      annotation,
      effect: 'fail-open',
      consequence: { is: 'no-client-certificate' },
      secret: ref,
      lacks: ['ca.crt'],
      holds: 'authorities',
    }),
  )
  return false
}

/** Unless values are validated, one that does not begin with CN= is passed over. */
function commonName(group: GroupReader): string {
  const text = group.text('auth-tls-match-cn') ?? ''
  return text.includes('CN=') ? text : ''
}
