/** What the model says of one rule: what became of it, and what stands behind it. */

import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { nameOf, refKey } from '../../../domain/objects/ref.js'
import type { Asked, CanaryFate, Kept, Model, Upstream } from '../model/types.js'
import { upstreamName } from '../model/upstreams.js'
import { backendFindings } from './backends.js'
import { canaryFindings } from './canaries.js'
import { type Finding, remark } from './finding.js'
import type { Hosts } from './hosts.js'
import { fateFindings, pathFindings, serverOf } from './paths.js'
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

export function ruleFindings(around: Around, own: Kept, asked: Asked): Finding[] {
  const { model, hosts, shadows, fates, facts } = around
  const { ref, host, path, backend, field, location } = asked
  const upstream = backend && model.upstreams.get(upstreamName(backend))
  const server = serverOf(model, host)
  const isCanary = own.annotations.canary !== null
  const canary = isCanary ? canaryFindings(model, own, asked, fates.get(`${nameOf(ref)} ${host} ${path}`)) : []
  const isLost = canary.some(({ blocks }) => blocks) || (!isCanary && location === null)
  const found =
    backend && upstream ? backendFindings(facts.inventory, { backend, field: `${field}.backend` }, upstream) : []
  const named = isCanary && location === null ? found.map(ofCanary) : found
  const others = isLost || !upstream ? [] : ofCreator(around, own, upstream, field)
  const stands = location !== null && backend !== null && location.upstream !== upstreamName(backend)
  return [
    ...canary,
    ...(isCanary ? [] : fateFindings(asked, winnerOf(model, asked))),
    ...(server ? hosts.refused(own, server) : []),
    ...(isLost ? [] : stands ? replaced(location.upstream, named) : [...named, ...inVain(model, own, named)]),
    ...others,
    ...(server && location !== null ? shadows.findings(server, asked, location) : []),
    ...pathFindings(model, own, asked),
  ]
}

/** Whoever names a Service and port first decides for all how it is reached. */
function ofCreator({ model, kept }: Around, own: Kept, { creator, name }: Upstream, field: string): Finding[] {
  const other = creator && kept.get(refKey(creator))
  if (!other || other === own) return []
  const [mine, theirs] = [own, other].map(({ annotations }) => annotations.serviceUpstream)
  if (mine === theirs) return []
  const message = `upstream ${name} was made by Ingress ${nameOf(other.ref)}, ${theirs ? 'with' : 'without'} service-upstream, and that counts here, too: requests go to ${theirs ? 'the address of the Service' : 'its pods'}`
  return [
    remark('service-upstream-of-other', 'warning', message, {
      field: mine
        ? `metadata.annotations["${model.policy.annotationsPrefix}/service-upstream"]`
        : `${field}.backend.service`,
      fix: `Set service-upstream alike in both Ingresses.`,
    }),
  ]
}

/** `default-backend` steps in only where its own Service has an endpoint. */
function inVain({ policy }: Model, { annotations: { defaultBackend } }: Kept, named: readonly Finding[]): Finding[] {
  if (defaultBackend === null || !named.some(({ shows }) => shows === 'empty')) return []
  const message = `Service ${nameOf(defaultBackend)} of default-backend has no endpoint either, so it does not step in`
  return [
    remark('default-backend-empty', 'warning', message, {
      field: `metadata.annotations["${policy.annotationsPrefix}/default-backend"]`,
      fix: `Let Service ${nameOf(defaultBackend)} have a ready endpoint.`,
    }),
  ]
}

/** Where a canary has no endpoint, its primary answers. */
function ofCanary(one: Finding): Finding {
  return { ...one, message: one.message.replace(toNobody, ': the primary gets all requests') }
}

const toNobody = /: requests are answered with 503$/

/** Another Service answers in place of the one that has no endpoint. */
function replaced(upstream: string, named: readonly Finding[]): Finding[] {
  return named.map((one) => ({
    ...one,
    severity: 'warning' as const,
    blocks: false,
    shows: null,
    message: `${one.message.replace(toNobody, '')}: ${upstream}, from default-backend, answers in its place`,
  }))
}

function winnerOf(model: Model, { host, path, fate }: Asked) {
  if (fate?.code !== 'duplicate') return null
  return serverOf(model, host)?.byPath.get(path)?.owner?.ref ?? null
}
