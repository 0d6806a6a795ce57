/** All that is known of an Ingress, a route or a Gateway, from the same plan as `ingresses`, `certs` and `why`. */

import { type ControllerRef, controllerRef, isAssumed } from '../domain/controllers/controller.js'
import type { Controllers } from '../domain/controllers/dialect.js'
import type { Gap } from '../domain/gap.js'
import { addTo, uniqueBy } from '../domain/groups.js'
import { maskRemark } from '../domain/masking/text.js'
import { plainWord } from '../domain/masking/words.js'
import { namedHosts } from '../domain/objects/ingress-hosts.js'
import type { KubeObject } from '../domain/objects/meta.js'
import { isNamedBy } from '../domain/objects/object-name.js'
import type { Event, Ingress } from '../domain/objects/objects.js'
import { nameOf, type Ref, refKey, refOf } from '../domain/objects/ref.js'
import type { ClusterReader, Listing } from '../domain/ports.js'
import { resolveRoutes } from '../domain/routes/resolve-routes.js'
import type { Route } from '../domain/routes/route.js'
import type { WhyRow } from '../domain/why/why.js'
import { inOrder } from './attempt.js'
import { gatherCertificates, type HostCertificate } from './certificates/gather.js'
import { type Judgement, judge } from './certificates/judge.js'
import { described as describedGateway } from './gateways/describe-gateways.js'
import type { DescribedGateway } from './gateways/described.js'
import { gatewayRows } from './gateways/rows.js'
import { namesAmong } from './named/named-objects.js'
import { withHeardFates } from './routes/heard-fates.js'
import { lookWithSecrets, ownConfigMaps } from './routes/look-around.js'
import { routeRules } from './routes/route-rules.js'
import { fatesOfNobody } from './why/class.js'
import { gatherWhy } from './why/gather-why.js'
import { selectAsking, type WhyQuestion } from './why/selection.js'
import { eventScopes } from './why/sources.js'
import { customObjects } from './why/used.js'
import { openBoth } from './worlds/both-worlds.js'
import { withOutside } from './worlds/choose-controller.js'
import { readsInside } from './worlds/read-ones.js'
import type { World } from './worlds/world.js'
import type { Worlds } from './worlds/worlds.js'

export interface DescribedCertificate extends HostCertificate, Judgement {
  readonly controller: ControllerRef
}

export interface DescribedEvent {
  /** `Normal`, `Warning` */
  readonly type: string
  readonly reason: string
  readonly message: string
  /** RFC 3339; null: not said */
  readonly at: string | null
}

export interface Description {
  readonly source: Ref
  /** its class, listeners and conditions; null: it is none */
  readonly gateway: DescribedGateway | null
  /** null: no controller takes it */
  readonly controller: ControllerRef | null
  /** RFC 3339; null in hand-written files */
  readonly createdAt: string | null
  /** its own; of what asks for none, those of all that name it */
  readonly routes: readonly Route[]
  readonly certificates: readonly DescribedCertificate[]
  /** as they stand in the object */
  readonly annotations: Readonly<Record<string, string>>
  readonly events: readonly DescribedEvent[]
  readonly why: readonly WhyRow[]
}

export interface Descriptions {
  readonly rows: readonly Description[]
  readonly gaps: readonly Gap[]
  /** objects that were asked about and found */
  readonly count: number
  /** an Ingress that was named is not there, or none may be seen */
  readonly isMissing: boolean
}

/** How long a certificate must last, in days, as `certs` has it. */
const warnDays = 30

