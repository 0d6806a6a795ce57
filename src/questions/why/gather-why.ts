/** Which Ingresses are asked about, who takes them, and what each of those says of them. */

import { isAssumed } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { PassedOver, Plan } from '../../domain/controllers/plan.js'
import type { Told } from '../../domain/findings/facts.js'
import { type Finding, finding, told as toldOf } from '../../domain/findings/finding.js'
import type { Gap } from '../../domain/gap.js'
import { addTo, groupedBy } from '../../domain/groups.js'
import { gatewayRouteKinds, hides } from '../../domain/objects/gateway/inventory.js'
import { tlsHosts } from '../../domain/objects/ingress-hosts.js'
import { isNamedBy, type ObjectName } from '../../domain/objects/object-name.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { isSame, nameOf, type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import { type ClusterReader, isInScope, type Scope } from '../../domain/ports.js'
import { bySeverity, servedInPart, type WhyRow } from '../../domain/why/why.js'
import type { WhySources } from '../../domain/why/why-sources.js'
import { annotationsOfOthers } from '../../lint/annotation-of-other.js'
import { inOrder } from '../attempt.js'
import type { OpenGateways } from '../gateways/open.js'
import { customKindsOf, knownMissing, missingObjects, namesAmong } from '../named/named-objects.js'
import { sourcesBeside, unclaimedBy } from '../named/unclaimed.js'
import { type BothWorlds, openBoth, withoutOtherWorld } from '../worlds/both-worlds.js'
import type { Chosen } from '../worlds/choose-controller.js'
import { titleOf } from '../worlds/read-ones.js'
import type { World } from '../worlds/world.js'
import { assumptionGap, isAssuming, releaseGaps, type Worlds } from '../worlds/worlds.js'
import { classesOfNobody } from './class.js'
import { whyGateway, whyRoute } from './gateway-why.js'
import { generalFindings } from './general.js'
import { withIdle, withIdleOwn } from './idle.js'
import { nobodys } from './nobodys.js'
import { refusedBeside } from './refused.js'
import { type Selected, selectAsking, type WhyQuestion } from './selection.js'
import { whySources } from './sources.js'
import { customObjects, type Used, usedOnes } from './used.js'

type Refusal = Told<'reload-failed'>

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
  const told = await Promise.all(
    asked.map((one) => ask(cluster, controllers, worlds, one, { wanted: isAll ? null : wanted, isOther }, question)),
  )
  const others = [
    ...told.flatMap(({ rows, world }) =>
      withIdleOwn(
        rows.filter(({ source }) => isOther(source)),
        world.plan,
      ),
    ),
    ...unclaimedBy(seenPlans(told))
      .filter(({ source }) => isOther(source))
      .map(unclaimed),
  ]
  const gateways = { titles: titlesOf(opened, selected, controllers), isAlone: wanted.length + others.length === 0 }
  const gaps: Gap[] =
    isAssuming(worlds) && !isNone ? [assumptionGap(controllers, worlds, gateways)] : releaseGaps(controllers, worlds)
  const byKey = groupRows(told)
  const seen = told.map(({ world: { chosen, dialect } }) => ({ controller: chosen.controller, dialect }))
  const strange = (ingress: Ingress) => annotationsOfOthers(ingress, { inventory, controllers, worlds: seen })
  const rows = await Promise.all(
    wanted.flatMap((ingress): readonly (WhyRow | Promise<WhyRow>)[] => {
      const own = byKey.get(refKey(refOf(ingress))) ?? []
      return own.length > 0
        ? own.flatMap((one, i) => withGeneral(controllers, one, ingress, worlds, i === 0 ? strange(ingress) : null))
        : [nobodys(ingress, controllers, worlds, told)]
    }),
  )
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
    ...selected.routes.flatMap((one) => whyRoute(opened, one)),
  ]
  // The settings of a controller ask for nothing.
  const asks = ({ source }: WhyRow) => source.kind !== 'ConfigMap' || asking.some((one) => isSame(one, source))
  const otherCount = new Set(others.filter(asks).map(({ source }) => refKey(source))).size
  const counts = {
    ingresses: wanted.length,
    gateways: selected.gateways.length,
    routes: selected.routes.length + otherCount,
  }
  return {
    rows: [...rows, ...others, ...ofGateways],
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
      (ofGateways.length + otherCount === 0 &&
        (inventory.coverage === 'none' ||
          (wanted.length === 0 && hides(opened.inventory, gatewayRouteKinds, cluster.scope)))),
    isBlind: asked.length === 0 && ofGateways.length === 0 && wanted.length > 0,
    refused: told.flatMap((one) => one.refused),
    worlds,
    opened,
  }
}

