/** An Ingress that is named on the command line. */
import { type IngressName, parseIngressName } from '../../domain/objects/ingress-name.js'
import { problem } from '../../domain/problem.js'

/** @throws Problem `usage` */
export function meantIngress(text: string): IngressName {
  const name = parseIngressName(text)
  if (name === null) throw problem('usage', { message: `invalid name "${text}"`, hint: 'it is NAME or NAMESPACE/NAME' })
  return name
}
