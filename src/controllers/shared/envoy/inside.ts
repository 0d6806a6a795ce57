/** What is inside of a controller whose proxies are Envoys: how a dialect of it opens, shows and understands them. */

import type { Replica } from '../../../domain/controllers/controller.js'
import type { Dialect } from '../../../domain/controllers/dialect.js'
import type { Observation, SavedTexts } from '../../../domain/controllers/observation.js'
import type { PodAccess } from '../../../domain/controllers/pod-access.js'
import type { Discretion } from '../../../domain/masking/masker.js'
import { outOfReach, reachOf, unsupported } from '../reach.js'
import { envoyLog } from './log.js'
import { files, maskText, maskValue, observationOf, saidBefore, saidLive, upstreamsOf } from './mind.js'
import type { EnvoyWords } from './words.js'
import { settingsOf } from './workload.js'

/** @param own what may be shown of the controller's own objects */
export function envoyInside(words: EnvoyWords, own: Dialect['discretion']) {
  return {
    observe: (pods, replica) => observe(pods, replica, words),
    replay: (saved, replica) => replay(saved, replica, words),
    discretion: envoyDiscretion(own),
    log: envoyLog,
    backends: {
      names: () => new Map(),
      harmless: (backend) => ({ ...(maskValue(backend) as object), name: backend.name }),
      read: (backends) => upstreamsOf(words, backends),
    },
  } satisfies Partial<Dialect>
}

/** Opens a replica: an Envoy, or what steers it, of which nothing is asked but its log. */
function observe(pods: PodAccess, replica: Replica, words: EnvoyWords): Observation {
  const reach = reachOf(pods, replica)
  return isSteering(replica)
    ? { ...unsupported(replica, words.title), ...reach }
    : observationOf(replica, saidLive(pods, replica, words.adminPort), reach, words)
}

function replay(saved: SavedTexts, replica: Replica, words: EnvoyWords): Observation {
  const reach = outOfReach(replica, saved, saved.text(files.log))
  return isSteering(replica)
    ? { ...unsupported(replica, words.title), ...reach }
    : observationOf(replica, saidBefore(saved, replica), reach, words)
}

function isSteering(replica: Replica): boolean {
  return settingsOf(replica).role === 'control plane'
}

/** @param own of its flags and annotations */
function envoyDiscretion(own: Discretion | undefined): Discretion {
  const nothing: Discretion = { annotation: () => null, setting: () => null, argument: () => null, text: () => null }
  return { ...(own ?? nothing), text: (file, text) => maskText(file, text) }
}
