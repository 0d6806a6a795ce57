/**
 * Pods that only look like a controller: whoever may run a pod can give it the image and the arguments of one. Which is
 * real is told by what the cluster's owners set up, and by the status of Ingresses, which only a controller may write:
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
 */
import type { Controller, FoundControllers } from '../../domain/controllers/controller.js'
import type { Dialect } from '../../domain/controllers/dialect.js'
import { addressesOf } from '../../domain/objects/addresses.js'
import { type Inventory, inventoryOf } from '../../domain/objects/inventory.js'
import type { Ingress, Service } from '../../domain/objects/objects.js'
import type { ClusterReader, Scope } from '../../domain/ports.js'
import { falseProxies } from './false-proxies.js'
import { addressesTo, leadsTo } from './leads-to.js'

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
