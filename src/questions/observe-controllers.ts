/** Everything that a capture keeps of the controllers: the objects around them, and what each ready replica says. */

import type { Controllers, FoundControllers, Replica } from '../domain/controllers/controller.js'
import type { Ingress, Kind } from '../domain/objects/objects.js'
import { type NamespacedName, nameOf, type Ref, refOf } from '../domain/objects/ref.js'
import type { ConfigMap } from '../domain/objects/workloads.js'
import type { ClusterReader, Coverage, Gap, Listing, ReplicaTexts } from '../domain/ports.js'
import { attempt, inOrder } from './attempt.js'

export interface ObservedControllers {
  readonly listings: { readonly [K in Kind]?: Listing<K> }
  readonly observations: ReadonlyMap<string, ReplicaTexts>
  /** what annotations name: whether it exists decides whether a route answers */
  readonly secrets: readonly NamespacedName[]
  readonly gaps: readonly Gap[]
}

export async function observeControllers(
  cluster: ClusterReader,
  controllers: Controllers,
  ingresses: readonly Ingress[],
): Promise<ObservedControllers> {
  const found = await controllers.find(null)
  const namespaces = [...new Set(found.controllers.map(({ namespace }) => namespace))].sort()
  const gaps: Gap[] = [...found.gaps]
  const observations = new Map<string, ReplicaTexts>()
  const replicas = found.controllers.flatMap((one) => one.replicas.filter(({ state }) => state === 'ready'))
  const names = ['_', ...new Set(ingresses.flatMap(hostsOf))]
  const byAnnotation = found.controllers.map((one) => controllers.namedObjects(one, ingresses))
  const headers = byAnnotation.flatMap(({ configMaps }) => configMaps)
  const [listings] = await Promise.all([
    aroundControllers(cluster, found, namespaces, headers),
    ...replicas.map(async (replica) => {
      const said = await textsOf(controllers, replica, names)
      observations.set(nameOf(replica), said.texts)
      gaps.push(...said.gaps)
    }),
  ])
  const secrets = byAnnotation.flatMap((one) => one.secrets)
  return { listings, observations, secrets, gaps: inOrder(gaps) }
}

/** Only pods of controllers, and only what has their names: nobody's other objects are asked for. */
async function aroundControllers(
  cluster: ClusterReader,
  { controllers }: FoundControllers,
  namespaces: readonly string[],
  headers: readonly NamespacedName[],
) {
  const pods = controllers.flatMap(({ replicas }) => replicas)
  const workloads = (kind: Kind) => controllers.filter((one) => one.kind === kind)
  const configMaps = controllers.flatMap(({ settings: { configMap, tcpServices, udpServices } }) =>
    [configMap, tcpServices, udpServices].filter((ref): ref is Ref => ref !== null),
  )
  const leases = controllers.map(({ namespace, settings }) => ({
    namespace,
    name: settings.electionId ?? 'ingress-nginx-leader',
  }))
  const [Pod, Deployment, DaemonSet, StatefulSet, ConfigMap, Lease] = await Promise.all([
    named(cluster, 'Pod', pods, namespaces),
    named(cluster, 'Deployment', workloads('Deployment'), namespaces),
    named(cluster, 'DaemonSet', workloads('DaemonSet'), namespaces),
    named(cluster, 'StatefulSet', workloads('StatefulSet'), namespaces),
    named(cluster, 'ConfigMap', [...configMaps, ...headers], namespaces),
    named(cluster, 'Lease', leases, namespaces),
  ])
  const own = new Set(configMaps.map(nameOf))
  const items = ConfigMap.items.map((one) => (own.has(nameOf(refOf(one))) ? one : withoutValues(one)))
  return { Pod, Deployment, DaemonSet, StatefulSet, ConfigMap: { ...ConfigMap, items }, Lease }
}

/** Headers for backends may be credentials; what counts is which there are. */
function withoutValues(configMap: ConfigMap): ConfigMap {
  const keys = Object.keys(configMap.data ?? {})
  return { ...configMap, data: Object.fromEntries(keys.map((key) => [key, 'masked'])) }
}

async function named<K extends Kind>(
  cluster: ClusterReader,
  kind: K,
  refs: readonly NamespacedName[],
  namespaces: readonly string[],
): Promise<Listing<K>> {
  const places = [...new Set([...namespaces, ...refs.map(({ namespace }) => namespace)])].sort()
  const listings = await Promise.all(
    places.map((namespace) => {
      const names = refs.filter((ref) => ref.namespace === namespace).map(({ name }) => name)
      return names.length === 0
        ? { items: [], coverage: 'all' as Coverage, gaps: [] }
        : cluster.list(kind, { scope: { namespace }, names: [...new Set(names)].sort() })
    }),
  )
  return {
    items: listings.flatMap(({ items }) => items),
    // What was not asked for is as good as not there: a capture is read for its controllers.
    coverage: listings.every(({ coverage }) => coverage === 'all') ? 'all' : 'none',
    gaps: listings.flatMap(({ gaps }) => gaps).filter(({ reason }) => reason !== 'not-found'),
  }
}

async function textsOf(
  { observer }: Controllers,
  replica: Replica,
  names: readonly string[],
): Promise<{ readonly texts: ReplicaTexts; readonly gaps: readonly Gap[] }> {
  const gaps: Gap[] = []
  const ask = <T>(one: () => Promise<T>) => attempt(replica, gaps, one)
  const [backends, conf, metrics, build] = await Promise.all([
    ask(async () => (await observer.backends(replica)).value),
    ask(async () => textOf((await observer.conf(replica, { whole: true })).value)),
    ask(async () => (await observer.page(replica, '/metrics')).value),
    ask(async () => (await observer.version(replica)).value),
  ])
  const certificates = await ask(() => certificatesOf(observer, replica, names))
  const said = { backends, conf, metrics, build, certificates }
  return { texts: Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)), gaps }
}

/** One after the other: each is a connection of its own. */
async function certificatesOf(observer: Controllers['observer'], replica: Replica, names: readonly string[]) {
  const certificates: Record<string, string | null> = {}
  for (const name of names) certificates[name] = (await observer.certificate(replica, name)).value
  return certificates
}

/** Hosts with TLS, and the wildcards above them: the names under which certificates are registered. */
function hostsOf(ingress: Ingress): string[] {
  const tls = ingress.spec?.tls ?? []
  if (tls.length === 0 || refOf(ingress).name === '') return []
  const hosts = [
    ...tls.flatMap((one) => one.hosts ?? []),
    ...(ingress.spec?.rules ?? []).flatMap(({ host }) => host || []),
  ]
  return hosts.flatMap((host) => {
    const name = host.toLowerCase()
    const dot = name.indexOf('.')
    return dot === -1 || name.startsWith('*.') ? [name] : [name, `*${name.slice(dot)}`]
  })
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of bytes) text += decoder.decode(chunk, { stream: true })
  return text + decoder.decode()
}
