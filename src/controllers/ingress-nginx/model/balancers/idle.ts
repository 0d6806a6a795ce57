/** For how long the load balancer before the controller takes silence, by the Service that asks for it, beside what nginx takes. */
import type { FindingFacts } from '../../../../domain/findings/facts.js'
import type { Inventory } from '../../../../domain/objects/inventory.js'
import type { Service } from '../../../../domain/objects/objects.js'
import { refOf } from '../../../../domain/objects/ref.js'
import type { Policy } from '../../workload/policy.js'
import { limitOf } from '../limits.js'
import type { Kept } from '../types.js'
import { beta, entryOf } from './entry.js'

type Patience = Pick<FindingFacts['balancer-idle'], 'idle' | 'annotation' | 'service'>

/**
 * What nginx would wait longer for than the balancer does. https://github.com/kubernetes/ingress-nginx/issues/5167
 * @param owner whose annotations are looked at; null: the entries of the ConfigMap are
 */
export function cutOff(policy: Policy, inventory: Inventory, owner: Kept | null): FindingFacts['balancer-idle'] | null {
  const patience = patienceOf(policy, inventory)
  const said = (['proxy-read-timeout', 'proxy-send-timeout'] as const).flatMap((setting) => {
    const { value, by } = limitOf(owner, policy, setting)
    return by === (owner === null ? 'ConfigMap' : 'Ingress') ? [{ setting, seconds: Number.parseInt(value, 10) }] : []
  })
  const longest = said.find(({ seconds }) => patience !== null && seconds > patience.idle)
  return patience === null || longest === undefined ? null : { ...longest, ...patience }
}

/**
 * A balancer that reads requests sends the next one on a connection that nginx has closed in the meantime.
 * https://kubernetes.github.io/ingress-nginx/deploy/#aws
 */
export function outlives(policy: Policy, inventory: Inventory): FindingFacts['balancer-outlives'] | null {
  const patience = patienceOf(policy, inventory)
  const entry = patience === null ? undefined : inventory.service(patience.service)
  const speaks = entry?.metadata.annotations?.[`${beta}/aws-load-balancer-backend-protocol`] ?? ''
  if (!patience?.annotation || patience.annotation.name !== elb.name || !/^https?$/.test(speaks)) return null
  const keepAlive = Number.parseInt(limitOf(null, policy, 'keep-alive').value, 10)
  const { service, idle, annotation } = patience
  return idle < keepAlive ? null : { service, idle, keepAlive, annotation: annotation.name }
}

const elb = { name: `${beta}/aws-load-balancer-connection-idle-timeout`, unit: 1, most: 4000 }
const azure = { name: `${beta}/azure-load-balancer-tcp-idle-timeout`, unit: 60, most: 100 }

/** In seconds; null: it is none that is known. */
export function patienceOf(policy: Policy, inventory: Inventory): Patience | null {
  const entry = entryOf(policy, inventory)
  const idle = entry && idleOf(entry)
  return entry && idle && { service: refOf(entry), ...idle }
}

function idleOf({ spec, metadata, status }: Service): Omit<Patience, 'service'> | null {
  if (spec?.type !== 'LoadBalancer') return null
  const annotations = metadata.annotations ?? {}
  const names = Object.keys(annotations)
  const type = annotations[`${beta}/aws-load-balancer-type`] ?? ''
  const host = status?.loadBalancer?.ingress?.[0]?.hostname ?? ''
  const of = (annotation: typeof elb, usual: number) => {
    const said = Number(annotations[annotation.name] || Number.NaN) * annotation.unit
    return { idle: said > 0 ? said : usual, annotation }
  }
  if (/^(?:nlb|external)/.test(type) || /\.elb\.[a-z\d-]+\.amazonaws\.com$/.test(host))
    return names.some((name) => name.includes('listener-attributes')) ? null : { idle: 350, annotation: null }
  if (names.some((name) => name.includes('/aws-load-balancer-')) || /\.elb\.amazonaws\.com$/.test(host))
    return of(elb, 60)
  return names.some((name) => name.includes('/azure-load-balancer-')) ? of(azure, 240) : null
}
