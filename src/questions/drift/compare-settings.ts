/** What is set for the whole proxy, held against its configuration. */
import type { Observation } from '../../domain/controllers/observation.js'
import type { Plan, PlannedSetting } from '../../domain/controllers/plan.js'

export interface DifferentSetting extends PlannedSetting {
  /** null: its configuration has none */
  readonly served: string | null
}

export interface ComparedSettings {
  readonly same: number
  readonly different: readonly DifferentSetting[]
}

/** @throws Problem as {@link Observation.settings} */
export async function compareSettings(
  { settings = [] }: Pick<Plan, 'settings'>,
  observation: Pick<Observation, 'settings'>,
): Promise<ComparedSettings> {
  if (settings.length === 0 || observation.settings === undefined) return { same: 0, different: [] }
  const found = await observation.settings(settings.map(({ directive }) => directive))
  const different = settings.flatMap((one) => {
    const served = found.get(one.directive) ?? null
    return served === one.value ? [] : [{ ...one, served }]
  })
  return { same: settings.length - different.length, different }
}
