/** What is wrong with one path, or with what its annotations make of it. */
import type { FateCode } from '../../../domain/findings/facts.js'
import { pathFlaw } from '../annotations/path-flaw.js'
import type { Asked, Kept, Model } from '../model/types.js'
import { type Cause, causeOf, remark } from './cause.js'

/** Why a rule became no location, but for canaries. */
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
export function pathCauses(model: Model, { annotations }: Kept, asked: Asked): Cause[] {
  const { path, pathType } = asked
  const field = `${asked.field}.path`
  const flaw = pathFlaw(path, pathType, model.policy)
  // Locations are compared with the decoded path: https://nginx.org/en/docs/http/ngx_http_core_module.html#location
  const encoded = /%[0-9A-Fa-f]{2}/.exec(path)?.[0]
  const { target } = annotations.rewrite
  const wanted = Math.max(0, ...[...target.matchAll(/\$(\d)/g)].map(([, number]) => Number(number)))
  const groups = groupsIn(path)
  return [
    ...(encoded === undefined ? [] : [remark('path-encoded', { path, encoded }, { field })]),
    ...(flaw === null ? [] : [causeOf(flaw, false, { field })]),
    ...(wanted > groups && annotations.canary === null
      ? [remark('rewrite-group-missing', { target, path, groups, wanted }, { field, inferred: true })]
      : []),
  ]
}

/** Groups that capture, as PCRE counts them; nginx reads no path that is longer. */
function groupsIn(path: string): number {
  const plain = path.slice(0, 4096).replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]/g, '')
  return (plain.match(/\((?!\?(?!P?<[A-Za-z_]|'))/g) ?? []).length
}
