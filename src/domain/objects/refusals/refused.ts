/**
 * What an API server would refuse of an object: values of another type, which read as if nothing stood there, fields that no
 * version has or that another one had, words that are none. Not a schema: it is what our reading would pass over, and what
 * people write most.
 */

import { maskPathWord } from '../../masking/field.js'
import { record, type Wire } from '../project-fields.js'
import type { Described } from '../shaped.js'
import { longest, ofType, type Report } from './checks.js'
import { ofGatewayKinds } from './gateways.js'
import { ofIngress } from './ingress.js'
import type { Refusal } from './refusal.js'

/** More of one object are no help. */
const most = 20

/**
 * @param described its fields, as they are read
 * @param document that no API server has given a uid: it has taken whatever has one
 */
export function refusalsOf(kind: string, described: Described, document: Wire): Refusal[] {
  const found: Refusal[] = []
  const report: Report = (flaw, field, value, wanted) => {
    if (found.length < most)
      found.push({ flaw, field, value: value === null ? null : maskPathWord(value.slice(0, longest)), wanted })
  }
  for (const map of ['labels', 'annotations']) ofType(record(document.metadata)[map], 'map', `metadata.${map}`, report)
  for (const [field, one] of Object.entries(described))
    if (field !== 'status') ofType(document[field], one, field, report)
  if (kind === 'Ingress') ofIngress(record(document.spec), report)
  else ofGatewayKinds(kind, document, report)
  return found
}
