/** Of several controllers that could be meant, those that have something to serve: the others are left out where nobody said one. */
import type { Controllers } from '../../domain/controllers/dialect.js'
import { inventoryOf } from '../../domain/objects/inventory.js'
import type { ClusterReader, Gap } from '../../domain/ports.js'
import { attempt, inOrder } from '../attempt.js'
import type { Chosen } from './choose-controller.js'

/** @returns all of them where none of them takes any Ingress, or nobody may see Ingresses */
export async function busyOnes(
  cluster: ClusterReader,
  controllers: Controllers,
  chosen: readonly Chosen[],
): Promise<readonly Chosen[]> {
  if (chosen.length < 2) return chosen
  const scope = 'all-namespaces'
  const [ingresses, classes] = await Promise.all([
    cluster.list('Ingress', { scope }),
    cluster.list('IngressClass', { scope }),
  ])
  const nothing = { items: [], coverage: 'none', gaps: [] } as const
  const { classOf } = inventoryOf({ ingresses, classes, services: nothing, slices: nothing })
  const isBusy = ({ controller }: Chosen) => {
    const { owns } = controllers.dialectOf(controller)
    return ingresses.items.some((ingress) => owns(controller, ingress, classOf) === true)
  }
  const busy = chosen.filter(isBusy)
  return busy.length > 0 ? busy : chosen
}

/**
 * Asks each: of several, what one does not answer is a gap as long as another one answers.
 * @throws Problem of the first where none does
 */
export async function askEach<T>(
  chosen: readonly Chosen[],
  ask: (one: Chosen) => Promise<T>,
): Promise<{ readonly answers: readonly T[]; readonly gaps: readonly Gap[] }> {
  const [only, ...others] = chosen
  if (only !== undefined && others.length === 0) return { answers: [await ask(only)], gaps: [] }
  const gaps: Gap[] = []
  const answers = await Promise.all(
    chosen.map((one) => attempt(one.controller, gaps, async () => ({ answer: await ask(one) }))),
  )
  const told = answers.flatMap((one) => (one === null ? [] : [one.answer]))
  if (told.length === 0 && only !== undefined) return { answers: [await ask(only)], gaps: [] }
  return { answers: told, gaps: inOrder(gaps) }
}
