/** How far a source saw: which namespaces stand behind "none of that name". */
import { type Kind, type KindInfo, kinds } from '../domain/objects/objects.js'
import type { Coverage, Scope } from '../domain/ports.js'

/** Of a listing in one namespace, "all" means that namespace. */
export function coverageInCluster(kind: Kind | KindInfo, coverage: Coverage, scope: Scope): Coverage {
  return coverage === 'all' && infoOf(kind).namespaced && scope !== 'all-namespaces' ? [scope.namespace] : coverage
}

/** The way back: how much of a question about `scope` is answered. */
export function coverageInScope(kind: Kind | KindInfo, coverage: Coverage, scope: Scope): Coverage {
  if (typeof coverage === 'string') return coverage
  if (!infoOf(kind).namespaced || coverage.length === 0) return 'none'
  if (scope === 'all-namespaces') return coverage
  return coverage.includes(scope.namespace) ? 'all' : 'none'
}

function infoOf(kind: Kind | KindInfo): KindInfo {
  return typeof kind === 'string' ? kinds[kind] : kind
}

export function bothCoverages(one: Coverage, other: Coverage): Coverage {
  if (one === 'all' || other === 'none') return one
  if (other === 'all' || one === 'none') return other
  return [...new Set([...one, ...other])].sort()
}
