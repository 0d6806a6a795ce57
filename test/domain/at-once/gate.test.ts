/** Tasks side by side, never more than there are places. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createGate } from '../../../src/domain/at-once/side-by-side.js'

it('runs every task, in order, and never more than its width at a time (property)', async () => {
  const fails = fc.array(fc.boolean(), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fails, async (width, tasks) => {
      const gate = createGate(width)
      const started: number[] = []
      let running = 0
      let most = 0
      const results = await Promise.allSettled(
        tasks.map((fails, index) =>
          gate(async () => {
            started.push(index)
            running += 1
            most = Math.max(most, running)
            await new Promise((resolve) => setImmediate(resolve))
            running -= 1
            if (fails) throw new Error('task')
          }),
        ),
      )
      expect(started).toEqual(tasks.map((_, index) => index))
      expect(most).toBe(Math.min(width, tasks.length))
      expect(results.map(({ status }) => status === 'rejected')).toEqual(tasks)
    }),
  )
})