/** @throws Problem as {@link gatherWhy} */
export async function gatherDescriptions(
  cluster: ClusterReader,
  controllers: Controllers,
  question: WhyQuestion,
): Promise<Descriptions> {
  const both = await openBoth(cluster, controllers, { ...question, namespace: null })
  const { worlds, opened } = both
  const named = { ...question, names: namesAmong(controllers, question.names) }
  const selected = selectAsking(cluster, worlds.inventory, opened, named)
  // What a replica says of certificates and of all else is asked together.
  const [told, ofIngresses] = await Promise.all([
    gatherWhy(cluster, controllers, question, both),
    certificatesOf(controllers, worlds, selected.ingresses, [], question.now),
  ])
  const asking = uniqueBy(told.rows.map(sourceOf), refKey)
  const users = new Map(told.used.map((one) => [refKey(refOf(one.object)), one.users]))
  const isNamed = (source: Ref) =>
    users.size === 0 || named.names.some((name) => isNamedBy(name, source, cluster.scope))
  const sources = [...told.used.map(({ object }) => refOf(object)), ...asking.filter(isNamed)]
  const isAsking = among(asking)
  const ingresses = worlds.inventory.ingresses.filter((one) => isAsking(refOf(one)))
  const { inventory } = worlds
  const { controllers: found } = withOutside(controllers, worlds.found, inventory)
  const [{ of: configMapOf }, , { of: secretOf }] = await Promise.all([
    ownConfigMaps(cluster, controllers, found),
    ...lookWithSecrets(cluster, controllers, found, inventory, []),
  ])
  const facts = {
    configMapOf,
    secretOf,
    now: question.now,
    isWhole: inventory.coverage === 'all',
    isDetailed: true,
    refusedFate: await withHeardFates(cluster, controllers, found, worlds.inventory, opened.refusedFate),
    besideOf: opened.besideOf,
    nobodysFate: fatesOfNobody({ controllers, found, inventory }, worlds.isBlind),
  }
  const rules = routeRules(controllers, found, inventory, facts)
  const routes = byRef(resolveRoutes({ ...inventory, ingresses }, rules), sourceOf)
  const ingressOf = byRef(ingresses, refOf)
  const objectOf = byRef<KubeObject>([...opened.inventory.gateways, ...opened.inventory.routes], refOf)
  const isOther = (source: Ref) => [...ingressOf([source]), ...objectOf([source])].length === 0
  const custom = customRoutesOf(told.asked, asking.filter(isOther))
  const customOf = byRef(custom, sourceOf)
  const customObjectOf = byRef(told.asked.flatMap(customObjects), refOf)
  const beyondOf = byRef(gatewayRows(opened, among(sources)), ({ route }) => route.source)
  const whyOf = byRef(told.rows, sourceOf)
  const [{ certificates, gaps }, events] = await Promise.all([
    custom.length === 0 ? ofIngresses : certificatesOf(controllers, worlds, ingresses, custom, question.now),
    eventsOf(cluster, sources),
  ])
  const rows = sources.map((source): Description => {
    const [ingress] = ingressOf([source])
    const own = users.get(refKey(source)) ?? [source]
    const asked = customOf(own)
    const hosts = new Set(ingress === undefined ? hostsIn(asked) : namedHosts(ingress))
    const object = ingress ?? objectOf([source])[0] ?? customObjectOf([source])[0]
    const why = whyOf(own)
    const gateway = source.kind === 'Gateway' ? opened.plan.world.gateways.get(nameOf(source)) : undefined
    return {
      source,
      gateway: gateway === undefined ? null : describedGateway(opened, gateway),
      controller: why[0]?.controller ?? null,
      createdAt: object?.metadata.creationTimestamp ?? asked[0]?.createdAt ?? null,
      routes: [...routes(own), ...asked, ...beyondOf([source]).map(({ route }) => route)],
      certificates: users.has(refKey(source)) ? [] : certificates.filter(({ host }) => hosts.has(host)),
      annotations: object?.metadata.annotations ?? {},
      events: events.items
        .filter(
          ({ involvedObject: about }) =>
            about?.kind === source.kind && about.name === source.name && about.namespace === source.namespace,
        )
        .map(described),
      why,
    }
  })
  return {
    rows,
    gaps: [...told.gaps, ...inOrder([...gaps, ...events.gaps])],
    count: told.count,
    isMissing: told.isMissing,
  }
}

