/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/auth/main.go */
import { told } from '../../../../domain/findings/finding.js'
import { letsNobodyIn } from '../../../../domain/objects/password-list.js'
import { nameOf } from '../../../../domain/objects/ref.js'
import { splitKey } from '../../../shared/go/values.js'
import type { Draft } from '../draft.js'
import { type Comes, crossNamespace, crossNamespaceSince, denied, invalid } from '../flaws.js'
import { GroupReader } from '../group.js'
import type { Access } from '../reading.js'

const nobody: Comes = { effect: 'other', consequence: { is: 'nobody' } }

export function basicAuth(draft: Draft): Access['basicAuth'] {
  const group = new GroupReader(draft)
  const type = group.text('auth-type')
  if (type === undefined) return null
  if (!/basic|digest/.test(type)) {
    const flaw = invalid('auth-type', denied, { value: type, must: 'basic or digest', write: 'basic' })
    group.deny('location denied, reason: invalid authentication type', flaw)
    return null
  }
  const secretType = group.text('auth-secret-type') ?? 'auth-file'
  if (group.stopped) return null
  const named = secretOf(group)
  if (named === null) return null
  const realm = group.text('auth-realm') ?? ''
  if (group.stopped) return null
  if (secretType !== 'auth-file' && secretType !== 'auth-map') {
    const reason = "invalid auth-secret-type in annotation, must be 'auth-file' or 'auth-map'"
    group.deny(reason, invalid('auth-secret-type', denied, { value: secretType, must: 'auth-file or auth-map' }))
    return null
  }
  const { secret, found } = named
  if (secretType === 'auth-file' && found !== null && found.data?.auth === undefined) {
    const lacks = { annotation: 'auth-secret', ...denied, secret, lacks: ['auth'], holds: 'passwords' } as const
    group.deny(`the secret ${secret.name} does not contain a key with value auth`, told('secret-incomplete', lacks), {
      seen: true,
    })
    return null
  }
  if (secretType === 'auth-file' && /basic/.test(type) && letsNobodyIn(found?.data?.auth)) {
    const facts = { annotation: 'auth-secret', ...nobody, secret, lacks: ['auth'], holds: 'hashes' } as const
    draft.flaw(told('secret-incomplete', facts))
  }
  return { type, realm, secret }
}

function secretOf(group: GroupReader) {
  const { draft } = group
  const text = group.text('auth-secret')
  if (group.stopped) return null
  const key = text === undefined ? null : splitKey(text)
  if (key === null) {
    const flaw =
      text === undefined
        ? told('secret-missing', { annotation: 'auth-secret', ...denied, object: null })
        : invalid('auth-secret', denied, { value: text, must: 'NAME or NAMESPACE/NAME' })
    group.deny('error reading secret name from annotation', flaw)
    return null
  }
  const secret = { namespace: key.namespace || draft.ref.namespace, name: key.name }
  if (secret.namespace !== draft.ref.namespace && !draft.policy.crossNamespace) {
    const reason = 'cross namespace usage of secrets is not allowed'
    group.deny(reason, crossNamespace('auth-secret', 'Secret', secret, denied), {
      since: crossNamespaceSince,
      seen: true,
    })
    return null
  }
  const found = draft.look('Secret', draft.looks.secretOf, secret)
  if (found !== undefined) return { secret, found }
  const name = nameOf(secret)
  group.deny(
    `unexpected error reading secret ${name}: no object matching key "${name}" in local store`,
    told('secret-missing', { annotation: 'auth-secret', ...denied, object: secret }),
    { seen: true },
  )
  return null
}
