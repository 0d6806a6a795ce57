/** Several controllers that could be meant, where nobody said one. */
import type { Gap } from '../../domain/gap.js'
import { attempt, inOrder } from '../attempt.js'
import type { Chosen } from './choose-controller.js'

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
