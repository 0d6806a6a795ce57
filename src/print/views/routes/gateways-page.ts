/** A Gateway on one page: whose it is, its listeners with their routes, its conditions, and what is wrong. */

import { fullName, nameOf } from '../../../domain/objects/ref.js'
import { counted } from '../../../domain/text/counted.js'
import type { DescribedCondition, DescribedGateway, DescribedListener } from '../../../questions/gateways/described.js'
import { labelled, said } from '../../paper.js'
import type { Drawing } from '../../view.js'
import { causeLines } from '../why/tree.js'

export const gatewayPage: Drawing<DescribedGateway> = {
  item: (gateway, index, paper) => {
    const { source, causes, listeners, conditions } = gateway
    const lines = [
      ...(index === 0 ? [] : ['']),
      ...said(`Gateway ${nameOf(source)}`, '', 'plain', paper),
      ...labelled(factsOf(gateway), paper),
      ...(listeners.length === 0 ? [] : ['', 'Listeners']),
      ...listeners.flatMap((one) => said(listenerLine(gateway, one), '  ', 'plain', paper)),
      ...(conditions.length === 0 ? [] : ['', 'Conditions']),
      ...conditions.flatMap((one) => said(conditionLine(one), '  ', 'plain', paper)),
      ...causes.flatMap((cause, i) => ['', ...causeLines(cause, i, paper)]),
    ]
    return `${lines.join('\n')}\n`
  },
}

function factsOf({ class: name, controllerName, title, rules, addresses }: DescribedGateway) {
  return [
    ['class', controllerName === null ? `${name}, which does not exist` : `${name} of ${controllerName}`],
    ['owner', title ?? 'nobody whose name is known'],
    ['rules', rules],
    ['addresses', addresses.join(', ') || 'none'],
  ] as const
}

/** `https HTTPS:443 *.example.com` */
export function listenerText({ name, protocol, port, hostname }: DescribedListener): string {
  return `${name} ${protocol}:${port}${hostname === null ? '' : ` ${hostname}`}`
}

function listenerLine({ source }: DescribedGateway, listener: DescribedListener): string {
  const { owner, certificates, routes, routesInStatus } = listener
  const of = owner.kind === source.kind ? '' : ` of ${fullName(owner)}`
  const count = counted(routes, 'route')
  const other = routesInStatus === null || routesInStatus === routes ? '' : ` (${routesInStatus} by its status)`
  const shown = certificates.length === 0 ? '' : `, certificate ${certificates.map(nameOf).join(', ')}`
  return `${listenerText(listener)}${of}: ${count}${other}${shown}`
}

function conditionLine({ type, status, reason, message }: DescribedCondition): string {
  return `${type} ${status}${reason === null ? '' : ` (${reason})`}${message === null ? '' : `: ${message}`}`
}
