/** The configurations of the replicas of one controller against each other: whatever is planned, they should be the same. */
import type { Replica } from '../../domain/controllers/controller.js'

export interface DifferentBlock {
  readonly replica: Replica
  readonly change: 'missing' | 'extra' | 'different'
  /** of the block: `http`, `server shop.example.com` */
  readonly key: string
}

/** Block → what stands for its text; null: it could not be asked. */
type Digests = ReadonlyMap<string, string>

/** What most of them have is taken for right; where no more than another, what the first one has. */
export function compareReplicas(
  all: readonly (readonly [replica: Replica, digests: Digests | null])[],
): DifferentBlock[] {
  const known = all.flatMap(([replica, digests]) => (digests === null ? [] : [{ replica, digests }]))
  if (known.length < 2) return []
  const keys = new Set(known.flatMap(({ digests }) => [...digests.keys()]))
  return [...keys].flatMap((key) => {
    const usual = commonest(known.map(({ digests }) => digests.get(key)))
    return known.flatMap(({ replica, digests }): DifferentBlock[] => {
      const own = digests.get(key)
      if (own === usual) return []
      return [{ replica, key, change: own === undefined ? 'missing' : usual === undefined ? 'extra' : 'different' }]
    })
  })
}

/** Of as many the first. */
function commonest<T>(values: readonly T[]): T {
  const counts = new Map<T, number>()
  for (const one of values) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}
