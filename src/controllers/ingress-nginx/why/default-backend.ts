/** What became of `spec.defaultBackend`, and of rules without paths. */

import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { isSame, nameOf } from '../../../domain/objects/ref.js'
import type { Kept, Model } from '../model/types.js'
import { defaultServer } from '../model/types.js'
import { serviceBackend, upstreamName } from '../model/upstreams.js'
import { backendFindings } from './backends.js'
import { blocking, type Finding, remark } from './finding.js'

const field = 'spec.defaultBackend'

export function defaultBackendFindings(model: Model, own: Kept, { inventory }: RoutingFacts): Finding[] {
  const { spec } = own.ingress
  if (!spec?.defaultBackend) return []
  const backend = serviceBackend(own.ref.namespace, spec.defaultBackend)
  if (backend === null)
    return [
      blocking('resource-backend', 'its default backend is no Service, which the controller ignores', {
        field,
        fix: 'Name a Service as the default backend.',
      }),
    ]
  if (own.annotations.canary) return canaryFindings(model, own)
  const lost = (spec.rules ?? []).length === 0 ? catchAllTaken(model, own) : hostsTaken(model, own)
  const upstream = model.upstreams.get(upstreamName(backend))
  return lost.some(({ blocks }) => blocks) || upstream === undefined
    ? lost
    : [...lost, ...backendFindings(inventory, { backend, field }, upstream)]
}

/** A canary's shares the traffic of whatever hosts without a server of their own lead to. */
function canaryFindings({ canaries }: Model, own: Kept): Finding[] {
  if (canaries.some(({ canary, path, fate }) => canary === own && path === null && fate === 'merged')) return []
  const message =
    'no ordinary Ingress answers for every host, so there is nothing that the default backend of the canary could share'
  return [
    blocking('canary-no-primary', message, { field, fix: 'Remove the default backend, or give the canary rules.' }),
  ]
}

/** Without rules it answers for every host that no other Ingress names: the first does. */
function catchAllTaken({ servers }: Model, own: Kept): Finding[] {
  const owner = servers.get(defaultServer)?.byPath.get('/')?.owner
  if (owner && isSame(owner.ref, own.ref)) return []
  return [
    blocking(
      'catch-all-taken',
      `Ingress ${owner ? nameOf(owner.ref) : 'another Ingress'} answers for all hosts already, and comes first: this default backend is ignored`,
      { field, fix: 'Remove one of the two default backends, or give this one a host.' },
    ),
  ]
}

/** With rules it answers for the paths that the Ingress leaves open, on hosts that it was the first to name. */
function hostsTaken({ servers, kept }: Model, own: Kept): Finding[] {
  const hosts = [...new Set((own.ingress.spec?.rules ?? []).flatMap(({ host }) => host || []))]
  return hosts.flatMap((host) => {
    const first = kept.find(
      ({ annotations, ingress }) => !annotations.canary && ingress.spec?.rules?.some((rule) => rule.host === host),
    )
    const isRoot = servers.get(host)?.byPath.get('/')?.isDefault
    if (first === undefined || first === own || !isRoot) return []
    const message = `host ${host} was named by Ingress ${nameOf(first.ref)} first, so the default backend of this one does not count there`
    return [
      remark('default-backend-unused', 'warning', message, { field, fix: `Add path / for ${host}.`, inferred: true }),
    ]
  })
}

/** A rule without paths makes the host known, and nothing else. */
export function emptyRule(own: Kept, ruleField: string): Finding[] {
  if (own.ingress.spec?.defaultBackend) return []
  return [
    blocking('no-paths', 'the rule has no paths, and the Ingress no default backend: its host answers 404', {
      field: ruleField,
      fix: 'Give the rule http paths, or the Ingress a default backend.',
    }),
  ]
}

/** The API refuses it, but a file may hold it. */
export function nothingAsked({ spec }: Kept['ingress']): Finding[] {
  if (spec?.defaultBackend || spec?.rules?.length) return []
  return [
    blocking('nothing-asked', 'it has neither rules nor a default backend', {
      field: 'spec',
      fix: 'Give it rules, or a default backend.',
    }),
  ]
}
