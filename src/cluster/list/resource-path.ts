/** Where a kind's objects stand in the API, as an encoded path. */
import { apiVersionOf, type Kind, kinds } from '../../domain/objects/objects.js'
import { problem } from '../../domain/problem.js'

/**
 * @param namespace null: all of them, or a kind without namespaces
 * @param name null: the list
 * @throws Problem `usage` for a namespace or name that would lead to another path
 */
export function resourcePath(kind: Kind, namespace: string | null, name: string | null): string {
  const root = kinds[kind].group === '' ? '/api' : '/apis'
  const inNamespace = namespace === null ? '' : `/namespaces/${segment('namespace', namespace)}`
  const one = name === null ? '' : `/${segment('resource name', name)}`
  return `${root}/${apiVersionOf(kind)}${inNamespace}/${kinds[kind].plural}${one}`
}

/** https://github.com/kubernetes/apimachinery/blob/master/pkg/api/validation/path/name.go (IsValidPathSegmentName) */
function segment(what: string, text: string): string {
  const fault =
    text === '.' || text === '..'
      ? `it may not be "${text}"`
      : /[/%]/.test(text)
        ? 'it may not contain "/" or "%"'
        : text === ''
          ? 'it may not be empty'
          : null
  if (fault !== null) throw problem('usage', { message: `invalid ${what} "${text}": ${fault}` })
  return encodeURIComponent(text)
}
