/**
 * A list of addresses beside a load balancer that hides them: nginx sees that of a node, or of the balancer, and lets in all or
 * nobody. https://kubernetes.io/docs/tutorials/services/source-ip/#source-ip-for-services-with-type-loadbalancer
 */
import { isAssumed } from '../../../domain/controllers/controller.js'
import { finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import type { NginxPlan } from '../plan.js'

export const allowlistBehind: ControllerRule = {
  codes: ['allowlist-behind-proxy'],
  needs: [],
  find: ({ controller, plan }, { inventory }) => {
    const { model } = plan as NginxPlan
    const { publishService } = controller.traits
    const service = publishService && inventory.service(publishService)
    const isHidden = service?.spec?.type === 'LoadBalancer' && service.spec.externalTrafficPolicy === 'Cluster'
    // Whoever is told of the client by a header, or by PROXY, has said so in the ConfigMap.
    if (
      publishService === null ||
      isAssumed(controller) ||
      !model.policy.configMapSeen ||
      model.policy.realIpHeader !== null ||
      !isHidden
    )
      return []
    return model.kept.flatMap(({ ref, ingress, annotations }) => {
      const name = Object.keys(ingress.metadata.annotations ?? {}).find((one) =>
        /\/(?:white|allow)list-source-range$/.test(one),
      )
      const { allowlist } = annotations.access
      // A list of all is one of nobody: solvers of certificates have it.
      if (name === undefined || allowlist.length === 0 || allowlist.some((one) => everybody.has(one))) return []
      const facts = { annotation: name.slice(name.indexOf('/') + 1), service: publishService }
      return [finding(told('allowlist-behind-proxy', facts), ref, { field: `metadata.annotations["${name}"]` })]
    })
  },
}

const everybody: ReadonlySet<string> = new Set(['0.0.0.0/0', '::/0'])
