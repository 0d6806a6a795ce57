/** How the last reload of each replica of a controller went, and why one was refused. */
import type { Replica } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Plan } from '../../domain/controllers/plan.js'
import { reloadFailure } from '../../domain/controllers/reload-failure.js'
import type { Reload } from '../../domain/controllers/replica-facts.js'
import type { Told } from '../../domain/findings/facts.js'
import type { Gap } from '../../domain/gap.js'
import { attempt } from '../attempt.js'

export interface LastReload {
  readonly replica: Replica
  /** null: it could not be asked, or does not tell */
  readonly reload: Reload | null
}

/** @param gaps gets one where the first gives no answer: what the others are asked for nobody misses */
export async function lastReloads(
  controllers: Controllers,
  replicas: readonly Replica[],
  gaps: Gap[],
): Promise<readonly LastReload[]> {
  return Promise.all(
    replicas.map(async (replica, i) => ({
      replica,
      reload: await attempt(replica, i === 0 ? gaps : [], () => controllers.observe(replica).reload()),
    })),
  )
}

/** @returns null: it went well, or it is not known how it went */
export async function failureOf(
  controllers: Controllers,
  { replica, reload }: LastReload,
  plan: Pick<Plan, 'brokenBy'>,
  gaps: Gap[],
): Promise<Told<'reload-failed'> | null> {
  if (reload === null || reload.successful) return null
  const observation = controllers.observe(replica)
  const said = await attempt(replica, gaps, async () => (await observation.refusal?.()) ?? null)
  return reloadFailure(replica, reload, plan.brokenBy ?? null, said)
}
