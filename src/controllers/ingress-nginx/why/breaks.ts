/** What makes nginx refuse the whole configuration: told of the Ingresses that bring it about, and of those that came later. */
import type { Told } from '../../../domain/findings/facts.js'
import { isSame, nameOf, type Ref } from '../../../domain/objects/ref.js'
import type { Breaks, ConfFlaw } from '../../shared/nginx/breaks.js'
import { type Cause, causeOf, doubtful } from './cause.js'

/** @param path of one rule; null: of the Ingress as a whole */
export function breakCauses(breaks: Breaks, own: Ref, path: string | null): Cause[] {
  const exact = breaks.by(own).filter((one) => (path === null ? one.path === null : isOf(one, path)))
  if (exact.length > 0) return exact.map((flaw) => breaking(flaw, own))
  const before = path === null ? null : breaks.before(own)
  return before === null ? [] : [blocked(before, own)]
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
