/** What may be said of the paths of an expression without trying it. */

/** With what all paths of an expression begin, that is held against whole ones: `/` where it does not say that plainly. */
export function headOf(pattern: string): string {
  const [, head = '', next = ''] = /^\^?(\/[\w/~-]*)(.?)/.exec(pattern) ?? []
  const sure = /[*?{]/.test(next) ? head.slice(0, -1) : head
  return sure === '' || pattern.replace(/\([^()]*\)/g, '').includes('|') ? '/' : sure
}

/** A path, and then whatever follows, or whatever follows a slash; or a part of a path. */
const shape = /^(\^?)([\w/~-]*)(\.[*+]|\((?:\?:)?\/\.\*\)\?|\((?:\?:)?\/\|\$\)\(?\.\*\)?)?(\$?)$/

/** Of an expression of another shape it is not known which paths it takes. @param start all that have more than it */
export function takesAll(pattern: string, start: string, isAnywhere: boolean): boolean {
  const [whole, anchor, literal = '', more = '', end] = shape.exec(pattern) ?? []
  const isWhole = !isAnywhere || end === '$'
  if (whole === undefined || pattern === '' || (more === '' && isWhole)) return false
  const needsSlash = more.startsWith('(') && (isWhole || more.includes('|'))
  const head = needsSlash ? `${literal}/` : literal
  return isAnywhere && anchor === '' ? start.includes(head) : start.startsWith(head)
}
