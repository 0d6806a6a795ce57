/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/redirect/redirect.go */
import { told } from '../../../../domain/findings/finding.js'
import { parseUrl } from '../../../shared/go/values.js'
import { isSince, type Version } from '../../workload/version.js'
import type { Draft } from '../draft.js'
import { GroupReader } from '../group.js'
import type { Redirect } from '../reading.js'

const none: Redirect = { url: '', code: 0, fromToWww: false, relative: false }

/** https://github.com/kubernetes/ingress-nginx/pull/12161 */
const knowsRelative: Version = [1, 12, 0]

export function redirectOf(draft: Draft): Redirect {
  const group = new GroupReader(draft)
  const fromToWww = group.flag('from-to-www-redirect') ?? false
  const relative =
    (group.flag('relative-redirects') ?? draft.policy.relativeRedirects) && isSince(draft.policy.version, knowsRelative)
  const temporal = group.text('temporal-redirect')
  if (group.stopped) return none
  const redirect = temporal === undefined ? permanent(group) : temporary(group, temporal)
  if (redirect === null) return none
  group.slashTwice(temporal === undefined ? 'permanent-redirect' : 'temporal-redirect', redirect.url)
  return { ...redirect, fromToWww, relative }
}

function temporary(group: GroupReader, url: string) {
  const code = group.integer('temporal-redirect-code')
  if (group.stopped) return null
  if (!parseUrl(url)?.scheme.startsWith('http')) {
    group.draft.flaw(told('redirect-scheme', { annotation: 'temporal-redirect', effect: 'ignored', value: url }))
    return null
  }
  if (group.has('permanent-redirect'))
    group.draft.flaw(told('redirect-both', { annotation: 'permanent-redirect', effect: 'ignored' }), { seen: true })
  return { url, code: codeOr(group, 'temporal-redirect-code', code, 302, 307) }
}

function permanent(group: GroupReader) {
  const url = group.text('permanent-redirect') ?? ''
  const code = group.stopped ? undefined : group.integer('permanent-redirect-code')
  if (group.stopped) return null
  return { url, code: url === '' ? 0 : codeOr(group, 'permanent-redirect-code', code, 301, 308) }
}

/** A code out of its range is passed over. */
function codeOr(group: GroupReader, annotation: string, code: number | undefined, usual: number, last: number): number {
  if (code === undefined || (code >= 300 && code <= last)) return code ?? usual
  group.draft.flaw(told('redirect-code', { annotation, effect: 'other', status: code, usual, last }), { seen: true })
  return usual
}
