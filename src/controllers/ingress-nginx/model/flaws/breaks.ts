/** Which Ingresses make nginx refuse the whole configuration, and which came too late to be loaded because of them. */

import { told } from '../../../../domain/findings/finding.js'
import { addTo } from '../../../../domain/groups.js'
import { nameOf, type Ref } from '../../../../domain/objects/ref.js'
import { onceFor } from '../../../../domain/remember.js'
import { patternFault } from '../../../../languages/nginx/pcre/fault.js'
import { expand } from '../expand.js'
import type { Model } from '../types.js'
import { type ConfFlaw, confFlaws } from './conf.js'
import { snippetFlaws } from './snippet.js'
import { valueFlaws } from './value.js'

export interface Breaks {
  readonly flaws: readonly ConfFlaw[]
  /** the one that holds longest; null: nothing breaks the configuration */
  readonly first: ConfFlaw | null
  /** those that an Ingress has a part in */
  by(ref: Ref): readonly ConfFlaw[]
  /** what keeps an Ingress from being loaded as it is now; null: nothing, or it was there before */
  before(ref: Ref): ConfFlaw | null
}

/** Worked out once for a model: `why` and `trace` read the same. */
export const breaksOf = onceFor(findBreaks)

function findBreaks(model: Model): Breaks {
  // A Prefix path is written twice, and breaks twice.
  const flaws = [
    ...new Map(
      [...confFlaws(model), ...regexFlaws(model), ...snippetFlaws(model), ...valueFlaws(model)].map((flaw) => [
        keyOf(flaw),
        flaw,
      ]),
    ).values(),
  ]
  const createdAt = new Map(model.kept.map(({ ref, ingress }) => [nameOf(ref), ingress.metadata.creationTimestamp]))
  /** It holds from the last of its Ingresses on; one without a time, from a file, is the youngest. */
  const since = (flaw: ConfFlaw) =>
    flaw.ingresses.map((ref) => createdAt.get(nameOf(ref)) ?? '9999').reduce((a, b) => (a > b ? a : b), '')
  const [first] = flaws
    .map((flaw) => ({ flaw, since: since(flaw) }))
    .sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0))
  const byIngress = new Map<string, ConfFlaw[]>()
  for (const flaw of flaws) for (const key of new Set(flaw.ingresses.map(nameOf))) addTo(byIngress, key, flaw)
  const by = (ref: Ref) => byIngress.get(nameOf(ref)) ?? []
  return {
    flaws,
    first: first?.flaw ?? null,
    by,
    before: (ref) => {
      if (first === undefined) return null
      const [own] = by(ref)
      const created = createdAt.get(nameOf(ref))
      return own ?? (created && created >= first.since ? first.flaw : null)
    },
  }
}

function keyOf({ found, host, path, ingresses }: ConfFlaw): string {
  return [found.code, host, path?.replace(/\/$/, ''), ...ingresses.map(nameOf)].join(' ')
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
