/**
 * Which replicas refused their last configuration. One of a controller is asked for what it serves, and its rows tell of it;
 * that another one stands still is as bad for every Ingress.
 */
import type { Replica } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Told } from '../../domain/findings/facts.js'
import type { Gap } from '../../domain/gap.js'
import { refKey } from '../../domain/objects/ref.js'
import { failureOf, lastReloads } from '../drift/last-reloads.js'
import type { World } from '../worlds/world.js'

/** Those that are ready. What they do not answer is no gap: nobody asked for it. */
export async function refusedBeside(
  controllers: Controllers,
  { chosen, replica, plan }: Pick<World, 'chosen' | 'replica' | 'plan'>,
): Promise<readonly Told<'reload-failed'>[]> {
  const unasked: Gap[] = []
  const isAsked = (one: Replica) => replica !== null && refKey(one) === refKey(replica)
  const others = chosen.replicas.filter((one) => one.state === 'ready' && !isAsked(one))
  const reloads = await lastReloads(controllers, others, unasked)
  const told = await Promise.all(reloads.map((one) => failureOf(controllers, one, plan, unasked)))
  return told.flatMap((one) => one ?? [])
}
