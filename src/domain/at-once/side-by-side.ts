/** Asks the same of many, several at a time. */

/**
 * The first is asked alone: where it fails, or after any that does, none is begun.
 * @param most at a time
 * @throws what the first failure was
 * @returns in the order of the items
 */
export async function sideBySide<T, R>(
  items: readonly T[],
  most: number,
  ask: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const answers: R[] = []
  let next = 0
  let isStopped = false
  const work = async () => {
    while (next < items.length && !isStopped) {
      const at = next++
      try {
        answers[at] = await ask(items[at] as T)
      } catch (error) {
        isStopped = true
        throw error
      }
      if (at === 0) return
    }
  }
  await work()
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, work))
  return answers
}
