/**
 * Which replicas refused their last configuration. One of a controller is asked for what it serves; that another one stands
 * still is as bad for every Ingress.
 */
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Told } from '../../domain/findings/facts.js'
import type { Gap } from '../../domain/ports.js'
import { failureOf, lastReloads } from '../drift/last-reloads.js'
import type { Worlds } from '../worlds/worlds.js'

/** Those that are ready. What they do not answer is no gap: nobody asked for it. */
export async function refusedReloads(
  controllers: Controllers,
  worlds: Pick<Worlds, 'chosen' | 'open'>,
): Promise<readonly Told<'reload-failed'>[]> {
  const unasked: Gap[] = []
  const told = await Promise.all(
    worlds.chosen.map(async (chosen) => {
      const ready = chosen.replicas.filter(({ state }) => state === 'ready')
      const reloads = await lastReloads(controllers, ready, unasked)
      const failed = reloads.filter(({ reload }) => reload?.successful === false)
      if (failed.length === 0) return []
      const { plan } = await worlds.open(chosen, null)
      return Promise.all(failed.map((one) => failureOf(controllers, one, plan.brokenBy ?? null, unasked)))
    }),
  )
  return told.flat().flatMap((one) => one ?? [])
}
