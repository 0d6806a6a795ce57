/** Nothing was found in the namespace that -n named: perhaps there is no such namespace, and that is the reason. */
import { Problem } from '../../domain/problem.js'
import { absentNamespace } from '../../questions/named/absent-namespace.js'
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
  const asked = async () => (namespace ? absentNamespace(await cluster(), namespace, kind) : null)
  const absent = await asked().catch((error) => {
    if (error instanceof Problem) return null
    throw error
  })
  if (absent === null) return
  const near = absent.near.length === 0 ? '' : `did you mean -n ${absent.near.join(' or ')}?`
  const sentence = absent.isKnown ? `there is no namespace "${namespace}"${near === '' ? '' : `: ${near}`}` : near
  say(`note: ${said(sentence)}\n`, delivery)
}
