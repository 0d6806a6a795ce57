/** What makes nginx refuse the whole configuration: told of the Ingresses that bring it about, and of those that came later. */
import type { Told } from '../../../domain/findings/facts.js'
import { isSame, nameOf, type Ref } from '../../../domain/objects/ref.js'
import type { Breaks, ConfFlaw } from '../../shared/nginx/breaks.js'
import { type Cause, causeOf, doubtful } from './cause.js'

/**
 * @param prefix of the controller's annotations
 * @param rule its path, and the field that it stands in; null: the Ingress as a whole
 */
export function breakCauses(
  breaks: Breaks,
  own: Ref,
  prefix: string,
  rule: { readonly path: string; readonly field?: string } | null,
): Cause[] {
  if (breaks.first === null) return []
  const path = rule?.path ?? null
  const exact = breaks.by(own).filter((one) => (path === null ? one.path === null : isOf(one, path)))
  if (exact.length > 0) return exact.map((flaw) => breaking(flaw, own, fieldOf(flaw, prefix, rule?.field)))
  const before = path === null ? null : breaks.before(own)
  return before === null ? [] : [blocked(before, own)]
}

/** A Prefix path is written with a slash at its end. */
function isOf({ path: written }: ConfFlaw, path: string): boolean {
  return written !== null && (written === path || written === `${path}/`)
}

/** Where it is written: an annotation, or else the path. */
function fieldOf({ found }: ConfFlaw, prefix: string, ruleField: string | undefined): string | null {
  const name =
    found.code === 'www-of-wildcard'
      ? 'from-to-www-redirect'
      : found.code === 'snippet-breaks'
        ? found.facts.key
        : found.code === 'value-breaks'
          ? found.facts.annotation
          : null
  if (name !== null) return `metadata.annotations["${prefix}/${name}"]`
  return ruleField === undefined ? null : `${ruleField}.path`
}

function breaking({ found, ingresses }: ConfFlaw, own: Ref, field: string | null): Cause {
  const others = [...new Map(ingresses.map((ref) => [nameOf(ref), ref])).values()].filter((ref) => !isSame(ref, own))
  return causeOf({ ...found, facts: { ...found.facts, others } } as Told, null, {
    field,
    shows: 'absent',
    marks: ['[emerg]'],
    inferred: found.code === 'regex-breaks',
  })
}

function blocked({ found, ingresses }: ConfFlaw, own: Ref): Cause {
  const isOwn = ingresses.some((ref) => isSame(ref, own))
  return doubtful('reload-blocked', { by: found, culprit: ingresses.at(-1) ?? null, isOwn }, { shows: 'absent' })
}
