/** An object of any of several kinds that is named on the command line. */
import { type ObjectName, parseObjectName } from '../../domain/objects/object-name.js'
import { problem } from '../../domain/problem.js'

/** @throws Problem `usage` */
export function meantObject(text: string): ObjectName {
  const name = parseObjectName(text)
  if (name === null) throw problem('usage', { message: `invalid name "${text}"`, hint: 'it is NAME or NAMESPACE/NAME' })
  return name
}
