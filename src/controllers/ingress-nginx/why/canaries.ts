/** What became of a canary's rule: does anything reach it, and by its own policy. */
import { isSame, nameOf } from '../../../domain/objects/ref.js'
import { pathTypeOf } from '../model/locations.js'
import type { Asked, CanaryFate, Kept, Model, Upstream } from '../model/types.js'
import { serverOf } from '../model/types.js'
import { blocking, type Cause, remark } from './cause.js'

/** @param fate of this path; undefined: there is no ordinary Ingress at all */
export function canaryCauses(model: Model, own: Kept, asked: Asked, fate: CanaryFate['fate'] | undefined): Cause[] {
  const { upstream: name, field, host, path } = asked
  const canary = own.annotations.canary
  if (name === null || canary === null) return []
  const more = { field, marks: [`alternative backend ${name}`] }
  const upstream = model.upstreams.get(name)
  if (fate === 'is-primary' || asked.location !== null || (upstream && upstream.canary === null))
    return [isPrimary(asked, own, name, upstream)]
  if (fate === 'no-host') return [blocking('canary-no-host', { host }, more)]
  if (fate !== 'merged' || upstream === undefined)
    return [blocking('canary-no-primary', { host, path, pathType: pathTypeOf(asked.pathType) }, more)]
  return shared(model, own, asked, upstream)
}

function isPrimary({ field, location }: Asked, { ref }: Kept, name: string, upstream: Upstream | undefined): Cause {
  const facts = { upstream: name, creator: upstream?.creator ?? null }
  const at = `${field}.backend.service`
  return location !== null
    ? remark('canary-as-location', facts, { field: at })
    : blocking('canary-is-primary', facts, {
        field: at,
        marks: [`alternative upstream ${name} in Ingress ${nameOf(ref)}`],
      })
}

/** Merged: is it the one alternative that counts, by its own policy. */
function shared(model: Model, own: Kept, asked: Asked, upstream: Upstream): Cause[] {
  const { field } = asked
  const primaries = (serverOf(model, asked.host)?.locations ?? [])
    .filter(({ path, pathType }) => path === asked.path && pathType === pathTypeOf(asked.pathType))
    .flatMap((location) => model.upstreams.get(location.upstream) ?? [])
  const first = primaries.flatMap(({ name, alternatives: [before] }) =>
    before === undefined ? [] : { primary: name, before },
  )
  const [other] = first
  if (other !== undefined && !first.some(({ before }) => before === upstream.name)) {
    const creator = model.upstreams.get(other.before)?.creator ?? null
    return [blocking('canary-not-first', { ...other, creator }, { field })]
  }
  const { creator } = upstream
  if (creator === null || upstream.canary === null) return []
  if (!isSame(creator, own.ref)) {
    const facts = { upstream: upstream.name, creator }
    return [remark('canary-policy-of-other', facts, { field: `${field}.backend.service` })]
  }
  const { weight, header, cookie } = upstream.canary
  return weight > 0 || header !== '' || cookie !== '' ? [] : [remark('canary-weight-0', {}, { field })]
}
