/** Many questions, several at a time. */

/**
 * Asks the same of many. The first is asked alone: where it fails, or after any that does, none is begun.
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

/** Lets only so many tasks run at a time, in the order in which they came: this bounds what one of many is asked for. */

type Gate = <T>(task: () => Promise<T>) => Promise<T>

export function createGate(width: number): Gate {
  let free = width
  const waiting: (() => void)[] = []
  return async (task) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    }
  }
}
