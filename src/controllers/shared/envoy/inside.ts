/** What is inside of a controller whose proxies are Envoys: how a dialect of it opens, shows and understands them. */
import type { Dialect } from '../../../domain/controllers/dialect.js'
import { upstreamsOf } from './clusters.js'
import { envoyDiscretion } from './discretion.js'
import { envoyLog } from './log.js'
import { maskValue } from './mask.js'
import { observe, replay } from './open.js'
import type { EnvoyWords } from './words.js'

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
