/** What one controller says of the Ingresses and other objects that are its own. */
import { type Controller, controllerRef, isAssumed } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { PassedOver, Plan } from '../../domain/controllers/plan.js'
import type { Told } from '../../domain/findings/facts.js'
import { type Finding, finding, told as toldOf } from '../../domain/findings/finding.js'
import type { Gap } from '../../domain/gap.js'
import { tlsHosts } from '../../domain/objects/ingress-hosts.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader } from '../../domain/ports.js'
import type { WhyRow } from '../../domain/why/why.js'
import type { WhySources } from '../../domain/why/why-sources.js'
import { unreadConfigs } from '../../lint/configmap-unread.js'
import { sourcesBeside, unclaimedBy } from '../named/unclaimed.js'
import type { Chosen } from '../worlds/choose-controller.js'
import { titleOf } from '../worlds/read-ones.js'
import type { World } from '../worlds/world.js'
import type { Worlds } from '../worlds/worlds.js'
import { withIdleOwn } from './idle.js'
import { refusedBeside } from './refused.js'
import type { WhyQuestion } from './selection.js'
import { whySources } from './sources.js'

export type Refusal = Told<'reload-failed'>

export interface WorldAnswer {
  readonly world: World
  readonly rows: readonly WhyRow[]
  readonly sources: WhySources
  readonly refused: readonly Refusal[]
  readonly gaps: readonly Gap[]
}

/** @param wanted null: all Ingresses. @param isOther is an object of another kind asked about */
export async function ask(
  cluster: ClusterReader,
  controllers: Controllers,
  worlds: Worlds,
  chosen: Chosen,
  { wanted, isOther }: { readonly wanted: readonly Ingress[] | null; readonly isOther: (source: Ref) => boolean },
  { fromObjects, everyReplica }: WhyQuestion,
): Promise<WorldAnswer> {
  const hosts = wanted && namesAsked(controllers, chosen, wanted)
  const world = await worlds.open(chosen, hosts)
  const asIf = await worlds.open(chosen, hosts, 'all-taken')
  const { asked, plan, facts, gaps } = world
  // What a replica serves says nothing of other rules than its own.
  const sources = whySources(cluster, controllers, asked === plan && !fromObjects ? world.replica : null, gaps)
  const keysOf = (all: readonly Ingress[]) => new Set(all.map((one) => refKey(refOf(one))))
  const keys = wanted && keysOf(wanted)
  const isWanted = (one: Ref) => one.kind === 'Ingress' && (keys === null || keys.has(refKey(one)))
  const taken = asIf === world ? null : keysOf(facts.ingresses)
  const isNone = !asIf.facts.ingresses.some((one) => isWanted(refOf(one))) && !sourcesBeside(plan).some(isOther)
  if (isNone) return { world, rows: [], sources, refused: [], gaps }
  const [own, refusedOnes, refused] = await Promise.all([
    asked.why(sources, (source) => isWanted(source) || isOther(source)),
    taken === null ? [] : asIf.asked.why(sources, (one) => isWanted(one) && !taken.has(refKey(one))),
    everyReplica ? refusedBeside(controllers, world) : [],
  ])
  const rows = [...own, ...refusedOnes]
  return { world, rows: isAssumed(chosen.controller) ? rows.map(assumed) : rows, sources, refused, gaps }
}

/** The names under which they are served, and those of which a certificate is expected. */
function namesAsked({ dialectOf }: Controllers, { controller }: Chosen, ingresses: readonly Ingress[]): string[] {
  const dialect = dialectOf(controller)
  const names = ingresses.flatMap((one) => [...dialect.hostNames(controller, one), ...tlsHosts(one)])
  return [...new Set(names.map((name) => name.toLowerCase()))].sort()
}

/** Told for all of a controller at once: its rows have nothing that somebody should look at. */
export function notRead(controllers: Controllers, { world: { chosen, dialect }, rows }: WorldAnswer): Gap[] {
  const open = rows.filter(({ served }) => served === null).length
  if (dialect.reads.rules || open === 0) return []
  const [what, is] = open === 1 ? ['1 Ingress belongs', 'it is'] : [`${open} Ingresses belong`, 'they are']
  const message = `${what} to ${titleOf(controllers, chosen)}, whose rules are not read: whether ${is} served is not known`
  return [{ kind: 'Controller', namespace: null, reason: 'unsupported', message }]
}

/** Nobody was seen who would do so. */
function assumed(row: WhyRow): WhyRow {
  return { ...row, controller: null, causes: row.causes.map((cause) => ({ ...cause, inferred: true })) }
}

/** Of objects of other kinds than Ingress. */
export function otherRows(told: readonly WorldAnswer[], isOther: (source: Ref) => boolean): readonly WhyRow[] {
  return [
    ...told.flatMap(({ rows, world }) =>
      withIdleOwn(
        rows.filter(({ source }) => isOther(source)),
        world.plan,
      ),
    ),
    ...told.flatMap(({ world: { chosen, dialect, facts } }) =>
      unreadConfigs({ controller: chosen.controller, dialect, facts })
        .filter(({ source }) => isOther(source))
        .map((one) => unread(one, chosen.controller)),
    ),
    ...unclaimedBy(seenPlans(told))
      .filter(({ source }) => isOther(source))
      .map(unclaimed),
  ]
}

/** Of controllers that were only assumed nobody knows what they would take. */
function seenPlans(told: readonly WorldAnswer[]): readonly Plan[] {
  return told.flatMap(({ world: { chosen, plan } }) => (isAssumed(chosen.controller) ? [] : [plan]))
}

function unread(one: Finding, controller: Controller): WhyRow {
  return {
    source: one.source,
    controller: controllerRef(controller),
    rule: null,
    served: one.source.kind !== 'ConfigMap',
    causes: [one],
  }
}

function unclaimed({ source, class: name }: PassedOver): WhyRow {
  const causes = [finding(toldOf('route-of-nobody', { class: name }), source)]
  return { source, controller: null, rule: null, served: false, causes }
}
