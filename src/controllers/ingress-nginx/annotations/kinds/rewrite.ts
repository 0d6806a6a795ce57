/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/rewrite/main.go */
import type { Draft } from '../draft.js'
import { quote } from '../draft.js'
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
  group.draft.flaw('rewrite-target', 'other', {
    code: 'rewrite-relative',
    message: `rewrite-target is ${quote(text)}: unless what it stands for begins with /, nginx answers 500`,
    fix: `Write rewrite-target: ${quote(`/${text}`)} and take the slash out of the captured group.`,
    seen: true,
  })
  return text
}

function appRoot(group: GroupReader): string {
  const text = group.text('app-root') ?? ''
  if (text === '') return ''
  if (!text.startsWith('/')) {
    group.draft.flaw('app-root', 'ignored', {
      code: 'annotation-invalid',
      message: `app-root is ${quote(text)}, but it must be a path that begins with /: it counts as not set`,
      fix: `Write app-root: ${quote(`/${text.replace(/^[a-z]+:\/\/[^/]*\/?/i, '')}`)}.`,
      seen: true,
    })
    return ''
  }
  if (text === '/') {
    group.draft.flaw('app-root', 'other', {
      code: 'redirect-loop',
      message: 'app-root is "/", which redirects / to itself without end',
      fix: 'Remove app-root, or write the path below / that the application begins with.',
      seen: true,
    })
  }
  return text
}