/** Whose rules the Gateways are judged by, and those that the routes hang on; of those that are elsewhere nobody says whose. */
function titlesOf({ plan }: OpenGateways, asked: Selected, { fallback }: Controllers): readonly string[] {
  const hung = asked.routes.flatMap((one) => plan.world.attachmentsOf(refOf(one)))
  const names = [...asked.gateways.map(({ ref }) => nameOf(ref)), ...hung.map(({ gateway }) => nameOf(gateway))]
  const own = names.flatMap((name) => plan.world.gateways.get(name)?.profile ?? [])
  const all = own.length === 0 && asked.routes.length > 0 ? [fallback.gateway.profile] : own
  return [...new Set(all.map(({ title }) => title))].sort()
}

/** Of controllers that were only assumed nobody knows what they would take. */
function seenPlans(told: readonly WorldAnswer[]): readonly Plan[] {
  return told.flatMap(({ world: { chosen, plan } }) => (isAssumed(chosen.controller) ? [] : [plan]))
}

function unclaimed({ source, class: name }: PassedOver): WhyRow {
  const causes = [finding(toldOf('route-of-nobody', { class: name }), source)]
  return { source, controller: null, rule: null, served: false, causes }
}

/** What one controller says of the Ingresses that are its own. */
interface WorldAnswer {
  readonly world: World
  readonly rows: readonly WhyRow[]
  readonly sources: WhySources
  readonly refused: readonly Refusal[]
  readonly gaps: readonly Gap[]
}

async function ask(
  cluster: ClusterReader,
  controllers: Controllers,
  worlds: Worlds,
  chosen: Chosen,
  { wanted, isOther }: { readonly wanted: readonly Ingress[] | null; readonly isOther: (source: Ref) => boolean },
  { fromObjects, everyReplica }: WhyQuestion,
): Promise<WorldAnswer> {
  const world = await worlds.open(chosen, wanted && namesAsked(controllers, chosen, wanted))
  const { asked, plan, facts, gaps } = world
  // What a replica serves says nothing of other rules than its own.
  const sources = whySources(cluster, controllers, asked === plan && !fromObjects ? world.replica : null, gaps)
  const keys = new Set((wanted ?? facts.ingresses).map((one) => refKey(refOf(one))))
  const isNone = !facts.ingresses.some((one) => keys.has(refKey(refOf(one)))) && !sourcesBeside(plan).some(isOther)
  if (isNone) return { world, rows: [], sources, refused: [], gaps }
  const [rows, refused] = await Promise.all([
    asked.why(sources, (source) => keys.has(refKey(source)) || isOther(source)),
    everyReplica ? refusedBeside(controllers, world) : [],
  ])
  return { world, rows: isAssumed(chosen.controller) ? rows.map(assumed) : rows, sources, refused, gaps }
}

/** Of the kinds that a controller brought with it: all where nothing is said, and those that have a name which was said. */
function isOtherWanted(ref: Ref, scope: Scope, { names, labelSelector }: WhyQuestion): boolean {
  if (names.length > 0) return names.some((name) => isNamedBy(name, ref, scope))
  return labelSelector === undefined && isInScope(scope, ref.namespace)
}

