/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/auth/main.go */
import { nameOf } from '../../../../domain/objects/ref.js'
import { splitKey } from '../../go/values.js'
import type { Draft } from '../draft.js'
import { quote } from '../draft.js'
import { GroupReader } from '../group.js'
import type { Access } from '../reading.js'
import { crossNamespace, missing } from '../references.js'

export function basicAuth(draft: Draft): Access['basicAuth'] {
  const group = new GroupReader(draft)
  const type = group.text('auth-type')
  if (type === undefined) return null
  const authentication = "the controller's rule is basic or digest"
  if (!/basic|digest/.test(type)) {
    group.deny('auth-type', 'location denied, reason: invalid authentication type', {
      code: 'annotation-invalid',
      message: `auth-type is ${quote(type)}, but ${authentication}: its paths answer 503`,
      fix: 'Write auth-type: "basic".',
    })
    return null
  }
  const secretType = group.text('auth-secret-type') ?? 'auth-file'
  if (group.stopped) return null
  const secret = secretOf(group)
  if (secret === null) return null
  const realm = group.text('auth-realm') ?? ''
  if (group.stopped) return null
  if (secretType !== 'auth-file' && secretType !== 'auth-map') {
    const reason = "invalid auth-secret-type in annotation, must be 'auth-file' or 'auth-map'"
    group.deny('auth-secret-type', reason, {
      code: 'annotation-invalid',
      message: `auth-secret-type is ${quote(secretType)}, neither auth-file nor auth-map: its paths answer 503`,
      fix: 'Write auth-secret-type: "auth-file" or "auth-map".',
    })
    return null
  }
  return { type, realm, secret }
}

/** Whether the Secret has the key `auth` cannot be told: of Secrets, only certificates are kept. */
function secretOf(group: GroupReader) {
  const { draft } = group
  const text = group.text('auth-secret')
  if (group.stopped) return null
  const key = text === undefined ? null : splitKey(text)
  if (key === null) {
    group.deny('auth-secret', 'error reading secret name from annotation', {
      code: 'secret-missing',
      message:
        text === undefined
          ? 'auth-type asks for a password, but auth-secret names no Secret: its paths answer 503'
          : `auth-secret is ${quote(text)}, neither NAME nor NAMESPACE/NAME: its paths answer 503`,
      fix: 'Write auth-secret: "NAME", of a Secret in the same namespace with the key auth.',
    })
    return null
  }
  const secret = { namespace: key.namespace || draft.ref.namespace, name: key.name }
  if (secret.namespace !== draft.ref.namespace && !draft.policy.crossNamespace) {
    group.deny('auth-secret', 'cross namespace usage of secrets is not allowed', {
      ...crossNamespace('auth-secret', 'Secret', secret, 'its paths answer 503'),
      seen: true,
    })
    return null
  }
  if (draft.look('Secret', draft.looks.secretOf, secret) !== undefined) return secret
  const name = nameOf(secret)
  group.deny(
    'auth-secret',
    `unexpected error reading secret ${name}: no object matching key "${name}" in local store`,
    { ...missing('auth-secret', 'Secret', secret, 'its paths answer 503'), seen: true },
  )
  return null
}
