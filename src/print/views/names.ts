/** Names alone, a line each. */
import { kinds } from '../../domain/objects/objects.js'
import { nameOf, type Ref } from '../../domain/objects/ref.js'
import { sanitize } from '../../domain/text/sanitize.js'

export function nameLines(names: readonly string[]): string[] {
  return names.map((name) => `${sanitize(name)}\n`)
}

/**
 * As kubectl names it, with its namespace where the rows are of several: `ingress.networking.k8s.io/shop/web`. The verbs
 * that take a name take this.
 */
export function objectName({ kind, namespace, name }: Ref, context: { readonly allNamespaces: boolean }): string {
  const group = Object.entries(kinds).find(([known]) => known === kind)?.[1].group ?? ''
  const resource = `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}`
  return `${resource}/${context.allNamespaces && namespace !== '' ? `${namespace}/` : ''}${name}`
}

/** What asks for something, in a table where most are Ingresses: those by their name alone, others with their kind. */
export function sourceText(ref: Ref): string {
  return ref.kind === 'Ingress' ? nameOf(ref) : `${ref.kind}/${nameOf(ref)}`
}

/** The same where the namespace stands in a column of its own. */
export function sourceName({ kind, name }: Ref): string {
  return kind === 'Ingress' ? name : `${kind}/${name}`
}
