/** The rows of Ingresses, with what is told of each as a whole, whoever takes it. */
import { isAssumed } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Finding } from '../../domain/findings/finding.js'
import { addTo, groupedBy } from '../../domain/groups.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import { bySeverity, servedInPart, type WhyRow } from '../../domain/why/why.js'
import { annotationsOfOthers } from '../../lint/annotation-of-other.js'
import type { Worlds } from '../worlds/worlds.js'
import { asksNothing, generalFindings } from './general.js'
import { withIdle } from './idle.js'
import { nobodys } from './nobodys.js'
import type { WorldAnswer } from './world-answer.js'

/** In their order: what their controllers say of each, or why nobody takes it. */
export async function ingressRows(
  controllers: Controllers,
  worlds: Worlds,
  told: readonly WorldAnswer[],
  wanted: readonly Ingress[],
): Promise<readonly WhyRow[]> {
  const byKey = groupRows(told)
  const seen = told.map(({ world: { chosen, dialect } }) => ({ controller: chosen.controller, dialect }))
  const around = { inventory: worlds.inventory, controllers, worlds: seen }
  const answered = wanted.map((ingress) => ({ ingress, own: byKey.get(refKey(refOf(ingress))) ?? [] }))
  const alone = await Promise.all(
    answered.map(({ ingress, own }) => (own.length > 0 ? null : nobodys(ingress, controllers, worlds, told))),
  )
  return answered.flatMap(({ ingress, own }, at) => {
    const row = alone[at] ?? null
    if (row !== null) return row
    return own.flatMap((one, i) =>
      withGeneral(controllers, one, ingress, worlds, i === 0 ? annotationsOfOthers(ingress, around) : null),
    )
  })
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
    ...(strange === null ? [] : generalFindings(controllers, ingress, owners, { all: owners, classOf })),
    ...(doubt === null ? [] : [doubt]),
    ...(isTold || isAssumed(chosen.controller) ? [] : (strange ?? [])),
  ]
  if (more.length === 0) return [...whole]
  const sure = whole.map((row) => (isDoubtful && row.served ? { ...row, served: null } : row))
  const [first, ...rest] = sure
  if (first?.rule === null) {
    const causes = [...first.causes, ...more].sort(bySeverity)
    return [{ ...first, served: asksNothing(ingress) ? false : first.served, causes }, ...rest]
  }
  return first === undefined ? [] : [wholeOf(first, sure, more), ...sure]
}

function wholeOf({ source, controller }: WhyRow, rows: readonly WhyRow[], causes: readonly Finding[]): WhyRow {
  return { source, controller, rule: null, served: servedInPart(rows.map(({ served }) => served)), causes }
}
