/** Which Ingresses are asked about, who takes them, and what each of those says of them. */

import type { Controller, Controllers, FoundControllers } from '../../domain/controllers/controller.js'
import type { Finding } from '../../domain/findings/finding.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { nameOf, type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader, Gap } from '../../domain/ports.js'
import { bySeverity, servedInPart, type WhyRow } from '../../domain/why.js'
import type { WhySources } from '../../domain/why-sources.js'
import { inOrder } from '../attempt.js'
import { gatherRoutes } from '../gather.js'
import { type Chosen, chooseControllers, replicaOrGap } from '../worlds/choose-controller.js'
import { gatherFacts } from '../worlds/gather-facts.js'
import { type Around, findingsOfNobody } from './class.js'
import { doubtfulOwner, generalFindings } from './general.js'
import { selectIngresses, type WhyQuestion } from './selection.js'
import { whySources } from './sources.js'

export interface Told {
  /** by namespace and name; of each the whole first */
  readonly rows: readonly WhyRow[]
  readonly gaps: readonly Gap[]
  /** Ingresses that were asked about and found */
  readonly count: number
  /** an Ingress that was named is not there, or none may be seen */
  readonly isMissing: boolean
  /** there was nobody to ask */
  readonly isBlind: boolean
}

/** @throws Problem as {@link chooseControllers} where a controller was named that is not there */
export async function gatherWhy(
  cluster: ClusterReader,
  controllers: Controllers,
  question: WhyQuestion,
): Promise<Told> {
  const everywhere: ClusterReader = { ...cluster, scope: 'all-namespaces' }
  const [found, inventory, classes] = await Promise.all([
    controllers.find(null),
    gatherRoutes(everywhere, { names: [], labelSelector: undefined }),
    cluster.list('IngressClass', { scope: 'all-namespaces' }),
  ])
  const { wanted, missing } = selectIngresses(cluster, inventory, question)
  const chosen = chosenFrom(found, question, controllers)
  const gaps: Gap[] = found.controllers.length === 0 && chosen.length > 0 ? [assumption] : []
  const classOf = classes.coverage === 'all' ? inventory.ingressClass : null
  const around: Around = {
    controllers,
    found: chosen.map(({ controller }) => controller),
    classes: classes.coverage === 'all' ? classes.items : null,
    classOf,
  }
  const keys = new Set(wanted.map((one) => refKey(refOf(one))))
  const worlds = await Promise.all(
    chosen.map((one) => askOne(cluster, controllers, inventory, one, question, (ref) => keys.has(refKey(ref)), gaps)),
  )
  const byKey = groupRows(worlds)
  const told = await Promise.all(
    wanted.map(async (ingress) => {
      const owners = around.found.filter((one) => controllers.owns(one, ingress, classOf) !== false)
      const own = byKey.get(refKey(refOf(ingress))) ?? []
      return own.length > 0
        ? own.flatMap((one) => withGeneral(one, ingress, owners, around))
        : [await nobodys(ingress, around, worlds)]
    }),
  )
  return {
    rows: told.flat(),
    gaps: [...found.gaps, ...inventory.gaps, ...inOrder(gaps), ...missing],
    count: wanted.length,
    isMissing: missing.length > 0 || inventory.coverage === 'none',
    isBlind: chosen.length === 0,
  }
}

/** Manifests hold no pod: what a controller with its usual flags would make of them can be told nevertheless. */
function chosenFrom(found: FoundControllers, { selection }: WhyQuestion, controllers: Controllers): readonly Chosen[] {
  const isSaid = Object.values(selection).some((value) => value !== undefined)
  if (found.controllers.length > 0 || isSaid) return chooseControllers(found, selection, null)
  // Where pods were seen, and none of them is a controller, there is none.
  if (found.gaps.length === 0) return []
  return [{ controller: controllers.assumed(), replicas: [] }]
}

const assumption: Gap = {
  kind: 'Controller',
  namespace: null,
  reason: 'not-found',
  message: 'none could be seen: told is what an ingress-nginx of the last release with its usual flags would do',
}

