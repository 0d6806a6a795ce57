/** What in the controller's own ConfigMap does nothing, or something else than was meant. */
import { finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import { breaksOfConfig } from '../../shared/nginx/breaks.js'
import { ownStatus } from '../model/error-pages.js'
import { breaksOf } from '../model/flaws/breaks.js'
import { defaultUpstream } from '../model/types.js'
import type { NginxPlan } from '../plan.js'
import { swallowedForAll } from '../why/annotations/swallowed.js'
import { deadEntries } from '../workload/keys.js'

export const configMap: ControllerRule = {
  codes: [
    'unknown-key',
    'unread-value',
    'modsecurity-logs',
    'snippet-swallows',
    'snippet-breaks',
    'errors-without-pages',
  ],
  needs: [],
  find: ({ plan }) => {
    const { model } = plan as NginxPlan
    const { policy } = model
    if (policy.configMap === null) return []
    const source = { kind: 'ConfigMap', ...policy.configMap } as const
    const { customHttpErrors: codes, isSeen } = policy
    const hasNoPages = codes.length > 0 && model.upstreams.get(defaultUpstream)?.service === null
    return [
      ...(hasNoPages
        ? [finding(told('errors-without-pages', { codes, status: ownStatus(policy), isSeen }), source)]
        : []),
      ...breaksOfConfig(breaksOf(model), policy.configMap),
      ...deadEntries(policy),
      ...swallowedForAll(policy).map((one) => finding(told('snippet-swallows', one), source)),
    ]
  },
}
