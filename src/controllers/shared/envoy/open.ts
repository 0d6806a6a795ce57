/** Opens a replica: an Envoy, or what steers it, of which nothing is asked but its log. */
import type { Replica } from '../../../domain/controllers/controller.js'
import type { Observation, SavedTexts } from '../../../domain/controllers/observation.js'
import type { PodAccess } from '../../../domain/controllers/pod-access.js'
import { outOfReach, reachOf, unsupported } from '../reach.js'
import { files } from './files.js'
import { observationOf } from './observation.js'
import { saidBefore, saidLive } from './said.js'
import type { EnvoyWords } from './words.js'
import { settingsOf } from './workload.js'

export function observe(pods: PodAccess, replica: Replica, words: EnvoyWords): Observation {
  const reach = reachOf(pods, replica)
  return isSteering(replica)
    ? { ...unsupported(replica, words.title), ...reach }
    : observationOf(replica, saidLive(pods, replica, words.adminPort), reach, words)
}

export function replay(saved: SavedTexts, replica: Replica, words: EnvoyWords): Observation {
  const reach = outOfReach(replica, saved.source, saved.text(files.log))
  return isSteering(replica)
    ? { ...unsupported(replica, words.title), ...reach }
    : observationOf(replica, saidBefore(saved, replica), reach, words)
}

function isSteering(replica: Replica): boolean {
  return settingsOf(replica).role === 'control plane'
}
