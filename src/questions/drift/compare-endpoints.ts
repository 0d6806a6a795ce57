/** What a replica balances over, held against what is planned: name by name, from both sides. */
import type { BackendLanguage } from '../../domain/controllers/dialect.js'
import { type EndpointDifference, endpointDifference } from '../../domain/controllers/endpoint-difference.js'
import type { Plan, PlannedUpstream } from '../../domain/controllers/plan.js'
import type { Backend } from '../../domain/controllers/replica-facts.js'

/** An upstream with its endpoints, `address:port`. */
export interface NamedEndpoints extends Pick<PlannedUpstream, 'service'> {
  readonly name: string
  readonly endpoints: readonly string[]
}

export interface DifferentEndpoints
  extends Pick<EndpointDifference, 'gone' | 'missing'>,
    Pick<PlannedUpstream, 'service'> {
  /** of the upstream */
  readonly name: string
  readonly planned: readonly string[]
  readonly served: readonly string[]
}

export interface ComparedEndpoints {
  /** planned upstreams that have just the endpoints that are planned */
  readonly same: number
  readonly different: readonly DifferentEndpoints[]
  /** planned, and unknown to the replica */
  readonly missing: readonly NamedEndpoints[]
  /** known to the replica alone; null: not all that may be planned can be seen */
  readonly stale: readonly NamedEndpoints[] | null
}

/**
 * @param isWhole are all objects seen from which upstreams come
 * @param isSeen may all Services and endpoints be seen: what is not planned for certain then is up to chance, and no lag
 * @returns null: of some, or of all, it is not known what is planned, and the rest is in order
 */
export function compareEndpoints(
  { upstreams }: Pick<Plan, 'upstreams'>,
  listed: readonly Backend[],
  language: BackendLanguage,
  { isWhole, isSeen }: { readonly isWhole: boolean; readonly isSeen: boolean },
): ComparedEndpoints | null {
  const real = new Map(
    language
      .read(listed, [])
      .map(({ name, endpoints }) => [name, endpoints.map(({ address, port }) => `${address}:${port}`)]),
  )
  const known = upstreams.flatMap(({ name, service, endpoints }) =>
    endpoints === null ? [] : [{ name, service, endpoints }],
  )
  const missing = known.filter(({ name }) => !real.has(name))
  const different = known.flatMap((one) => differenceOf(one, real.get(one.name)))
  const planned = new Set(upstreams.map(({ name }) => name))
  const extra = [...real].flatMap(([name, endpoints]) => (planned.has(name) ? [] : [{ name, endpoints }]))
  const stale = isWhole ? extra : null
  const faults = different.length + missing.length + (stale?.length ?? 0)
  const isOpen = known.length < upstreams.length && !(isSeen && known.length > 0)
  if (isOpen && faults === 0) return null
  return { same: known.length - different.length - missing.length, different, missing, stale }
}

function differenceOf(
  { name, service, endpoints }: NamedEndpoints,
  real: readonly string[] | undefined,
): DifferentEndpoints[] {
  const found = endpointDifference(endpoints, real ?? null)
  return found === null || real === undefined
    ? []
    : [{ name, service, gone: found.gone, missing: found.missing, planned: endpoints, served: real }]
}
