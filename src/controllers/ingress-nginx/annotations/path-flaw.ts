/**
 * Which characters a path may have. Only the admission webhook asks: an Ingress that is stored already, or that came in
 * while the webhook was away, is served all the same.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/inspector/inspector.go (ValidatePathType)
 */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { Policy } from '../workload/policy.js'
import { isSince, type Version } from '../workload/version.js'

/**
 * @param pathType as written; null and '' count as neither Exact nor Prefix, and are checked too
 * @returns null: nothing to say
 */
export function pathFlaw(
  path: string,
  pathType: string | null | undefined,
  policy: Policy,
): (Told<'path-type'> & { readonly since: string }) | null {
  if (!policy.strictPathTypes || path === '' || pathType === 'ImplementationSpecific') return null
  const dots = allowsDots(policy.version)
  if ((dots ? /^\/[a-z0-9._\-/]*$/i : /^\/[a-z0-9_\-/]*$/i).test(path)) return null
  const allowed = dots ? 'letters, digits and ._-/' : 'letters, digits and _-/'
  return {
    ...told('path-type', { path, pathType: pathType || null, allowed, isLeftOut: false }),
    since: isSince(policy.version, [1, 12, 0]) ? '1.12.0' : '1.8.0',
  }
}

/** https://github.com/kubernetes/ingress-nginx/pull/13798 */
function allowsDots(version: Version): boolean {
  const [, minor] = version
  return isSince(version, minor === 12 ? [1, 12, 6] : minor === 13 ? [1, 13, 2] : [1, 14, 0])
}
