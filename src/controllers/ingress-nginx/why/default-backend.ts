/** What became of `spec.defaultBackend`, and of rules without paths. */

import { repeatsRules } from '../../../domain/objects/default-backend.js'
import { ruleHosts } from '../../../domain/objects/ingress-hosts.js'
import { isSame } from '../../../domain/objects/ref.js'
import { askedDefault, defaultField as field } from '../model/default-backends.js'
import { fatesOf, keptOn } from '../model/of-one.js'
import type { Kept, Location, Model } from '../model/types.js'
import { defaultServer } from '../model/types.js'
import { serviceBackend } from '../model/upstreams/upstreams.js'
import { blocking, type Cause, remark } from './cause.js'
import type { RuleFacts } from './part.js'
import { behindCauses } from './rule.js'

export function defaultBackendCauses(around: RuleFacts, own: Kept): Cause[] {
  const { model } = around
  const { spec } = own.ingress
  if (!spec?.defaultBackend) return []
  const lost = lostDefault(model, own)
  const asked = askedDefault(own, defaultLocation(model, own))
  if (asked.backend === null || lost.some(({ blocks }) => blocks)) return lost
  const isCatchAll = (spec.rules ?? []).length === 0
  // Beside rules it answers for what they leave open: no request need be tried for that.
  return [...lost, ...behindCauses(around, own, asked, field, [], !isCatchAll)]
}

/** Who answers in the place of a default backend, on all hosts (then it blocks) or on some. */
export function lostDefault(model: Model, own: Kept): Cause[] {
  const { spec } = own.ingress
  if (serviceBackend(own.ref.namespace, spec?.defaultBackend) === null)
    return [blocking('resource-backend', { isDefault: true }, { field })]
  if (own.annotations.canary) return sharesNothing(model, own)
  return (spec?.rules ?? []).length === 0
    ? catchAllTaken(model, own)
    : hostsTaken(model, own, [...new Set(ruleHosts(own.ingress))])
}

/** Where a default backend answers: for all hosts, or beside rules on the first host of them; null: nowhere. */
export function defaultLocation({ servers }: Model, own: Kept): Location | null {
  if (own.annotations.canary) return null
  const [host = defaultServer] = ruleHosts(own.ingress)
  const root = servers.get(host)?.byPath.get('/')
  return root?.owner && isSame(root.owner.ref, own.ref) ? root : null
}

/** A canary's shares the traffic of whatever hosts without a server of their own lead to. */
function sharesNothing(model: Model, own: Kept): Cause[] {
  if (fatesOf(model, own).some(({ path, fate }) => path === null && fate === 'merged')) return []
  return [blocking('canary-no-primary', { host: null, path: null, pathType: null }, { field })]
}

/** Without rules it answers for every host that no other Ingress names: the first does. */
function catchAllTaken({ servers }: Model, own: Kept): Cause[] {
  const owner = servers.get(defaultServer)?.byPath.get('/')?.owner?.ref ?? null
  return owner && isSame(owner, own.ref) ? [] : [blocking('catch-all-taken', { owner }, { field, shows: 'absent' })]
}

/** With rules it answers for the paths that the Ingress leaves open, on hosts that it was the first to name. */
function hostsTaken(model: Model, own: Kept, hosts: readonly string[]): Cause[] {
  const { servers } = model
  if (hosts.length === 0) {
    const owner = servers.get(defaultServer)?.byPath.get('/')?.owner
    const leavesNothing = owner && isSame(owner.ref, own.ref)
    if (leavesNothing) return []
    const isRepeated = repeatsRules(own.ingress)
    return [remark('default-beside-rules', { only: 'hosts', isRepeated }, { field, inferred: true })]
  }
  return hosts.flatMap((host) => {
    const [first] = keptOn(model, host)
    const isRoot = servers.get(host)?.byPath.get('/')?.isDefault
    if (first === undefined || first === own || !isRoot) return []
    return [remark('default-backend-unused', { host, first: first.ref }, { field, inferred: true })]
  })
}

/** A rule without paths makes the host known, and nothing else. */
export function emptyRule(own: Kept, ruleField: string): Cause[] {
  return own.ingress.spec?.defaultBackend ? [] : [blocking('no-paths', {}, { field: ruleField })]
}
