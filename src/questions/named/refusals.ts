/** What an API server would refuse of an object that somebody asks about: such an object is in no cluster. */
import { type Finding, finding, told } from '../../domain/findings/finding.js'
import { type Ref, refKey } from '../../domain/objects/ref.js'
import { type Refusal, refusalText } from '../../domain/objects/refusals/refusal.js'
import type { ClusterReader } from '../../domain/ports.js'
import type { Fate } from '../../domain/routes/fate.js'

export type Refusing = Pick<ClusterReader, 'refusals'>

/** @returns of an object all that is refused; empty: nothing is, or an API server has taken it */
export function refusalsBySource({ refusals = [] }: Refusing): (of: Ref) => readonly Refusal[] {
  const known = new Map(refusals.map(({ of, found }) => [refKey(of), found]))
  return (of) => (known.size === 0 ? [] : (known.get(refKey(of)) ?? []))
}

/** @returns what becomes of each of its routes; null: nothing of the object is refused */
export function refusedFates(cluster: Refusing): (of: Ref) => Fate | null {
  const refusedBy = refusalsBySource(cluster)
  return (of) => {
    const [first] = refusedBy(of)
    return first === undefined ? null : { is: 'dropped', why: `the API server refuses it: ${refusalText(first)}` }
  }
}

/** All that is refused of an object, each with its place. */
export function refusalFindings(cluster: Refusing): (of: Ref) => readonly Finding[] {
  const refusedBy = refusalsBySource(cluster)
  return (of) => refusedBy(of).map((one) => finding(told('api-refuses', one), of, { field: one.field }))
}
