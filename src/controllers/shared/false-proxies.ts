/**
 * Pods that only look like the proxies of a Gateway: a label says whose they are, and everybody may write one. An address
 * in the status of a Gateway is written by its controller alone, and leads to those that are real.
 */
import type { Controller } from '../../domain/controllers/controller.js'
import type { Dialect } from '../../domain/controllers/dialect.js'
import type { Gateway } from '../../domain/objects/gateway/gateways.js'
import type { Service } from '../../domain/objects/objects.js'
import { nameOf, type Ref, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader, Scope } from '../../domain/ports.js'
import { addressesTo } from './leads-to.js'

/**
 * Of several, those that no address of a Gateway leads to although others of their dialect are led to, unless they claim a
 * Gateway that is still without its proxies, and stand where it would have them. None where Gateways, their classes or
 * Services may not be seen.
 * @param found that take Gateways and no Ingress
 */
export async function falseProxies(
  cluster: ClusterReader,
  found: readonly Controller[],
  scope: Scope,
  dialectOf: (controller: Controller) => Dialect,
): Promise<readonly Controller[]> {
  if (found.length < 2) return []
  const [gateways, classes, services] = await Promise.all([
    cluster.list('Gateway', { scope: 'all-namespaces' }),
    cluster.list('GatewayClass', { scope: 'all-namespaces' }),
    cluster.list('Service', { scope }),
  ])
  if (![gateways, classes, services].every(({ coverage }) => coverage === 'all')) return []
  const controllerOf = new Map(classes.items.map(({ metadata, spec }) => [metadata.name, spec?.controllerName]))
  return found.filter((one) => {
    const { id, gateway: takes } = dialectOf(one)
    const own = gateways.items.filter(({ spec }) =>
      takes?.controllerNames.includes(controllerOf.get(spec?.gatewayClassName ?? '') ?? ''),
    )
    const isLedTo = (other: Controller, gateway: Gateway) =>
      takes?.serves?.(other, refOf(gateway)) === true && leads(gateway, other, services.items)
    const kin = found.filter((other) => dialectOf(other).id === id)
    const proven = own.flatMap((gateway) =>
      kin.filter((other) => isLedTo(other, gateway)).map(({ namespace }) => ({ namespace, gateway: refOf(gateway) })),
    )
    const served = new Set(proven.map(({ gateway }) => nameOf(gateway)))
    // They stand together where the cluster's owners put them, or each beside its Gateway.
    const isBeside = proven.some(({ namespace, gateway }) => namespace === gateway.namespace)
    const mayStand = (gateway: Ref) =>
      proven.some(({ namespace }) => namespace === one.namespace) || (isBeside && one.namespace === gateway.namespace)
    const claimed = own.filter((gateway) => takes?.serves?.(one, refOf(gateway)))
    const isFalse = (gateway: Gateway) =>
      !isLedTo(one, gateway) && (served.has(nameOf(refOf(gateway))) || !mayStand(refOf(gateway)))
    return proven.length > 0 && claimed.every(isFalse)
  })
}

function leads(gateway: Gateway, controller: Controller, services: readonly Service[]): boolean {
  const given = addressesTo(controller, services)
  return (gateway.status?.addresses ?? []).some(({ value }) => given.includes(value ?? ''))
}
