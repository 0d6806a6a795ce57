/** What the model says of one rule: what became of it, and what stands behind it. */

import type { Instead } from '../../../domain/findings/backend-facts.js'
import type { Taker } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { nameOf, refKey } from '../../../domain/objects/ref.js'
import { urlOf } from '../../../domain/requests/host.js'
import { isRegexHost } from '../model/expand.js'
import { fatesOf, isPassedOn, keptBy } from '../model/of-one.js'
import type { Asked, CanaryFate, Kept, Model, Upstream } from '../model/types.js'
import { serverOf } from '../model/types.js'
import { authCauses, trapCauses } from './annotations/traps.js'
import { backendCauses } from './backends.js'
import { canaryCauses } from './canaries.js'
import { blocking, type Cause, doubtful, remark, together } from './cause.js'
import type { RuleFacts } from './part.js'
import { fateCauses, pathCauses } from './paths.js'

export function ruleCauses(around: RuleFacts, own: Kept, asked: Asked): readonly Cause[] {
  const { model, hosts } = around
  const { host, backend, field, location } = asked
  const upstream = upstreamOf(model, asked)
  const server = serverOf(model, host)
  const isCanary = own.annotations.canary !== null
  const canary = isCanary ? canaryCauses(model, own, asked, fateOf(model, own, asked)) : []
  const isLost = canary.some(({ blocks }) => blocks) || (!isCanary && location === null)
  const isRegex = server !== undefined && isRegexHost(server)
  const refused = server && !isPassedOn(model, asked) ? hosts.refused(own, server) : []
  return together(
    isCanary && backend !== null ? [] : fateCauses(sharing(model, asked)),
    refused,
    isLost || isCanary || own.annotations.denied !== null ? [] : authCauses(around, own, asked),
    isLost ? canary : behindCauses(around, own, asked, `${field}.backend`, canary, refused.length > 0),
    isLost || !upstream ? [] : ofCreator(around, own, upstream, field),
    pathCauses(model.policy, { target: own.annotations.rewrite.target, isCanary, isRegex }, asked),
    trapCauses(around, own, asked),
  )
}

function upstreamOf({ upstreams }: Model, { upstream }: Asked): Upstream | undefined {
  return upstream === null ? undefined : upstreams.get(upstream)
}

/** Whoever says how much of a path it wants, and of whom, does not want the path alone. */
function sharing({ flaws }: Model, asked: Asked): Asked {
  const { fate, ref } = asked
  if (fate?.code !== 'duplicate' || !flaws.get(refKey(ref))?.some(({ code }) => code === 'canary-not-enabled'))
    return asked
  return { ...asked, fate: told('duplicate', { ...fate.facts, canary: true }) }
}

function fateOf(model: Model, own: Kept, { host, path }: Asked): CanaryFate['fate'] | undefined {
  return fatesOf(model, own).findLast((one) => one.host === host && one.path === path)?.fate
}

/**
 * Whether the requests for a path get to its backend, and what stands behind it.
 * @param asked became a location, or is a canary's that was merged
 * @param at where the backend stands in the Ingress
 * @param canary what is said of it already as a canary's
 */
export function behindCauses(
  { model, facts, reaches }: RuleFacts,
  own: Kept,
  asked: Asked,
  at: string,
  canary: readonly Cause[],
  isShut: boolean,
): readonly Cause[] {
  const { backend } = asked
  const upstream = upstreamOf(model, asked)
  if (backend === null || !upstream) return canary
  const named = backendCauses(facts.inventory, { backend, field: at, instead: insteadOf(model, own, asked) }, upstream)
  // A canary has no location that could deny.
  const isDenied = own.annotations.denied !== null && own.annotations.canary === null && !isPassedOn(model, asked)
  const reach = isShut || isDenied ? null : reaches.of(own, asked)
  const unloaded =
    reach?.unloaded === undefined ? [] : [doubtful('undecided', { why: reach.unloaded }, { shows: 'absent' })]
  const behind = together(named, inVain(model, own, named), unloaded)
  switch (reach?.is) {
    case 'answered': {
      const { status, location, endless } = reach
      // Whoever is sent elsewhere is served as asked for; whoever is refused is not.
      const isRefusal = status !== null && status >= 400
      const { field } = asked
      if (endless !== null) return [...canary, blocking('redirect-endless', { url: endless }, { field })]
      return [...canary, (isRefusal ? blocking : remark)('backend-not-asked', { status, location }, { field })]
    }
    case 'unknown':
      return [...canary, ...behind, doubtful('undecided', { why: reach.why })]
    case 'missed': {
      const isSaid = canary.length > 0 || (own.annotations.canary !== null && named.some(({ blocks }) => blocks))
      const missed = blocking(
        'never-matches',
        { request: urlOf(reach.request), taker: reach.by },
        { field: asked.field },
      )
      return [...canary.map((one) => ({ ...one, blocks: true })), ...behind, ...(isSaid ? [] : [missed])]
    }
    default:
      return together(canary, behind, reach == null ? [] : shadowed(model, asked, reach.ownPath))
  }
}

/** Where the paths of a host are patterns, the longest text comes first, and that need not be the one that fits best. */
function shadowed(model: Model, { ref, host, path, field }: Asked, taker: Taker | null): Cause[] {
  const server = serverOf(model, host)
  // Within one Ingress it is meant.
  if (server === undefined || taker?.is !== 'rule' || nameOf(taker.ingress) === nameOf(ref)) return []
  if (!isRegexHost(server)) return []
  const facts = { host: server.host, path, other: taker.path, owner: taker.ingress }
  return [remark('shadowed', facts, { field: `${field}.path` })]
}

/** Who answers where the Service of the rule has no endpoint. */
function insteadOf({ upstreams }: Model, own: Kept, { upstream, location }: Asked): Instead {
  if (location === null) return { is: own.annotations.canary === null ? 'nobody' : 'primary' }
  if (upstream === null || location.upstream === upstream) return { is: 'nobody' }
  const isEmpty = upstreams.get(location.upstream)?.endpoints?.length === 0
  return { is: 'upstream', name: location.upstream, annotation: 'default-backend', ...(isEmpty && { isEmpty }) }
}

/** Whoever names a Service and port first decides for all how it is reached. */
function ofCreator({ model }: RuleFacts, own: Kept, { creator, name }: Upstream, field: string): Cause[] {
  if (creator === own.ref) return []
  const other = keptBy(model, creator)
  if (!other || other === own) return []
  const [mine, theirs] = [own.annotations.serviceUpstream, other.annotations.serviceUpstream]
  if (mine === theirs) return []
  return [
    remark(
      'service-upstream-of-other',
      { upstream: name, other: other.ref, isSet: theirs },
      {
        field: mine
          ? `metadata.annotations["${model.policy.annotationsPrefix}/service-upstream"]`
          : `${field}.backend.service`,
      },
    ),
  ]
}

/** `default-backend` steps in only where its own Service has an endpoint. */
function inVain({ policy }: Model, { annotations: { defaultBackend } }: Kept, named: readonly Cause[]): Cause[] {
  if (defaultBackend === null || !named.some(({ shows }) => shows === 'empty')) return []
  const field = `metadata.annotations["${policy.annotationsPrefix}/default-backend"]`
  return [remark('default-backend-empty', { service: defaultBackend }, { field })]
}
