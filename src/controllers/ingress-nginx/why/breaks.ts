/** What makes nginx refuse the whole configuration: told of the Ingresses that bring it about, and of those that came later. */
import { type Ref, refKey } from '../../../domain/objects.js'
import { type ConfFlaw, confFlaws } from '../model/conf-flaws.js'
import type { Kept, Model } from '../model/types.js'
import { doubtful, type Finding } from './finding.js'

export interface Breaks {
  readonly flaws: readonly ConfFlaw[]
  of(own: Kept): readonly Finding[]
}

export function breaksOf(model: Model): Breaks {
  const flaws = confFlaws(model)
  const createdAt = new Map(model.kept.map(({ ref, ingress }) => [refKey(ref), ingress.metadata.creationTimestamp]))
  /** It holds from the last of its Ingresses on; null: not known. */
  const since = (flaw: ConfFlaw) => {
    const times = flaw.ingresses.map((ref) => createdAt.get(refKey(ref)) ?? null)
    return times.reduce((latest, one) => (latest === null || one === null ? null : one > latest ? one : latest), '')
  }
  const first = flaws
    .map((flaw) => ({ flaw, since: since(flaw) ?? '9999' }))
    .sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0))[0]
  return {
    flaws,
    of: (own) => {
      const key = refKey(own.ref)
      const guilty = flaws.filter(({ ingresses }) => ingresses.some((ref) => refKey(ref) === key))
      if (guilty.length > 0) return guilty.map((flaw) => breaking(flaw, own.ref))
      const created = own.ingress.metadata.creationTimestamp
      if (first === undefined || !created || created < first.since) return []
      return [blocked(first.flaw)]
    },
  }
}

const stops = 'no change of any Ingress takes effect, and what was loaded last is served on'

function breaking({ code, message, fix, ingresses }: ConfFlaw, own: Ref): Finding {
  const others = [...new Set(ingresses.map(refKey))].filter((key) => key !== refKey(own))
  const also = others.length === 0 ? '' : ` (with Ingress ${others.join(', ')})`
  return doubtful(code, 'error', `${message}${also}: ${stops}`, {
    fix: `${fix.charAt(0).toUpperCase()}${fix.slice(1)}.`,
    shows: 'absent',
    marks: ['[emerg]'],
  })
}

function blocked({ ingresses, message }: ConfFlaw): Finding {
  const culprit = ingresses.at(-1)
  return doubtful(
    'reload-blocked',
    'error',
    `it came after Ingress ${culprit ? refKey(culprit) : 'another Ingress'} broke the configuration (${message}): nothing newer takes effect`,
    {
      fix: `Cure Ingress ${culprit ? refKey(culprit) : 'that Ingress'} first: "kubectl tkng why" tells how.`,
      shows: 'absent',
    },
  )
}
