/** Files that hold some GatewayClasses: one that a Gateway names may be elsewhere, unless it is one of theirs but for a slip. */
import { finding, told } from '../../../domain/findings/finding.js'
import { refOf } from '../../../domain/objects/ref.js'
import { slipsOf } from '../../../domain/text/slips.js'
import type { GatewayRule } from './rule.js'

export const gatewayClassMistyped: GatewayRule = {
  codes: ['gateway-unclaimed'],
  needs: [],
  find: ({ inventory }) => {
    // Where all of them are seen, it is told of the Gateway itself.
    if (inventory.sees('GatewayClass', '')) return []
    const names = inventory.classes.map((one) => refOf(one).name)
    return inventory.gateways.flatMap((gateway) => {
      const name = gateway.spec?.gatewayClassName
      const near = !name || names.includes(name) ? [] : slipsOf(name, names)
      if (!name || near.length === 0) return []
      const facts = { class: name, controllerName: null, near, title: null, isOff: false, isElsewhere: true } as const
      return [finding(told('gateway-unclaimed', facts), refOf(gateway), { field: 'spec.gatewayClassName' })]
    })
  },
}
