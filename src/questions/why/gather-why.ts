/** Which Ingresses are asked about, who takes them, and what each of those says of them. */

import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Gap } from '../../domain/gap.js'
import { groupedBy } from '../../domain/groups.js'
import { gatewayRouteKinds, hides } from '../../domain/objects/gateway/inventory.js'
import { isNamedBy, type ObjectName } from '../../domain/objects/object-name.js'
import { isSame, nameOf, type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import { type ClusterReader, isInScope, type Scope } from '../../domain/ports.js'
import type { WhyRow } from '../../domain/why/why.js'
import { webhookFlaws } from '../../lint/webhook-blocks.js'
import { inOrder } from '../attempt.js'
import type { OpenGateways } from '../gateways/open.js'
import { withMeant } from '../named/meant.js'
import { customKindsOf, knownMissing, missingObjects, namesAmong } from '../named/named-objects.js'
import { type BothWorlds, openBoth, withoutOtherWorld } from '../worlds/both-worlds.js'
import type { World } from '../worlds/world.js'
import { assumptionGap, isAssuming, releaseGaps, type Worlds } from '../worlds/worlds.js'
import { classesOfNobody } from './class.js'
import { whyGateway, whyListenerSet, whyRoute } from './gateway-why.js'
import { ingressRows } from './ingress-rows.js'
import { type Selected, selectAsking, type WhyQuestion } from './selection.js'
import { customObjects, type Used, usedOnes } from './used.js'
import { ask, notRead, otherRows, type Refusal } from './world-answer.js'

export interface Reasons {
  /** Ingresses, Gateways, then routes, each by namespace and name; of each the whole first */
  readonly rows: readonly WhyRow[]
  readonly gaps: readonly Gap[]
  /** objects that were asked about and found */
  readonly count: number
  /** an object that was named is not there, or nothing was found of what may not be seen */
  readonly isMissing: boolean
  /** objects that were named and ask for no route: the rows are of what names them */
  readonly used: readonly Used[]
  /** what is behind {@link count} */
  readonly counts: { readonly ingresses: number; readonly gateways: number; readonly routes: number }
  /** there was nobody to ask of the Ingresses that are there */
  readonly isBlind: boolean
  /** of replicas that are asked for nothing else, where the question wants them */
  readonly refused: readonly Refusal[]
  /** what was looked at, for who asks more of it: `asked` are the worlds that were */
  readonly asked: readonly World[]
  readonly worlds: Worlds
  readonly opened: OpenGateways
}

/**
 * @param both what else is asked of besides; absent: opened here
 * @throws Problem as {@link openBoth} where a controller was named that is not there; `usage` for a kind that nobody knows
 */
export async function gatherWhy(
  cluster: ClusterReader,
  controllers: Controllers,
  asked: WhyQuestion,
  both?: BothWorlds,
): Promise<Reasons> {
  const question = { ...asked, names: namesAmong(controllers, asked.names) }
  const told = await gatherNamed(cluster, controllers, question, both)
  const users = told.used.flatMap((one) => one.users)
  if (users.length === 0) return told
  const isUsed = (name: ObjectName) => told.used.some(({ object }) => isNamedBy(name, refOf(object), cluster.scope))
  const names = [...question.names.filter((name) => !isUsed(name)), ...users]
  return { ...(await gatherNamed(cluster, controllers, { ...question, names })), used: told.used }
}

async function gatherNamed(
  cluster: ClusterReader,
  controllers: Controllers,
  question: WhyQuestion,
  both?: BothWorlds,
): Promise<Reasons> {
  const { worlds, opened } = both ?? (await openBoth(cluster, controllers, { ...question, namespace: null }))
  const { inventory } = worlds
  const selected = selectAsking(cluster, inventory, opened, question)
  const { ingresses: wanted } = selected
  // Where pods were seen, and none of them is a controller, there is none.
  const isNone = worlds.chosen.length === 0 && !worlds.isBlind
  const asked = worlds.chosen.length > 0 ? worlds.chosen : isNone ? [] : [worlds.standIn]
  const isAll = wanted.length === inventory.ingresses.length
  const isOther = (source: Ref) => source.kind !== 'Ingress' && isOtherWanted(source, cluster.scope, question)
  const isWhole = question.names.length === 0 && question.labelSelector === undefined
  const webhooks = isWhole ? webhookRows(cluster, worlds, question.now) : []
  const told = await Promise.all(
    asked.map((one) => ask(cluster, controllers, worlds, one, { wanted: isAll ? null : wanted, isOther }, question)),
  )
  const others = otherRows(told, isOther)
  const gateways = { titles: titlesOf(opened, selected, controllers), isAlone: wanted.length + others.length === 0 }
  const gaps: Gap[] =
    isAssuming(worlds) && !isNone ? [assumptionGap(controllers, worlds, gateways)] : releaseGaps(controllers, worlds)
  const rows = await ingressRows(controllers, worlds, told, wanted)
  const opens = told.map(({ world }) => world)
  const used = usedOnes(opens, question.names, cluster.scope)
  const asking = opens.flatMap(({ plan }) => plan.alsoAsking ?? [])
  const all = [...[...selected.all, ...opens.flatMap(customObjects)].map(refOf), ...asking]
  const missing =
    inventory.coverage === 'none' && others.length + used.length === 0
      ? []
      : missingObjects(question.names, all, cluster.scope, customKindsOf(controllers))
  gaps.push(...told.flatMap((one) => one.gaps))
  if (question.names.length === 0)
    gaps.push(...told.flatMap((one) => notRead(controllers, one)), ...classesOfNobody(controllers, worlds, wanted))
  const ofGateways = [
    ...selected.gateways.map((one) => whyGateway(opened, one)),
    ...selected.listenerSets.map((one) => whyListenerSet(opened, one)),
  ]
  const ofRoutes = selected.routes.flatMap((one) => whyRoute(opened, one))
  // The settings of a controller ask for nothing.
  const asks = ({ source, controller }: WhyRow) =>
    (source.kind !== 'ConfigMap' && !(controller && isSame(controller, source))) ||
    asking.some((one) => isSame(one, source))
  const otherCount = new Set(others.filter(asks).map(({ source }) => refKey(source))).size
  const counts = {
    ingresses: wanted.length,
    gateways: ofGateways.length,
    routes: selected.routes.length + otherCount,
  }
  const [meantRows, meantRoutes, ofWebhooks] = await Promise.all([
    withMeant(cluster, inventory, [...rows, ...others]),
    withMeant(cluster, inventory, ofRoutes),
    webhooks,
  ])
  return {
    rows: [...withRefusals(opened, meantRows), ...ofGateways, ...withRefusals(opened, meantRoutes), ...ofWebhooks],
    gaps: [
      ...withoutOtherWorld(worlds.gaps, opened.inventory),
      ...opened.gaps,
      ...inOrder(gaps),
      ...knownMissing(missing, opened.inventory),
    ],
    count: counts.ingresses + counts.gateways + counts.routes + used.length,
    counts,
    used,
    asked: opens,
    isMissing:
      missing.length > 0 ||
      (ofGateways.length + ofRoutes.length + otherCount === 0 &&
        (inventory.coverage === 'none' ||
          (wanted.length === 0 && hides(opened.inventory, gatewayRouteKinds, cluster.scope)))),
    isBlind: asked.length === 0 && ofGateways.length + ofRoutes.length === 0 && wanted.length > 0,
    refused: told.flatMap((one) => one.refused),
    worlds,
    opened,
  }
}

/** What keeps every Ingress from changing, for whoever asks of all of them; that it may not be seen is no gap. */
async function webhookRows(cluster: ClusterReader, { inventory, chosen }: Worlds, now: number): Promise<WhyRow[]> {
  const { items } = await cluster.list('ValidatingWebhookConfiguration', { scope: 'all-namespaces' })
  const found = groupedBy(webhookFlaws(items, { inventory, worlds: chosen, now }), ({ source }) => refKey(source))
  return [...found.values()].flatMap((causes) =>
    causes.slice(0, 1).map(({ source }) => ({ source, controller: null, rule: null, served: false, causes })),
  )
}

/** Whatever becomes of it: an object that no API server takes is in no cluster. All of it is told with the first row. */
function withRefusals({ refusals }: OpenGateways, rows: readonly WhyRow[]): readonly WhyRow[] {
  const told = new Set<string>()
  return rows.map((row) => {
    const { source, causes } = row
    const refused = refusals(source)
    if (refused.length === 0) return row
    const own = told.has(refKey(source)) ? [] : refused
    told.add(refKey(source))
    return { ...row, served: false, causes: [...own, ...causes] }
  })
}

/** Whose rules the Gateways are judged by, and those that the routes hang on; of those that are elsewhere nobody says whose. */
function titlesOf({ plan }: OpenGateways, asked: Selected, { fallback }: Controllers): readonly string[] {
  const hung = asked.routes.flatMap((one) => plan.world.attachmentsOf(refOf(one)))
  const ofSets = asked.listenerSets.flatMap((one) => plan.world.listenerSets.get(one)?.gateway ?? [])
  const names = [
    ...[...asked.gateways.map(({ ref }) => ref), ...ofSets].map(nameOf),
    ...hung.map(({ gateway }) => nameOf(gateway)),
  ]
  const own = names.flatMap((name) => plan.world.gateways.get(name)?.profile ?? [])
  const all = own.length === 0 && asked.routes.length > 0 ? [fallback.gateway.profile] : own
  return [...new Set(all.map(({ title }) => title))].sort()
}

/** Of the kinds that a controller brought with it: all where nothing is said, and those that have a name which was said. */
function isOtherWanted(ref: Ref, scope: Scope, { names, labelSelector }: WhyQuestion): boolean {
  if (names.length > 0) return names.some((name) => isNamedBy(name, ref, scope))
  return labelSelector === undefined && isInScope(scope, ref.namespace)
}
