/** What the model says of one rule: what became of it, and what stands behind it. */

import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Instead } from '../../../domain/findings/facts.js'
import { nameOf, refKey } from '../../../domain/objects/ref.js'
import type { Asked, CanaryFate, Kept, Model, Upstream } from '../model/types.js'
import { upstreamName } from '../model/upstreams.js'
import { backendCauses } from './backends.js'
import { canaryCauses } from './canaries.js'
import { type Cause, remark } from './cause.js'
import type { Hosts } from './hosts.js'
import { fateCauses, pathCauses, serverOf } from './paths.js'
import type { Shadows } from './shadows.js'

export interface Around {
  readonly model: Model
  readonly facts: RoutingFacts
  readonly hosts: Hosts
  readonly shadows: Shadows
  /** by `NAMESPACE/NAME` */
  readonly kept: ReadonlyMap<string, Kept>
  /** `NAMESPACE/NAME HOST PATH` */
  readonly fates: ReadonlyMap<string, CanaryFate['fate']>
}

export function ruleCauses(around: Around, own: Kept, asked: Asked): Cause[] {
  const { model, hosts, shadows, fates, facts } = around
  const { ref, host, path, backend, field, location } = asked
  const upstream = backend && model.upstreams.get(upstreamName(backend))
  const server = serverOf(model, host)
  const isCanary = own.annotations.canary !== null
  const canary = isCanary ? canaryCauses(model, own, asked, fates.get(`${nameOf(ref)} ${host} ${path}`)) : []
  const isLost = canary.some(({ blocks }) => blocks) || (!isCanary && location === null)
  const named =
    backend && upstream && !isLost
      ? backendCauses(facts.inventory, { backend, field: `${field}.backend`, instead: insteadOf(own, asked) }, upstream)
      : []
  return [
    ...canary,
    ...(isCanary ? [] : fateCauses(asked)),
    ...(server ? hosts.refused(own, server) : []),
    ...named,
    ...inVain(model, own, named),
    ...(isLost || !upstream ? [] : ofCreator(around, own, upstream, field)),
    ...(server && location !== null ? shadows.causes(server, asked, location) : []),
    ...pathCauses(model, own, asked),
  ]
}

/** Who answers where the Service of the rule has no endpoint. */
function insteadOf(own: Kept, { backend, location }: Asked): Instead {
  if (location === null) return { is: own.annotations.canary === null ? 'nobody' : 'primary' }
  return backend === null || location.upstream === upstreamName(backend)
    ? { is: 'nobody' }
    : { is: 'upstream', name: location.upstream, annotation: 'default-backend' }
}

/** Whoever names a Service and port first decides for all how it is reached. */
function ofCreator({ model, kept }: Around, own: Kept, { creator, name }: Upstream, field: string): Cause[] {
  const other = creator && kept.get(refKey(creator))
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
