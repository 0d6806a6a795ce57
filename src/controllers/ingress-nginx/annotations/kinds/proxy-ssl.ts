/**
 * TLS between the controller and the pods: whose certificate is looked at, for which name, and what is shown to them.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/proxyssl/main.go
 */
import type { Consequence } from '../../../../domain/findings/annotation-facts.js'
import { told } from '../../../../domain/findings/finding.js'
import { type NamespacedName, nameOf } from '../../../../domain/objects/ref.js'
import { splitKey } from '../../../shared/go/values.js'
import type { Draft } from '../draft.js'
import { crossNamespace, crossNamespaceSince, denied, invalid } from '../flaws.js'
import { GroupReader } from '../group.js'
import type { ProxySsl } from '../reading.js'

const annotation = 'proxy-ssl-secret'

/** Without the Secret nothing of it counts. */
export function proxySsl(draft: Draft): ProxySsl | null {
  const group = new GroupReader(draft)
  const text = group.text(annotation)
  if (text === undefined) return null
  const ref = splitKey(text)
  if (!ref?.namespace) {
    const write = `${draft.ref.namespace}/${ref?.name ?? 'NAME'}`
    group.deny(
      `location denied, reason: invalid format (namespace/name) found in '${text}'`,
      invalid(annotation, denied, { value: text, must: 'NAMESPACE/NAME', write }),
    )
    return null
  }
  if (ref.namespace !== draft.ref.namespace && !draft.policy.crossNamespace) {
    const reason = 'location denied, reason: cross namespace secrets are not supported'
    group.deny(reason, crossNamespace(annotation, 'Secret', ref, denied), { since: crossNamespaceSince })
    return null
  }
  const found = draft.look('Secret', draft.looks.secretOf, ref)
  const reason = `error obtaining certificate: local SSL certificate ${nameOf(ref)} was not found`
  if (found === undefined) {
    group.deny(reason, told('secret-missing', { annotation, ...denied, object: ref }))
    return null
  }
  if (found !== null && !found.data?.['ca.crt'] && !found.data?.['tls.crt']) {
    const lacks = ['ca.crt', 'tls.crt']
    group.deny(reason, told('secret-incomplete', { annotation, ...denied, secret: ref, lacks, holds: 'certificate' }))
    return null
  }
  for (const part of ['ciphers', 'protocols']) group.text(`proxy-ssl-${part}`)
  group.integer('proxy-ssl-verify-depth')
  const isOn = (name: string) => group.text(name) === 'on'
  const verifies = isOn('proxy-ssl-verify')
  const hasAuthority = found === null || Boolean(found.data?.['ca.crt'])
  if (!hasAuthority) withoutAuthority(draft, ref, verifies)
  return {
    secret: ref,
    hasAuthority,
    hasCertificate: hasAuthority && (found === null || Boolean(found.data?.['tls.crt'])),
    verifies,
    name: group.text('proxy-ssl-name') ?? '',
    sendsName: isOn('proxy-ssl-server-name'),
  }
}

/** Then neither is a certificate looked at nor one shown: the controller writes both to its disk beside the authorities only. */
function withoutAuthority(draft: Draft, secret: NamespacedName, verifies: boolean): void {
  const consequence: Consequence = { is: verifies ? 'unverified' : 'no-own-certificate' }
  const effect = verifies ? 'fail-open' : 'ignored'
  draft.flaw(
    told('secret-incomplete', { annotation, effect, consequence, secret, lacks: ['ca.crt'], holds: 'backends' }),
  )
}
