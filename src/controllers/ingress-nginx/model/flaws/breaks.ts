/** Which Ingresses make nginx refuse the whole configuration, and which came too late to be loaded because of them. */

import { told } from '../../../../domain/findings/finding.js'
import { nameOf } from '../../../../domain/objects/ref.js'
import { onceFor } from '../../../../domain/remember.js'
import { patternFault } from '../../../../languages/nginx/pcre/fault.js'
import { type Breaks, breaksFrom, type ConfFlaw } from '../../../shared/nginx/breaks.js'
import { expand } from '../expand.js'
import type { Model } from '../types.js'
import { confFlaws } from './conf.js'
import { snippetFlaws } from './snippet.js'
import { valueFlaws } from './value.js'

/** Worked out once for a model: `why` and `trace` read the same. */
export const breaksOf = onceFor(findBreaks)

function findBreaks(model: Model): Breaks {
  const flaws = [...confFlaws(model), ...regexFlaws(model), ...snippetFlaws(model), ...valueFlaws(model)]
  // Where nothing breaks nobody asks who came before.
  const kept = flaws.length === 0 ? [] : model.kept
  return breaksFrom(flaws, new Map(kept.map(({ ref, ingress }) => [nameOf(ref), ingress.metadata.creationTimestamp])))
}

/** Only what PCRE refuses for certain. */
function regexFlaws({ servers }: Model): ConfFlaw[] {
  return [...servers.values()].flatMap((server): ConfFlaw[] => {
    if (server.authTlsError !== null || server.locations.every(({ path }) => patternFault(path) === null)) return []
    const { written, isRegex } = expand(server)
    if (!isRegex) return []
    return written.flatMap(({ path, location }): ConfFlaw[] => {
      const fault = patternFault(path)
      if (fault === null) return []
      const { host } = server
      const ingresses = location.owner ? [location.owner.ref] : []
      return [{ found: told('regex-breaks', { host, path, fault, others: ingresses }), host, path, ingresses }]
    })
  })
}
