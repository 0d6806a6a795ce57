/** What a replica balances over, held against what the objects give: as sets, for the order means nothing. */

export interface EndpointDifference {
  /** `address:port`: the replica has it, and it is no ready endpoint */
  readonly gone: readonly string[]
  /** ready endpoints that the replica does not have */
  readonly missing: readonly string[]
  /** how many both have */
  readonly kept: number
}

/**
 * @param planned `address:port` of what the objects give; null: not known
 * @param real … of what the replica has
 * @returns null: they are the same, or one of them is not known
 */
export function endpointDifference(
  planned: readonly string[] | null,
  real: readonly string[] | null,
): EndpointDifference | null {
  if (planned === null || real === null) return null
  if (planned.length === real.length && planned.every((one, i) => one === real[i])) return null
  const [wanted, held] = [new Set(planned), new Set(real)]
  const gone = [...held].filter((one) => !wanted.has(one))
  const missing = [...wanted].filter((one) => !held.has(one))
  return gone.length === 0 && missing.length === 0 ? null : { gone, missing, kept: held.size - gone.length }
}

/** Does the replica have none of the endpoints that the objects give, so that whatever it sends there is lost. */
export function lacksAll({ missing, kept }: EndpointDifference): boolean {
  return missing.length > 0 && kept === 0
}
