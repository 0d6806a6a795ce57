/** The Secrets that the TLS section of an Ingress names. */
import type { Ingress } from './objects.js'
import { type NamespacedName, refOf } from './ref.js'

export function tlsSecrets(ingress: Ingress): NamespacedName[] {
  const { namespace } = refOf(ingress)
  return (ingress.spec?.tls ?? []).flatMap(({ secretName }) => (secretName ? [{ namespace, name: secretName }] : []))
}
