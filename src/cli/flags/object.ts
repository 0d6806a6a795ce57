/** An object of any of several kinds that is named on the command line. */
import { type ObjectName, parseObjectName } from '../../domain/objects/object-name.js'
import { problem } from '../../domain/problem.js'

/** @throws Problem `usage` */
function meantObject(text: string): ObjectName {
  const name = parseObjectName(text)
  if (name !== null) return name
  const hint = /^https?:\/\//i.test(text)
    ? `it is NAME or NAMESPACE/NAME; what becomes of a URL, and why, tells kubectl tkng trace ${text}`
    : 'it is NAME or NAMESPACE/NAME'
  throw problem('usage', { message: `invalid name "${text}"`, hint })
}

/** `ingress web blog`, as kubectl has it, is `ingress/web ingress/blog`. @throws Problem `usage` */
export function meantObjects(words: readonly string[]): ObjectName[] {
  const [kind = '', ...names] = words
  const isKind = names.length > 0 && !kind.includes('/') && parseObjectName(`${kind}/any`)?.kind != null
  return isKind ? names.map((name) => meantObject(`${kind}/${name}`)) : words.map(meantObject)
}
