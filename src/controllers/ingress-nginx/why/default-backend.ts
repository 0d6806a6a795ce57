/** What became of `spec.defaultBackend`, and of rules without paths. */

import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { isSame } from '../../../domain/objects/ref.js'
import type { Kept, Model } from '../model/types.js'
import { defaultServer } from '../model/types.js'
import { serviceBackend, upstreamName } from '../model/upstreams.js'
import { backendCauses } from './backends.js'
import { blocking, type Cause, remark } from './cause.js'

const field = 'spec.defaultBackend'

export function defaultBackendCauses(model: Model, own: Kept, { inventory }: RoutingFacts): Cause[] {
  const { spec } = own.ingress
  if (!spec?.defaultBackend) return []
  const backend = serviceBackend(own.ref.namespace, spec.defaultBackend)
  if (backend === null) return [blocking('resource-backend', { isDefault: true }, { field })]
  if (own.annotations.canary) return canaryCauses(model, own)
  const lost = (spec.rules ?? []).length === 0 ? catchAllTaken(model, own) : hostsTaken(model, own)
  const upstream = model.upstreams.get(upstreamName(backend))
  return lost.some(({ blocks }) => blocks) || upstream === undefined
    ? lost
    : [...lost, ...backendCauses(inventory, { backend, field, instead: { is: 'nobody' } }, upstream)]
}

/** A canary's shares the traffic of whatever hosts without a server of their own lead to. */
function canaryCauses({ canaries }: Model, own: Kept): Cause[] {
  if (canaries.some(({ canary, path, fate }) => canary === own && path === null && fate === 'merged')) return []
  return [blocking('canary-no-primary', { host: null, path: null, pathType: null }, { field })]
}

/** Without rules it answers for every host that no other Ingress names: the first does. */
function catchAllTaken({ servers }: Model, own: Kept): Cause[] {
  const owner = servers.get(defaultServer)?.byPath.get('/')?.owner?.ref ?? null
  return owner && isSame(owner, own.ref) ? [] : [blocking('catch-all-taken', { owner }, { field })]
}

/** With rules it answers for the paths that the Ingress leaves open, on hosts that it was the first to name. */
function hostsTaken({ servers, kept }: Model, own: Kept): Cause[] {
  const hosts = [...new Set((own.ingress.spec?.rules ?? []).flatMap(({ host }) => host || []))]
  return hosts.flatMap((host) => {
    const first = kept.find(
      ({ annotations, ingress }) => !annotations.canary && ingress.spec?.rules?.some((rule) => rule.host === host),
    )
    const isRoot = servers.get(host)?.byPath.get('/')?.isDefault
    if (first === undefined || first === own || !isRoot) return []
    return [remark('default-backend-unused', { host, first: first.ref }, { field, inferred: true })]
  })
}

/** A rule without paths makes the host known, and nothing else. */
export function emptyRule(own: Kept, ruleField: string): Cause[] {
  return own.ingress.spec?.defaultBackend ? [] : [blocking('no-paths', {}, { field: ruleField })]
}

/** The API refuses it, but a file may hold it. */
export function nothingAsked({ spec }: Kept['ingress']): Cause[] {
  return spec?.defaultBackend || spec?.rules?.length ? [] : [blocking('nothing-asked', {}, { field: 'spec' })]
}
