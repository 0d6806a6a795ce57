/** What makes nginx refuse the whole configuration: told of the Ingresses that bring it about, and of those that came later. */
import type { Told } from '../../../domain/findings/facts.js'
import { isSame, nameOf, type Ref } from '../../../domain/objects/ref.js'
import { type ConfFlaw, confFlaws } from '../model/conf-flaws.js'
import type { Kept, Model } from '../model/types.js'
import { type Cause, causeOf, doubtful } from './cause.js'
import { regexFlaws } from './regex-flaws.js'

export interface Breaks {
  /** the oldest of what breaks the configuration; null: nothing does */
  readonly first: ConfFlaw | null
  /** of one path of an Ingress; null: of the Ingress as a whole */
  of(own: Kept, path: string | null): readonly Cause[]
}

export function breaksOf(model: Model): Breaks {
  // A Prefix path is written twice, and breaks twice.
  const flaws = [...new Map([...confFlaws(model), ...regexFlaws(model)].map((flaw) => [keyOf(flaw), flaw])).values()]
  const createdAt = new Map(model.kept.map(({ ref, ingress }) => [nameOf(ref), ingress.metadata.creationTimestamp]))
  /** It holds from the last of its Ingresses on; null: not known. */
  const since = (flaw: ConfFlaw) => {
    const times = flaw.ingresses.map((ref) => createdAt.get(nameOf(ref)) ?? null)
    return times.reduce((latest, one) => (latest === null || one === null ? null : one > latest ? one : latest), '')
  }
  const first = flaws
    .map((flaw) => ({ flaw, since: since(flaw) ?? '9999' }))
    .sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0))[0]
  const byIngress = new Map<string, ConfFlaw[]>()
  for (const flaw of flaws)
    for (const key of new Set(flaw.ingresses.map(nameOf))) byIngress.set(key, [...(byIngress.get(key) ?? []), flaw])
  return {
    first: first?.flaw ?? null,
    of: (own, path) => {
      const guilty = byIngress.get(nameOf(own.ref)) ?? []
      const [mine = first?.flaw] = guilty
      const exact = path === null ? guilty.filter((one) => one.path === null) : guilty.filter((one) => isOf(one, path))
      if (exact.length > 0) return exact.map((flaw) => breaking(flaw, own.ref))
      const created = own.ingress.metadata.creationTimestamp
      const isLater = guilty.length > 0 || (first !== undefined && Boolean(created) && (created ?? '') >= first.since)
      return path !== null && isLater && mine !== undefined ? [blocked(mine, own.ref)] : []
    },
  }
}

function keyOf({ found, host, path, ingresses }: ConfFlaw): string {
  return [found.code, host, path?.replace(/\/$/, ''), ...ingresses.map(nameOf)].join(' ')
}

/** A Prefix path is written with a slash at its end. */
function isOf({ path: written }: ConfFlaw, path: string): boolean {
  return written !== null && (written === path || written === `${path}/`)
}

function breaking({ found, ingresses }: ConfFlaw, own: Ref): Cause {
  const others = [...new Map(ingresses.map((ref) => [nameOf(ref), ref])).values()].filter((ref) => !isSame(ref, own))
  return causeOf({ ...found, facts: { ...found.facts, others } } as Told, null, {
    shows: 'absent',
    marks: ['[emerg]'],
    inferred: found.code === 'regex-breaks',
  })
}

function blocked({ found, ingresses }: ConfFlaw, own: Ref): Cause {
  const isOwn = ingresses.some((ref) => isSame(ref, own))
  return doubtful('reload-blocked', { by: found, culprit: ingresses.at(-1) ?? null, isOwn }, { shows: 'absent' })
}
