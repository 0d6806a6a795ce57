/** Several controllers or replicas that could be meant, where nobody said one. */
import type { Controller, Replica } from '../../domain/controllers/controller.js'
import type { Gap } from '../../domain/gap.js'
import type { NamespacedName } from '../../domain/objects/ref.js'
import { attempt, inOrder } from '../attempt.js'
import type { Chosen } from './choose-controller.js'

interface Asked<T> {
  readonly answers: readonly T[]
  readonly gaps: readonly Gap[]
}

/**
 * Asks each: of several, what one does not answer is a gap as long as another one answers.
 * @throws Problem of the first where none does
 */
export function askEach<T>(chosen: readonly Chosen[], ask: (one: Chosen) => Promise<T>): Promise<Asked<T>> {
  return ofEach(chosen, ({ controller }) => controller, ask)
}

/**
 * The same of their replicas.
 * @param replicasOf throws Problem where a controller has none to ask
 */
export async function askReplicas<T>(
  chosen: readonly Chosen[],
  replicasOf: (one: Chosen) => readonly Replica[],
  ask: (replica: Replica, controller: Controller) => Promise<T>,
): Promise<Asked<T>> {
  const { answers, gaps } = await askEach(chosen, async (one) =>
    ofEach(
      replicasOf(one),
      (replica) => replica,
      (replica) => ask(replica, one.controller),
    ),
  )
  return { answers: answers.flatMap((one) => one.answers), gaps: [...gaps, ...answers.flatMap((one) => one.gaps)] }
}

async function ofEach<One, T>(
  all: readonly One[],
  nameOf: (one: One) => NamespacedName,
  ask: (one: One) => Promise<T>,
): Promise<Asked<T>> {
  const [only, ...others] = all
  if (only !== undefined && others.length === 0) return { answers: [await ask(only)], gaps: [] }
  const gaps: Gap[] = []
  const answers = await Promise.all(
    all.map((one) => attempt(nameOf(one), gaps, async () => ({ answer: await ask(one) }))),
  )
  const told = answers.flatMap((one) => (one === null ? [] : [one.answer]))
  if (told.length === 0 && only !== undefined) return { answers: [await ask(only)], gaps: [] }
  return { answers: told, gaps: inOrder(gaps) }
}
