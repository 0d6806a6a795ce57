/** Names alone, a line each. */
import type { NamespacedName } from '../../domain/objects/ref.js'
import { sanitize } from '../../domain/sanitize.js'

export function nameLines(names: readonly string[]): string[] {
  return names.map((name) => `${sanitize(name)}\n`)
}

/** As kubectl names it, with its namespace where the rows are of several: the verbs that take a name take this. */
export function ingressName(
  { namespace, name }: NamespacedName,
  { allNamespaces }: { readonly allNamespaces: boolean },
): string {
  return `ingress.networking.k8s.io/${allNamespaces && namespace !== '' ? `${namespace}/` : ''}${name}`
}
