/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/canary/main.go */
import type { Draft } from '../draft.js'
import { GroupReader } from '../group.js'
import type { Canary } from '../reading.js'

export function canaryOf(draft: Draft): Canary | null {
  const group = new GroupReader(draft)
  const enabled = group.flag('canary') ?? false
  const canary: Canary = {
    weight: group.integer('canary-weight') ?? 0,
    weightTotal: group.integer('canary-weight-total') ?? 100,
    header: group.text('canary-by-header') ?? '',
    headerValue: group.text('canary-by-header-value') ?? '',
    headerPattern: group.text('canary-by-header-pattern') ?? '',
    cookie: group.text('canary-by-cookie') ?? '',
  }
  if (!enabled) {
    if (canary.weight > 0 || canary.header || canary.headerValue || canary.headerPattern || canary.cookie)
      draft.flaw('canary', 'other', {
        code: 'canary-not-enabled',
        message: 'canary-* annotations are set without canary: "true": the Ingress is served as an ordinary one',
        fix: 'Write canary: "true", or remove the canary-* annotations.',
        seen: true,
      })
    return null
  }
  if (draft.ingress.spec?.rules?.some((rule) => !rule.http))
    draft.flaw('canary', 'other', {
      code: 'canary-without-paths',
      message: 'a canary with a rule that has no http paths stops the controller process itself, again and again',
      fix: 'Give each rule of the canary its http paths, or remove the rule.',
      seen: true,
    })
  if ((canary.headerValue || canary.headerPattern) && !canary.header)
    draft.flaw(canary.headerValue ? 'canary-by-header-value' : 'canary-by-header-pattern', 'ignored', {
      code: 'needs-another',
      message: 'canary-by-header names no header, so neither value nor pattern of one is compared',
      fix: 'Write canary-by-header with the name of the header.',
    })
  return canary
}
