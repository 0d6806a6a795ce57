/** What is wrong with the controller's settings, of which no Ingress says anything: found once for all of them. */
import { type Finding, finding, told } from '../../../domain/findings/finding.js'
import { namedBy } from '../../../domain/objects/ref.js'
import { cutOff, outlives } from '../model/balancers/idle.js'
import { deadEntries } from '../workload/keys.js'
import type { WhyFacts } from './parts.js'

export type Settled = Pick<WhyFacts, 'model' | 'facts' | 'controller'>

export function settingFindings({ model: { policy }, facts, controller }: Settled): Finding[] {
  const { inventory } = facts
  const { configMap, configMapSeen, isSeen } = policy
  const missing = isSeen ? missingOf({ facts, controller }) : []
  if (configMap === null || !configMapSeen || !isSeen) return [...deadEntries(policy), ...missing]
  const source = { kind: 'ConfigMap', ...configMap }
  const cut = cutOff(policy, inventory, null)
  const longer = outlives(policy, inventory)
  return [
    ...deadEntries(policy),
    ...missing,
    ...(cut === null ? [] : [finding(told('balancer-idle', cut), source, { field: `data["${cut.setting}"]` })]),
    ...(longer === null
      ? []
      : [
          finding(
            told('balancer-outlives', longer),
            { kind: 'Service', ...longer.service },
            { field: `metadata.annotations["${longer.annotation}"]` },
          ),
        ]),
  ]
}

/** A certificate that is known not to be there, though a flag names it. */
function missingOf({ facts, controller }: Pick<Settled, 'facts' | 'controller'>): Finding[] {
  const named = controller.settings.defaultCertificate
  if (named === null || facts.secretOf(named) !== undefined) return []
  return [
    finding(told('flag-missing', { flag: '--default-ssl-certificate', named, isNeeded: false }), namedBy(controller)),
  ]
}
