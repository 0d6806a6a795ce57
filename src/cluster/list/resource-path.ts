/** Where a kind's objects stand in the API, as an encoded path. */
import { type Kind, type KindInfo, kinds } from '../../domain/objects/objects.js'
import { usage } from '../../domain/problem.js'

/**
 * @param namespace null: all of them, or a kind without namespaces
 * @param name null: the list
 * @param version in which the server has it
 * @throws Problem `usage` for a namespace or name that would lead to another path
 */
export function resourcePath(
  kind: Kind,
  namespace: string | null,
  name: string | null,
  version: string = kinds[kind].version,
): string {
  const one = name === null ? '' : `/${segment('resource name', name)}`
  return `${collectionPath({ ...kinds[kind], version }, namespace)}${one}`
}

/** Where all objects of a kind stand. @throws Problem as {@link resourcePath} */
export function collectionPath({ group, version, plural }: KindInfo, namespace: string | null): string {
  const root = group === '' ? '/api' : `/apis/${group}`
  const inNamespace = namespace === null ? '' : `/namespaces/${segment('namespace', namespace)}`
  return `${root}/${version}${inNamespace}/${plural}`
}

/**
 * What keeps a text from being the name of anything in the API; null: nothing.
 * https://github.com/kubernetes/apimachinery/blob/master/pkg/api/validation/path/name.go (IsValidPathSegmentName)
 */
export function faultOfName(text: string): string | null {
  if (text === '.' || text === '..') return `it may not be "${text}"`
  if (/[/%]/.test(text)) return 'it may not contain "/" or "%"'
  if (text === '') return 'it may not be empty'
  return text.length > longestName ? `it may not have more than ${longestName} characters` : null
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const longestName = 253

function segment(what: string, text: string): string {
  const fault = faultOfName(text)
  if (fault !== null) throw usage(`invalid ${what} "${text}": ${fault}`)
  return encodeURIComponent(text)
}
