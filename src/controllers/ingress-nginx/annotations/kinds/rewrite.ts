/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/rewrite/main.go */
import { told } from '../../../../domain/findings/finding.js'
import type { Draft } from '../draft.js'
import { asNotSet, invalid } from '../flaws.js'
import { GroupReader } from '../group.js'
import type { Rewrite } from '../reading.js'

export function rewriteOf(draft: Draft): Rewrite {
  const group = new GroupReader(draft)
  const { policy } = draft
  return {
    target: target(group),
    useRegex: group.flag('use-regex') ?? false,
    appRoot: appRoot(group),
    sslRedirect: group.flag('ssl-redirect') ?? policy.sslRedirect,
    forceSslRedirect: group.flag('force-ssl-redirect') ?? policy.forceSslRedirect,
    preserveTrailingSlash: group.flag('preserve-trailing-slash') ?? policy.preserveTrailingSlash,
    usePortInRedirects: group.flag('use-port-in-redirects') ?? policy.usePortInRedirects,
  }
}

function target(group: GroupReader): string {
  const text = group.text('rewrite-target') ?? ''
  if (text === '' || text.startsWith('/') || /^https?:\/\//.test(text)) return text
  group.draft.flaw(told('rewrite-relative', { annotation: 'rewrite-target', effect: 'other', target: text }), {
    seen: true,
  })
  return text
}

function appRoot(group: GroupReader): string {
  const text = group.text('app-root') ?? ''
  if (text === '') return ''
  if (!text.startsWith('/')) {
    const write = `/${text.replace(/^[a-z]+:\/\/[^/]*\/?/i, '')}`
    const must = 'a path that begins with /'
    group.draft.flaw(invalid('app-root', asNotSet, { value: text, must, write }), { seen: true })
    return ''
  }
  if (text === '/') group.draft.flaw(told('redirect-loop', { annotation: 'app-root', effect: 'other' }), { seen: true })
  return text
}