function sourceOf({ source }: { readonly source: Ref }): Ref {
  return source
}

function among(refs: readonly Ref[]): (ref: Ref) => boolean {
  const keys = new Set(refs.map(refKey))
  return (ref) => keys.has(refKey(ref))
}

/** Whose things are asked for → those, in the order of all: to look through all for each object is the square of them. */
function byRef<T>(all: readonly T[], refOfOne: (one: T) => Ref): (refs: readonly Ref[]) => readonly T[] {
  const found = new Map<string, number[]>()
  for (const [at, one] of all.entries()) addTo(found, refKey(refOfOne(one)), at)
  return (refs) => {
    const places = [...new Set(refs.map(refKey))].flatMap((key) => found.get(key) ?? [])
    return places.sort((a, b) => a - b).map((at) => all[at] as T)
  }
}

/** Routes of the kinds that controllers brought with them. */
function customRoutesOf(worlds: readonly World[], sources: readonly Ref[]): readonly Route[] {
  if (sources.length === 0) return []
  const isAsked = among(sources)
  return worlds.flatMap(({ plan: { customRoutes = [] } }) => customRoutes.filter(({ source }) => isAsked(source)))
}

/** Those of which a certificate is expected. */
function hostsIn(routes: readonly Route[]): string[] {
  return routes.flatMap(({ host, tls }) => (tls === null ? [] : (host?.toLowerCase() ?? [])))
}

async function certificatesOf(
  controllers: Controllers,
  worlds: Worlds,
  ingresses: readonly Ingress[],
  custom: readonly Route[],
  now: number,
): Promise<{ readonly certificates: readonly DescribedCertificate[]; readonly gaps: readonly Gap[] }> {
  const isAll = ingresses.length === worlds.inventory.ingresses.length
  const hosts = new Set([...ingresses.flatMap(namedHosts), ...hostsIn(custom)])
  const asking = new Set(custom.flatMap(({ controller }) => (controller === null ? [] : nameOf(controller))))
  const owners = new Set([
    ...ingresses.flatMap((one) => worlds.ownersOf(one)),
    ...worlds.chosen.filter(({ controller }) => asking.has(nameOf(controller))),
  ])
  const found = await Promise.all(
    [...owners].map(async (chosen) => {
      // Nobody has seen it, or its certificates are not read: what it shows is not known.
      if (isAssumed(chosen.controller) || !readsInside(controllers, chosen)) return { certificates: [], gaps: [] }
      const wanted = (host: string) => hosts.has(host)
      const question = { namespace: null, wanted, hosts: isAll ? null : [...hosts], probe: false }
      const { certificates, gaps } = await gatherCertificates(controllers, worlds, chosen, question)
      const controller = controllerRef(chosen.controller)
      return { certificates: certificates.map((one) => ({ ...one, ...judge(one, now, warnDays), controller })), gaps }
    }),
  )
  return { certificates: found.flatMap((one) => one.certificates), gaps: found.flatMap((one) => one.gaps) }
}

/** Of a capture that kept none, none are missed. */
async function eventsOf(cluster: ClusterReader, sources: readonly Ref[]): Promise<Omit<Listing<'Event'>, 'coverage'>> {
  const namespaces = [...new Set(sources.map(({ namespace }) => namespace))]
  const listed = await Promise.all(eventScopes(cluster, namespaces).map((scope) => cluster.list('Event', { scope })))
  const gaps = listed.flatMap((one) => one.gaps).filter(({ reason }) => reason !== 'not-captured')
  return { items: listed.flatMap(({ items }) => items), gaps }
}

function described({ type, reason, message, lastTimestamp }: Event): DescribedEvent {
  return {
    ...{ type: plainWord(type ?? ''), reason: plainWord(reason ?? '') },
    ...{ message: maskRemark(message ?? ''), at: lastTimestamp ?? null },
  }
}
