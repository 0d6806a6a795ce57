/** Preferences of the environment: they win over the file. */
import { choice } from '../cli/flags/output.js'
import type { Preferences, Setting } from '../cli/preferences.js'
import { parseControllerName } from '../domain/controllers/controller-name.js'
import { problem } from '../domain/problem.js'

/** An empty variable says nothing. @throws Problem `usage` */
export function preferencesOf(
  env: Readonly<Record<string, string | undefined>>,
  outputs: readonly string[],
): Preferences {
  const { TKNG_OUTPUT: output, TKNG_CONTROLLER: controller } = env
  const source = 'environment'
  const settings = new Map<string, Setting>()
  if (output) settings.set('output', { value: choice('TKNG_OUTPUT', output, outputs), origin: 'TKNG_OUTPUT', source })
  if (controller) {
    if (parseControllerName(controller) === null)
      throw problem('usage', {
        message: `invalid TKNG_CONTROLLER "${controller}"`,
        hint: 'it is NAME or NAMESPACE/NAME',
      })
    settings.set('controller', { value: controller, origin: 'TKNG_CONTROLLER', source })
  }
  return settings
}