interface Asked {
  readonly controller: Controller
  readonly rows: readonly WhyRow[]
  readonly sources: WhySources
}

async function askOne(
  cluster: ClusterReader,
  controllers: Controllers,
  inventory: Inventory,
  chosen: Chosen,
  { selection, now }: WhyQuestion,
  wanted: (ref: Ref) => boolean,
  gaps: Gap[],
): Promise<Asked> {
  const { controller } = chosen
  const { facts, gaps: unseen } = await gatherFacts(cluster, controllers, controller, inventory, now)
  gaps.push(...unseen)
  const replica = replicaOrGap(chosen, selection, gaps)
  const sources = whySources(cluster, controllers, replica, gaps)
  if (!facts.ingresses.some((one) => wanted(refOf(one)))) return { controller, rows: [], sources }
  const rows = await controllers.why(controller, facts, sources, wanted)
  return { controller, rows: chosen.replicas.length === 0 ? rows.map(assumed) : rows, sources }
}

/** Nobody was seen who would do so. */
function assumed(row: WhyRow): WhyRow {
  return { ...row, controller: null, causes: row.causes.map((cause) => ({ ...cause, inferred: true })) }
}

/** What one controller says of one Ingress. */
interface Said extends Asked {
  readonly rows: readonly WhyRow[]
}

function groupRows(worlds: readonly Asked[]): Map<string, Said[]> {
  const groups = new Map<string, Said[]>()
  for (const world of worlds) {
    const own = new Map<string, WhyRow[]>()
    for (const row of world.rows) own.set(refKey(row.source), [...(own.get(refKey(row.source)) ?? []), row])
    for (const [key, rows] of own) groups.set(key, [...(groups.get(key) ?? []), { ...world, rows }])
  }
  return groups
}

/** Of the Ingress as a whole; what makes its owner doubtful makes its rules doubtful, too, unless they were seen. */
function withGeneral(
  { rows, controller, sources }: Said,
  ingress: Ingress,
  owners: readonly Controller[],
  { controllers, classOf }: Around,
): WhyRow[] {
  const isDoubtful = controllers.owns(controller, ingress, classOf) === null && !sources.hasConf()
  const more = [...generalFindings(ingress, owners), ...(isDoubtful ? [doubtfulOwner(controller, ingress)] : [])]
  if (more.length === 0) return [...rows]
  const sure = rows.map((row) => (isDoubtful && row.served ? { ...row, served: null } : row))
  const [first, ...rest] = sure
  if (first?.rule === null) return [{ ...first, causes: [...first.causes, ...more].sort(bySeverity) }, ...rest]
  return first === undefined ? [] : [wholeOf(first, sure, more), ...sure]
}

function wholeOf({ source, controller }: WhyRow, rows: readonly WhyRow[], causes: readonly Finding[]): WhyRow {
  return { source, controller, rule: null, served: servedInPart(rows.map(({ served }) => served)), causes }
}

/** One row: of an Ingress that nobody takes no rule is served. */
async function nobodys(ingress: Ingress, around: Around, worlds: readonly Asked[]): Promise<WhyRow> {
  const ref = refOf(ingress)
  const [first, ...others] = [...findingsOfNobody(ingress, around), ...generalFindings(ingress, [])]
  // Somebody else's is passed over for no other reason than that.
  const logs = first?.severity === 'error' ? await Promise.all(worlds.map(({ sources }) => sources.log())) : []
  const lines = worlds.flatMap(({ sources: { replica } }, i) => {
    const line = around.controllers.whyIgnored(logs[i] ?? [], ref)
    return line === null || replica === null ? [] : [`log of replica ${nameOf(replica)}: ${line}`]
  })
  const causes = first === undefined ? [] : [{ ...first, evidence: [...first.evidence, ...lines] }, ...others]
  // What is no error is somebody else's, and then it is not known.
  return { source: ref, controller: null, rule: null, served: first?.severity === 'error' ? false : null, causes }
}
