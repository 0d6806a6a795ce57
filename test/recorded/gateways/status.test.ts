/**
 * Attachment as it is worked out here, beside what each implementation wrote into the status of its routes: one line for
 * each parentRef of which the two say something else.
 */
import { expect, it } from 'vitest'
import type { ParentRef } from '../../../src/domain/objects/gateway/routes.js'
import { nameOf } from '../../../src/domain/objects/ref.js'
import { gatewayDialects, recordedGateways } from '../../support/recorded/gateway-recordings.js'
import { gatewayPlan } from '../../support/worlds/gateway-world.js'

const same = (a: ParentRef, b: ParentRef) =>
  a.name === b.name &&
  (a.namespace ?? '') === (b.namespace ?? '') &&
  (a.sectionName ?? '') === (b.sectionName ?? '') &&
  (a.port ?? 0) === (b.port ?? 0)

function compared(
  implementation: keyof typeof gatewayDialects,
  cluster: string,
): { compared: number; differ: string[] } {
  const dialect = gatewayDialects[implementation]
  const plan = gatewayPlan(recordedGateways(implementation, cluster, 'objects'), dialect)
  const differ: string[] = []
  let count = 0
  for (const { route, source, parentRef, gateway, reason } of plan.world.attachments) {
    const { controllerName } = plan.world.gateways.get(nameOf(gateway)) ?? {}
    const said = route.status?.parents?.find(
      (one) => one.parentRef && same(one.parentRef, parentRef) && one.controllerName === controllerName,
    )
    const accepted = said?.conditions?.find(({ type }) => type === 'Accepted')
    if (accepted === undefined || !dialect.controllerNames.includes(controllerName ?? '')) continue
    count += 1
    const ours = reason ?? 'Accepted'
    const theirs = accepted.status === 'True' ? 'Accepted' : (accepted.reason ?? '')
    if (ours !== theirs) differ.push(`${source.kind} ${nameOf(source)}: ${ours}, and its status ${theirs}`)
  }
  return { compared: count, differ: [...new Set(differ)].sort() }
}

/** Of Contour the conditions are about rules and filters, too, and routes that hang on two listeners are said to lose to themselves. */
const rules = [
  ...['GRPCRoute apps/grpc-exact: Accepted, and its status InvalidMethodMatch'],
  ...['GRPCRoute apps/grpc-regex: Accepted, and its status UnsupportedValue'],
  ...['HTTPRoute apps/ext-unknown: Accepted, and its status UnsupportedValue'],
  ...['a-backend-loses', 'iso-exact', 'iso-wild', 'nest-deep', 'nest-plain', 'nest-wild', 'tie-b'].map(
    (name) => `HTTPRoute apps/${name}: Accepted, and its status RuleMatchConflict`,
  ),
  ...['team-a/aa', 'team-b/aaa', 'team-b/zz'].map(
    (name) => `HTTPRoute ${name}: Accepted, and its status RuleMatchConflict`,
  ),
]

it.each([
  ['envoy-gateway', 166, []],
  ['contour', 164, rules],
  // Its entry points lack that port.
  ['traefik', 166, ['HTTPRoute apps/at-odd: ListenerNotReady, and its status NotAllowedByListeners']],
] as const)('%s', (implementation, all, differ) => {
  expect(compared(implementation, 'gw-zoo')).toEqual({ compared: all, differ: [...differ].sort() })
})
