/** What is wrong with the controller's settings, of which no Ingress says anything: found once for all of them. */
import { type Finding, finding, told } from '../../../domain/findings/finding.js'
import { namedBy } from '../../../domain/objects/ref.js'
import { cutOff, outlives } from '../model/balancer-idle.js'
import { deadEntries, unreadConfigs } from '../workload/keys.js'
import type { WhyFacts } from './parts.js'

export type Settled = Pick<WhyFacts, 'model' | 'facts' | 'controller'>

export function settingFindings({ model: { policy }, facts, controller }: Settled): Finding[] {
  const { inventory, configMapOf } = facts
  const { configMap, configMapSeen, isSeen } = policy
  if (configMap === null || !configMapSeen || !isSeen) return deadEntries(policy)
  const source = { kind: 'ConfigMap', ...configMap }
  const cut = cutOff(policy, inventory, null)
  const longer = outlives(policy, inventory)
  const entry = longer && { kind: 'Service', ...longer.service }
  return [
    ...deadEntries(policy),
    ...(configMapOf(configMap) === undefined && unreadConfigs(controller, facts).length === 0
      ? [finding(told('config-missing', { configMap }), namedBy(controller))]
      : []),
    ...(cut === null ? [] : [finding(told('balancer-idle', cut), source, { field: `data["${cut.setting}"]` })]),
    ...(longer === null || entry === null
      ? []
      : [
          finding(told('balancer-outlives', longer), entry, {
            field: `metadata.annotations["${longer.annotation}"]`,
          }),
        ]),
  ]
}