/** The names under which they are served, and those of which a certificate is expected. */
function namesAsked({ dialectOf }: Controllers, { controller }: Chosen, ingresses: readonly Ingress[]): string[] {
  const dialect = dialectOf(controller)
  const names = ingresses.flatMap((one) => [...dialect.hostNames(controller, one), ...tlsHosts(one)])
  return [...new Set(names.map((name) => name.toLowerCase()))].sort()
}

/** Told for all of a controller at once: its rows have nothing that somebody should look at. */
function notRead(controllers: Controllers, { world: { chosen, dialect }, rows }: WorldAnswer): Gap[] {
  if (dialect.reads.rules || rows.length === 0) return []
  const what = rows.length === 1 ? '1 Ingress belongs' : `${rows.length} Ingresses belong`
  const message = `${what} to ${titleOf(controllers, chosen)}, whose rules are not read: whether they are served is not known`
  return [{ kind: 'Controller', namespace: null, reason: 'unsupported', message }]
}

/** Nobody was seen who would do so. */
function assumed(row: WhyRow): WhyRow {
  return { ...row, controller: null, causes: row.causes.map((cause) => ({ ...cause, inferred: true })) }
}

function groupRows(told: readonly WorldAnswer[]): Map<string, WorldAnswer[]> {
  const groups = new Map<string, WorldAnswer[]>()
  for (const one of told) {
    // The rows of an object mostly have one Ref, whose key is made once.
    const keys = new Map<Ref, string>()
    const keyOf = ({ source }: WhyRow) => {
      const key = keys.get(source) ?? refKey(source)
      keys.set(source, key)
      return key
    }
    for (const [key, rows] of groupedBy(one.rows, keyOf)) addTo(groups, key, { ...one, rows })
  }
  return groups
}

/**
 * Of the Ingress as a whole; what makes its owner doubtful makes its rules doubtful, too, unless they were seen.
 * @param strange null: what is to be said of the Ingress, whoever takes it, is told with another owner
 */
function withGeneral(
  controllers: Controllers,
  { rows, world, sources }: WorldAnswer,
  ingress: Ingress,
  worlds: Worlds,
  strange: readonly Finding[] | null,
): WhyRow[] {
  const { chosen, dialect, plan } = world
  const whole = withIdle(rows, ingress, plan, worlds.inventory)
  // A controller that looks at annotations itself knows more of them.
  const isTold = rows.some(({ causes }) => causes.some(({ code }) => code === 'foreign-annotation'))
  const { classOf } = worlds.inventory
  const owners = worlds
    .ownersOf(ingress)
    .map(({ controller }) => controller)
    .filter((controller) => controllers.dialectOf(controller).owns(controller, ingress, classOf) === true)
  const isDoubtful = dialect.owns(chosen.controller, ingress, classOf) === null && !sources.hasConf()
  const doubt = isDoubtful ? dialect.ownership(chosen.controller, ingress, classOf) : null
  const more = [
    ...(strange === null ? [] : generalFindings(controllers, ingress, owners)),
    ...(doubt === null ? [] : [doubt]),
    ...(isTold || isAssumed(chosen.controller) ? [] : (strange ?? [])),
  ]
  if (more.length === 0) return [...whole]
  const sure = whole.map((row) => (isDoubtful && row.served ? { ...row, served: null } : row))
  const [first, ...rest] = sure
  if (first?.rule === null) return [{ ...first, causes: [...first.causes, ...more].sort(bySeverity) }, ...rest]
  return first === undefined ? [] : [wholeOf(first, sure, more), ...sure]
}

function wholeOf({ source, controller }: WhyRow, rows: readonly WhyRow[], causes: readonly Finding[]): WhyRow {
  return { source, controller, rule: null, served: servedInPart(rows.map(({ served }) => served)), causes }
}
