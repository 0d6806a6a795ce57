/** The endpoints behind the upstreams that may get a request: as the objects give them, and as the replica has them. */
import { endpointDifference } from '../../domain/controllers/endpoint-difference.js'
import type { Told } from '../../domain/findings/facts.js'
import { told } from '../../domain/findings/finding.js'
import type { NamespacedName } from '../../domain/objects/ref.js'
import type { Answer } from '../../domain/requests/trace.js'

export type EndpointFinding = Told<'replica-differs'>

/** @param replica that gave the second answer; null: none did */
export function endpointFindings(
  replica: NamespacedName | null,
  asked: Answer | null,
  served: Answer | null,
): readonly EndpointFinding[] {
  if (asked === null || served === null) return []
  const planned = receiversOf(asked)
  return [...receiversOf(served)].flatMap(([upstream, real]) => {
    const difference = endpointDifference(planned.get(upstream) ?? null, real)
    return difference === null ? [] : [told('replica-differs', { replica, upstream, how: 'endpoints', ...difference })]
  })
}

function receiversOf({ upstream, endpoints, split }: Answer): ReadonlyMap<string, Answer['endpoints']> {
  if (split.length > 0) return new Map(split.map((one) => [one.upstream, one.endpoints]))
  return new Map(upstream === null ? [] : [[upstream, endpoints]])
}
