/**
 * Snippets are allowed: whoever may write Ingresses reads what the controller reads, the Secrets of the cluster.
 * https://github.com/kubernetes/ingress-nginx/issues/7837
 */

import { isAssumed } from '../../../domain/controllers/controller.js'
import { finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import { namedBy, nameOf } from '../../../domain/objects/ref.js'
import type { NginxPlan } from '../plan.js'
import type { Policy } from '../workload/policy.js'

export const snippetsOn: ControllerRule = {
  codes: ['snippets-on'],
  needs: [],
  find: ({ controller, plan }) => {
    const { policy, kept } = (plan as NginxPlan).model
    // What the ConfigMap says is not known where it may not be seen.
    if (isAssumed(controller) || !policy.configMapSeen || !policy.allowSnippets || policy.riskLevel !== 'Critical')
      return []
    const count = kept.filter(({ annotations }) => annotations.snippets.size > 0).length
    return [finding(told('snippets-on', { ...allowed(policy), count }), namedBy(controller))]
  },
}

function allowed({ configMap }: Policy) {
  return {
    setting: 'allow-snippet-annotations is true and annotations-risk-level is Critical',
    // Releases before 1.9 allow them where nothing is said.
    undo: `Set allow-snippet-annotations: "false" in ${configMap === null ? "the controller's ConfigMap" : `ConfigMap ${nameOf(configMap)}`}`,
    isUsual: false,
  }
}
