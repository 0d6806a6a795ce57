/** What became of a canary's rule: does anything reach it, and by its own policy. */
import { isSame, nameOf } from '../../../domain/objects/ref.js'
import { pathTypeOf } from '../model/locations.js'
import type { Asked, CanaryFate, Kept, Model, Upstream } from '../model/types.js'
import { upstreamName } from '../model/upstreams.js'
import { blocking, type Finding, remark } from './finding.js'
import { serverOf } from './paths.js'

const alone = 'Create an Ingress without canary: "true" for the same host, path and path type, or remove the canary.'

/** @param fate of this path; undefined: there is no ordinary Ingress at all */
export function canaryFindings(model: Model, own: Kept, asked: Asked, fate: CanaryFate['fate'] | undefined): Finding[] {
  const { backend, field } = asked
  const canary = own.annotations.canary
  if (backend === null || canary === null) return []
  const name = upstreamName(backend)
  const more = { field, marks: [`alternative backend ${name}`] }
  const upstream = model.upstreams.get(name)
  if (fate === 'is-primary' || asked.location !== null || (upstream && upstream.canary === null))
    return [isPrimary(asked, own, name, upstream)]
  if (fate === 'no-host')
    return [
      blocking('canary-no-host', `no Ingress but canaries asks for host ${asked.host}, so there is nothing to share`, {
        ...more,
        fix: alone,
      }),
    ]
  if (fate !== 'merged' || upstream === undefined)
    return [
      blocking(
        'canary-no-primary',
        `no ordinary Ingress asks for ${asked.host ?? 'every host'}${asked.path} as ${pathTypeOf(asked.pathType)}: the canary's upstream is deleted`,
        { ...more, fix: alone },
      ),
    ]
  return shared(model, own, asked, upstream)
}

function isPrimary({ field, location }: Asked, { ref }: Kept, name: string, upstream: Upstream | undefined): Finding {
  const other = upstream?.creator ? `Ingress ${nameOf(upstream.creator)}` : 'another Ingress'
  const fix = 'Give the canary a Service of its own, which no ordinary rule names.'
  if (location !== null)
    return remark(
      'canary-as-location',
      'warning',
      `its upstream ${name} was made by ${other} as an ordinary one, so the rule of ${nameOf(ref)} becomes a location of its own, and its canary policy does not count`,
      { field: `${field}.backend.service`, fix },
    )
  return blocking(
    'canary-is-primary',
    `its upstream ${name} was made by ${other} as an ordinary one, so its canary policy does not count: as a canary it gets no request`,
    { field: `${field}.backend.service`, fix, marks: [`alternative upstream ${name} in Ingress ${nameOf(ref)}`] },
  )
}

/** Merged: is it the one alternative that counts, by its own policy. */
function shared(model: Model, own: Kept, asked: Asked, upstream: Upstream): Finding[] {
  const { field } = asked
  const primaries = (serverOf(model, asked.host)?.locations ?? [])
    .filter(({ path, pathType }) => path === asked.path && pathType === pathTypeOf(asked.pathType))
    .flatMap((location) => model.upstreams.get(location.upstream) ?? [])
  const first = primaries.flatMap(({ alternatives }) => alternatives[0] ?? [])
  const [before] = first
  if (before !== undefined && !first.includes(upstream.name)) {
    const creator = model.upstreams.get(before)?.creator
    return [
      blocking(
        'canary-not-first',
        `only the first canary of an upstream counts, and upstream ${primaries[0]?.name} has ${before}${creator ? ` of Ingress ${nameOf(creator)}` : ''} before it`,
        { field, fix: 'Remove one of the two canaries, or give their rules backends of their own.' },
      ),
    ]
  }
  const { creator } = upstream
  if (creator === null || upstream.canary === null) return []
  if (!isSame(creator, own.ref))
    return [
      remark(
        'canary-policy-of-other',
        'warning',
        `the policy belongs to the upstream, and upstream ${upstream.name} has that of Ingress ${nameOf(creator)}: headers, cookie and weight of this one do not count`,
        { field: `${field}.backend.service`, fix: 'Give each canary a Service of its own.' },
      ),
    ]
  const { weight, header, cookie } = upstream.canary
  if (weight > 0 || header !== '' || cookie !== '') return []
  return [
    remark('canary-weight-0', 'info', 'the canary has weight 0 and no header or cookie: no request reaches it', {
      field,
    }),
  ]
}
