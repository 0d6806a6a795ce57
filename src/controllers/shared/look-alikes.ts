/**
 * Pods that only look like a controller: whoever may run a pod can give it the image and the arguments of one. Which is
 * real is told by what the cluster's owners set up, and by the status of Ingresses, which only a controller may write:
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
 */
import type { Controller, FoundControllers } from '../../domain/controllers/controller.js'
import type { Dialect } from '../../domain/controllers/dialect.js'
import { addressesOf, gatewayAddresses } from '../../domain/objects/addresses.js'
import type { Gateway } from '../../domain/objects/gateway/gateways.js'
import { type Inventory, inventoryOf } from '../../domain/objects/inventory.js'
import type { Ingress, Service } from '../../domain/objects/objects.js'
import { nameOf, type Ref, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader, Scope } from '../../domain/ports.js'

type Screened = Pick<FoundControllers, 'controllers' | 'lookAlikes'>
type DialectOf = (controller: Controller) => Dialect

/**
 * A single one is what it seems. So are all where none of them can be proven, or where the proofs may not be seen, and those
 * that are only named, of which nothing is asked. Proxies that take Gateways alone are held against the status of those.
 * @param scope in which controllers were looked for
 */
export async function screen(
  cluster: ClusterReader,
  found: readonly Controller[],
  scope: Scope,
  dialectOf: DialectOf,
): Promise<Screened> {
  const isProxy = (one: Controller) => dialectOf(one).reads.inside && !takesIngresses(one)
  const proxies = new Set(await falseProxies(cluster, found.filter(isProxy), scope, dialectOf))
  const rest = found.filter((one) => !proxies.has(one))
  const { controllers, lookAlikes } = await screenIngresses(cluster, rest, scope, dialectOf)
  return { controllers, lookAlikes: found.filter((one) => proxies.has(one) || lookAlikes.includes(one)) }
}

async function screenIngresses(
  cluster: ClusterReader,
  found: readonly Controller[],
  scope: Scope,
  dialectOf: DialectOf,
): Promise<Screened> {
  const asked = found.filter((one) => dialectOf(one).reads.inside && takesIngresses(one))
  if (asked.length < 2) return { controllers: found, lookAlikes: [] }
  const [classes, services, ingresses] = await Promise.all([
    cluster.list('IngressClass', { scope: 'all-namespaces' }),
    cluster.list('Service', { scope }),
    cluster.list('Ingress', { scope: 'all-namespaces' }),
  ])
  const isSeen = [classes, services, ingresses].every(({ coverage }) => coverage === 'all')
  if (!isSeen) return { controllers: found, lookAlikes: [] }
  const inventory = inventoryOf({ classes, services, ingresses, slices: { items: [], coverage: 'none', gaps: [] } })
  const real = new Set(realOnes(asked, services.items, inventory, dialectOf))
  const isFalse = (one: Controller) => asked.includes(one) && !real.has(one)
  return { controllers: found.filter((one) => !isFalse(one)), lookAlikes: found.filter(isFalse) }
}

function takesIngresses({ traits: { className, controllerClass, watches } }: Controller): boolean {
  return className !== null || controllerClass !== null || watches.withoutClass
}

function realOnes(
  found: readonly Controller[],
  services: readonly Service[],
  { ingresses, classes, classOf }: Inventory,
  dialectOf: DialectOf,
): readonly Controller[] {
  const served = ingresses.filter((ingress) => addressesOf(ingress).length > 0)
  const published = new Set(served.flatMap(addressesOf))
  const candidates = found.map((controller) => {
    const own = services.filter((service) => leadsTo(service, controller))
    const addresses = addressesTo(controller, services)
    const named = (classes ?? []).filter((one) => dialectOf(controller).hasClass(controller, one))
    const hasClass = named.length > 0
    return {
      controller,
      named,
      isPublished: addresses.some((address) => published.has(address)),
      isLedTo: hasClass && own.length > 0,
      isOpen: hasClass && own.some(({ spec }) => spec?.type === 'LoadBalancer' || spec?.type === 'NodePort'),
    }
  })
  // A Service that lets in from outside is within everybody's reach, and the status of an Ingress is not: where that
  // names a controller, no other one has its classes.
  const taken = new Set(candidates.flatMap(({ isPublished, named }) => (isPublished ? named : [])))
  const isRival = ({ named }: (typeof candidates)[number]) => named.every((one) => taken.has(one))
  const strong = candidates.filter((one) => one.isPublished || (one.isOpen && !isRival(one)))
  const proven = (strong.length > 0 ? strong : candidates.filter(({ isLedTo }) => isLedTo)).map((one) => one.controller)
  if (proven.length === 0) return found
  const takes = (one: Controller, ingress: Ingress) => dialectOf(one).owns(one, ingress, classOf) !== false
  // Somebody serves these, and it is none of those above.
  const unexplained = served.filter((ingress) => !proven.some((one) => takes(one, ingress)))
  return [...proven, ...found.filter((one) => unexplained.some((ingress) => takes(one, ingress)))]
}

/**
 * Proxies of Gateways: a label says whose they are, and everybody may write one. Of several these are false: those that no
 * address of a Gateway, which its controller alone writes into its status, leads to although others of their dialect are led to, unless they claim a
 * Gateway that is still without its proxies, and stand where it would have them. None where Gateways, their classes or
 * Services may not be seen.
 * @param found that take Gateways and no Ingress
 */
async function falseProxies(
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
  return gatewayAddresses(gateway).some((address) => given.includes(address))
}

/** Does this Service select a replica of it. */
function leadsTo({ metadata, spec }: Service, { namespace, replicas }: Controller): boolean {
  const selector = Object.entries(spec?.selector ?? {})
  return (
    metadata.namespace === namespace &&
    selector.length > 0 &&
    replicas.some(({ labels }) => selector.every(([key, value]) => labels[key] === value))
  )
}

/** Its own, and of Services that lead to it those that nobody chooses for a Service of his own. */
function addressesTo(controller: Controller, services: readonly Service[]): readonly string[] {
  const own = services.filter((service) => leadsTo(service, controller))
  return [...own.flatMap(givenAddresses), ...controller.replicas.flatMap(({ ip }) => ip ?? [])]
}

function givenAddresses(service: Service): string[] {
  const { clusterIP } = service.spec ?? {}
  return clusterIP && clusterIP !== 'None' ? [...addressesOf(service), clusterIP] : addressesOf(service)
}
