/** The endpoints behind the upstreams that may get a request: as the objects give them, and as the replica has them. */
import { endpointDifference } from '../../domain/controllers/endpoint-difference.js'
import type { Told } from '../../domain/findings/facts.js'
import { told } from '../../domain/findings/finding.js'
import type { NamespacedName } from '../../domain/objects/ref.js'
import type { Answer, Split } from '../../domain/requests/trace.js'

export type EndpointFinding = Told<'replica-differs'>

/** @param replica that gave the second answer; null: none did */
export function endpointFindings(
  replica: NamespacedName | null,
  asked: Answer | null,
  served: Answer | null,
): readonly EndpointFinding[] {
  if (asked === null || served === null) return []
  const planned = receiversOf(asked)
  return receiversOf(served).flatMap(({ upstream, endpoints }) => {
    const wanted = planned.find((one) => one.upstream === upstream)?.endpoints ?? null
    const difference = endpointDifference(wanted, endpoints)
    return difference === null ? [] : [told('replica-differs', { replica, upstream, how: 'endpoints', ...difference })]
  })
}

function receiversOf({ upstream, endpoints, split }: Answer): readonly Pick<Split, 'upstream' | 'endpoints'>[] {
  if (split.length > 0) return split
  return upstream === null ? [] : [{ upstream, endpoints }]
}
