/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/redirect/redirect.go */
import { parseUrl } from '../../go/values.js'
import { isSince, type Version } from '../../workload/policy.js'
import type { Draft } from '../draft.js'
import { quote } from '../draft.js'
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
  if (fromToWww) wildcardHosts(draft)
  return { ...redirect, fromToWww, relative }
}

function temporary(group: GroupReader, url: string) {
  const code = group.integer('temporal-redirect-code')
  if (group.stopped) return null
  if (!parseUrl(url)?.scheme.startsWith('http')) {
    group.draft.flaw('temporal-redirect', 'ignored', {
      code: 'redirect-scheme',
      message: `temporal-redirect is ${quote(url)}, but it must begin with http:// or https://: nothing of the group Redirect takes effect`,
      fix: 'Write the whole URL, with scheme and host.',
    })
    return null
  }
  if (group.has('permanent-redirect')) {
    group.draft.flaw('permanent-redirect', 'ignored', {
      code: 'redirect-both',
      message: 'temporal-redirect is set too, and it wins: permanent-redirect is not read',
      fix: 'Remove one of the two.',
      seen: true,
    })
  }
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
  group.draft.flaw(annotation, 'other', {
    code: 'redirect-code',
    message: `${annotation} is ${code}, which is not from 300 to ${last}: ${usual} is answered`,
    fix: `Write ${annotation}: "${last}" or "${usual}", or remove it.`,
    seen: true,
  })
  return usual
}

function wildcardHosts(draft: Draft): void {
  const host = draft.ingress.spec?.rules?.find((rule) => rule.host?.startsWith('*.'))?.host
  if (!host) return
  draft.flaw('from-to-www-redirect', 'other', {
    code: 'www-wildcard',
    message: `from-to-www-redirect makes of the host ${host} the name www.${host}, which nginx refuses: no configuration is loaded any more, for anybody`,
    fix: 'Move the wildcard host to an Ingress of its own, without from-to-www-redirect.',
    seen: true,
  })
}
