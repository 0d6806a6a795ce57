/**
 * Policies of Ingresses: for all of one, and of a minion for its own paths.
 * https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/ (nginx.org/policies)
 */
import type { Ingress } from '../../../domain/objects/objects.js'
import { type NamespacedName, nameOf, refOf } from '../../../domain/objects/ref.js'
import { keyFrom } from '../../shared/go/values.js'
import { type Applied, applied } from '../custom/policies/apply.js'
import type { PolicyBook } from '../custom/policies/book.js'

/** @param server the Ingress that has the host: its master, of a minion */
export function guardOf(
  ingress: Ingress,
  place: 'spec' | 'route',
  server: Ingress,
  { book }: { readonly book: PolicyBook },
): Applied {
  const hasTls = (server.spec?.tls ?? []).length > 0
  return applied(policiesNamed(ingress), book, { place, isIngress: true, hasTls })
}

/** Each once, in their order. */
export function policiesNamed({ metadata, ...rest }: Ingress): readonly NamespacedName[] {
  const { namespace } = refOf({ metadata, ...rest })
  const found = new Map<string, NamespacedName>()
  for (const prefix of ['nginx.org', 'nginx.com'])
    for (const said of (metadata.annotations?.[`${prefix}/policies`] ?? '').split(',')) {
      const named = keyFrom(said.trim(), namespace)
      if (said.trim() !== '') found.set(nameOf(named), named)
    }
  return [...found.values()]
}
