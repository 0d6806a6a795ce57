/** Nothing was found in the namespace that -n named: perhaps there is no such namespace, and that is the reason. */

import { refOf } from '../../domain/objects/ref.js'
import type { ClusterReader } from '../../domain/ports.js'
import { Problem } from '../../domain/problem.js'
import { nearest } from '../../domain/text/nearest.js'
import type { Facts } from '../context.js'
import type { Result } from '../result.js'
import { said } from '../said.js'
import { type Delivery, say } from './deliver.js'

/** Neither a row, nor an object of the name that was asked for. */
export function isNothing<Row>(result: Result<Row>): boolean {
  if (result.kind === 'row-stream') return false
  return (
    (result.kind === 'rows' && result.rows.length === 0) || result.gaps.some(({ reason }) => reason === 'not-found')
  )
}

/** No controller is there. */
export function foundNothing(error: unknown): boolean {
  return error instanceof Problem && error.value.reason === 'no-controller'
}

/** Says so on stderr. @param kind of what was looked for */
export async function tellOfNamespace(
  { namespace, cluster }: Facts,
  delivery: Delivery,
  kind: 'Ingress' | 'Pod',
): Promise<void> {
  // What only helps takes nothing away from the answer.
  const asked = async () => (namespace ? absenceOf(namespace, await cluster(), kind) : null)
  const sentence = await asked().catch((error) => {
    if (error instanceof Problem) return null
    throw error
  })
  if (sentence !== null) say(`note: ${said(sentence)}\n`, delivery)
}

/**
 * @param kind of what was looked for there: where namespaces may not be listed, those of such objects are known
 * @returns null: it is there, or nothing can be said of it
 */
async function absenceOf(name: string, cluster: ClusterReader, kind: 'Ingress' | 'Pod'): Promise<string | null> {
  const scope = 'all-namespaces'
  const { items } = await cluster.list('Namespace', { scope })
  const isKnown = items.length > 0
  const names = new Set(
    isKnown
      ? items.map((one) => refOf(one).name)
      : (await cluster.list(kind, { scope })).items.map((one) => refOf(one).namespace),
  )
  if (names.has(name)) return null
  const near = nearest(name, names)
  const meant = near.length === 0 ? null : `did you mean -n ${near.join(' or ')}?`
  if (!isKnown) return meant
  return `there is no namespace "${name}"${meant === null ? '' : `: ${meant}`}`
}
