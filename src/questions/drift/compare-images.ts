/** Which image a replica runs, held against that of the youngest one: what a workload starts now is what is asked. */
import type { Replica } from '../../domain/controllers/controller.js'

export interface DifferentImage {
  readonly planned: string
  readonly served: string
  /** RFC 3339: since when the youngest is there */
  readonly since: string
}

/** @returns null: it is the same, or nobody is younger */
export function compareImages({ release, createdAt }: Replica, all: readonly Replica[]): DifferentImage | null {
  const youngest = all.reduce<Replica | null>(
    (one, other) => (other.createdAt !== null && other.createdAt > (one?.createdAt ?? '') ? other : one),
    null,
  )
  if (youngest === null || youngest.createdAt === null || createdAt === null) return null
  if (createdAt >= youngest.createdAt || youngest.release.image === release.image) return null
  return { planned: youngest.release.image, served: release.image, since: youngest.createdAt }
}
