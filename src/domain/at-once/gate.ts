/** Lets only so many tasks run at a time, in the order in which they came: this bounds what one of many is asked for. */

export type Gate = <T>(task: () => Promise<T>) => Promise<T>

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
