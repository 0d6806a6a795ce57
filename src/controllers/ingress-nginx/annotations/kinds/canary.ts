/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/canary/main.go */
import { told } from '../../../../domain/findings/finding.js'
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
      draft.flaw(told('canary-not-enabled', { annotation: 'canary', effect: 'other' }), { seen: true })
    return null
  }
  if (draft.ingress.spec?.rules?.some((rule) => !rule.http))
    draft.flaw(told('canary-without-paths', { annotation: 'canary', effect: 'other' }), { seen: true })
  if ((canary.headerValue || canary.headerPattern) && !canary.header)
    draft.flaw(
      told('needs-another', {
        annotation: canary.headerValue ? 'canary-by-header-value' : 'canary-by-header-pattern',
        effect: 'ignored',
        others: [],
        needs: 'canary-by-header',
      }),
    )
  return canary
}
