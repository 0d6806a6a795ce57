/** Everything that a capture keeps of the controllers: the objects around them, and what each ready replica says. */
import type { Controller, FoundControllers, Replica } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Gap } from '../../domain/gap.js'
import { listAllCustom, look } from '../../domain/look.js'
import { secretsNamed } from '../../domain/objects/custom.js'
import { expanded } from '../../domain/objects/environment.js'
import type { GatewayClass } from '../../domain/objects/gateway/gateways.js'
import { tlsSecrets } from '../../domain/objects/ingress-hosts.js'
import type { Ingress, Kind } from '../../domain/objects/objects.js'
import { type NamespacedName, nameOf } from '../../domain/objects/ref.js'
import type {
  CaptureStore,
  ClusterReader,
  CustomListing,
  Listing,
  ReplicaTexts,
  SavedText,
} from '../../domain/ports.js'
import { problem } from '../../domain/problem.js'
import { attempt, inOrder } from '../attempt.js'
import { ownKindsOf } from '../gateways/own-kinds.js'
import { gapsOf } from '../worlds/choose-controller.js'

export interface ObservedControllers {
  readonly listings: { readonly [K in Kind]?: Listing<K> }
  readonly custom: readonly CustomListing[]
  readonly observations: ReadonlyMap<string, ReplicaTexts>
  readonly gaps: readonly Gap[]
}

export interface ObservedObjects {
  readonly ingresses: readonly Ingress[]
  /** whose implementations may have brought kinds along */
  readonly classes: readonly GatewayClass[]
  /** kept besides those that the Ingresses name */
  readonly secrets: readonly NamespacedName[]
  /** kept besides those of the controllers */
  readonly configMaps: readonly NamespacedName[]
  /** keep the end of each log */
  readonly logs: boolean
  readonly hold: CaptureStore['hold']
}

/** Only pods of controllers, and only what has their names: nobody's other objects are asked for. */
export async function observeControllers(
  cluster: ClusterReader,
  controllers: Controllers,
  found: FoundControllers,
  { ingresses, classes, secrets, configMaps, logs, hold }: ObservedObjects,
): Promise<ObservedControllers> {
  const gaps: Gap[] = [...gapsOf(found, null)]
  const observations = new Map<string, ReplicaTexts>()
  const replicas = found.controllers.flatMap((one) => one.replicas.filter(({ state }) => state === 'ready'))
  const kinds = [
    ...found.controllers.flatMap((one) => controllers.dialectOf(one).needs(one, ingresses, null).custom ?? []),
    ...ownKindsOf(controllers, classes),
  ]
  // Replicas are asked first: what they are asked further waits for an answer, and takes the longest way.
  const told = Promise.all(
    replicas.map(async (replica) => {
      observations.set(nameOf(replica), await textsOf(controllers, replica, { ingresses, logs, hold }, gaps))
    }),
  )
  const custom = listAllCustom(cluster, kinds, cluster.scope)
  const [listings] = await Promise.all([
    custom.then((all) =>
      around(cluster, controllers, found.controllers, {
        ...{ ingresses, configMaps, secrets: [...secrets, ...all.flatMap(secretsNamed)] },
      }),
    ),
    told,
  ])
  return { listings, custom: await custom, observations, gaps: inOrder(gaps) }
}

async function around(
  cluster: ClusterReader,
  { dialectOf }: Controllers,
  found: readonly Controller[],
  { ingresses, secrets, configMaps }: Omit<ObservedObjects, 'classes' | 'logs' | 'hold'>,
): Promise<ObservedControllers['listings']> {
  const needs = found.map((one) => dialectOf(one).needs(one, ingresses, null))
  const own = found.flatMap(({ traits }) => traits.configMaps)
  const listed = async <K extends Kind>(kind: K, names: readonly NamespacedName[]) =>
    (await look(cluster, kind, names)).listing
  const all = found.flatMap((one) => [one, ...(one.behind ?? [])])
  const workloads = (kind: Kind) => all.filter((one) => one.kind === kind)
  const [Pod, Deployment, DaemonSet, StatefulSet, ConfigMap, Lease, Secret] = await Promise.all([
    listed(
      'Pod',
      all.flatMap(({ replicas }) => replicas),
    ),
    listed('Deployment', workloads('Deployment')),
    listed('DaemonSet', workloads('DaemonSet')),
    listed('StatefulSet', workloads('StatefulSet')),
    listed('ConfigMap', [...own, ...configMaps, ...needs.flatMap((one) => one.configMaps)]),
    listed(
      'Lease',
      found.flatMap(({ traits }) => traits.lease ?? []),
    ),
    listed('Secret', [...ingresses.flatMap(tlsSecrets), ...secrets, ...needs.flatMap(({ secrets }) => secrets)]),
  ])
  // Where it is read again, nobody has the environment any more.
  return {
    Pod: { ...Pod, items: Pod.items.map(expanded) },
    Deployment,
    DaemonSet,
    StatefulSet,
    ConfigMap,
    Lease,
    Secret,
  }
}

async function textsOf(
  controllers: Controllers,
  replica: Replica,
  { ingresses, logs, hold }: Pick<ObservedObjects, 'ingresses' | 'logs' | 'hold'>,
  gaps: Gap[],
): Promise<ReplicaTexts> {
  const texts: Record<string, SavedText> = {}
  await Promise.all(
    [...controllers.observe(replica).texts(ingresses, logs)].map(async ([name, ask]) => {
      const tooMuch = (why: string) =>
        problem('not-observed', { what: name, pod: nameOf(replica), tried: [{ way: 'to keep it', why }] })
      const text = await attempt(replica, gaps, async () => hold(await ask(), tooMuch))
      if (text !== null) texts[name] = text
    }),
  )
  return texts
}
