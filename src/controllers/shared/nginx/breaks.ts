/** Which objects make nginx refuse the whole configuration, and which came too late to be loaded because of them. */
import type { BreakCode, Told } from '../../../domain/findings/facts.js'
import { type Finding, finding } from '../../../domain/findings/finding.js'
import { addTo } from '../../../domain/groups.js'
import { type NamespacedName, nameOf, type Ref } from '../../../domain/objects/ref.js'

export interface ConfFlaw {
  readonly found: Told<BreakCode>
  readonly host: string
  readonly path: string | null
  /** the objects that bring it about, the one that came last at the end */
  readonly ingresses: readonly Ref[]
}

export interface Breaks {
  readonly flaws: readonly ConfFlaw[]
  /** the one that holds longest; null: nothing breaks the configuration */
  readonly first: ConfFlaw | null
  /** those that an object has a part in */
  by(ref: Ref): readonly ConfFlaw[]
  /** what keeps an object from being loaded as it is now; null: nothing, or it was there before */
  before(ref: Ref): ConfFlaw | null
}

/** @param createdAt by `NAMESPACE/NAME`; one without a time, from a file, is the youngest */
export function breaksFrom(
  all: readonly ConfFlaw[],
  createdAt: ReadonlyMap<string, string | null | undefined>,
): Breaks {
  // A path that is written twice breaks twice.
  const flaws = [...new Map(all.map((flaw) => [flawKey(flaw), flaw])).values()]
  /** It holds from the last of its objects on. */
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

/** What the ConfigMap breaks by itself: with an Ingress, it is told of that. */
export function breaksOfConfig({ flaws }: Breaks, configMap: NamespacedName | null): Finding[] {
  if (configMap === null) return []
  const source = { ...configMap, kind: 'ConfigMap' }
  return flaws.flatMap(({ found, ingresses }) => (ingresses.length === 0 ? [finding(found, source)] : []))
}

function flawKey({ found, host, path, ingresses }: ConfFlaw): string {
  const key = found.code === 'snippet-breaks' ? found.facts.key : ''
  return [found.code, key, host, path?.replace(/\/$/, ''), ...ingresses.map(nameOf)].join(' ')
}
