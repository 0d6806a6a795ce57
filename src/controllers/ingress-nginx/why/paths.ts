/** What is wrong with one path, or with what its annotations make of it. */
import type { FateCode } from '../../../domain/findings/facts.js'
import { globFlaw } from '../../../domain/routes/glob.js'
import { pathFlaw } from '../annotations/path-flaw.js'
import type { Asked } from '../model/types.js'
import type { Policy } from '../workload/policy.js'
import { type Cause, causeOf, remark, together } from './cause.js'

/** What the Ingress of a path makes of it. */
export interface Rewriting {
  /** of `rewrite-target`; '': none */
  readonly target: string
  readonly isCanary: boolean
  /** are the paths of its host patterns */
  readonly isRegex: boolean
}

/** Of a path as it stands in its Ingress, at a field. */
export interface WrittenPath extends Pick<Asked, 'path' | 'field'> {
  readonly pathType: string | null
}

/** Why a rule became no location; a canary's with a Service is none, and its requests are shared. */
export function fateCauses({ fate, field }: Asked): Cause[] {
  const at = fate === null ? undefined : places[fate.code]
  return fate === null || at === undefined ? [] : [causeOf(fate, true, { field: `${field}.${at}`, shows: 'absent' })]
}

const places: { readonly [C in FateCode]?: string } = {
  duplicate: 'path',
  'resource-backend': 'backend',
  'canary-backend': 'backend.service',
}

/** What the webhook will take offence at, and rewrites of groups that are not there. */
export function pathCauses(
  policy: Policy,
  { target, isCanary, isRegex }: Rewriting,
  written: WrittenPath,
): readonly Cause[] {
  const { path, pathType } = written
  const field = `${written.field}.path`
  const flaw = pathFlaw(path, pathType, policy)
  const glob = globFlaw(path, isRegex, 'use-regex')
  // Locations are compared with the decoded path: https://nginx.org/en/docs/http/ngx_http_core_module.html#location
  const encoded = /%[0-9A-Fa-f]{2}/.exec(path)?.[0]
  const wanted = target === '' ? 0 : Math.max(0, ...[...target.matchAll(/\$(\d)/g)].map(([, number]) => Number(number)))
  const groups = wanted === 0 ? 0 : groupsIn(path)
  return together(
    encoded === undefined ? [] : [remark('path-encoded', { path, encoded, isLost: false }, { field })],
    flaw === null ? [] : [causeOf(flaw, false, { field })],
    wanted > groups && !isCanary
      ? [remark('rewrite-group-missing', { target, path, groups, wanted }, { field, inferred: true })]
      : [],
    glob === null ? [] : [causeOf(glob, false, { field })],
  )
}

/** Groups that capture, as PCRE counts them; nginx reads no path that is longer. */
export function groupsIn(path: string): number {
  const plain = path.slice(0, 4096).replaceAll(/\\.|\[(?:\\[\s\S]?|[^\]\\])*(?:\]|$)/g, '')
  return (plain.match(/\((?!\?(?!P?<[A-Za-z_]|'))/g) ?? []).length
}
