/** The last lines of a log of any length. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTail } from '../../../src/cluster/pods/exec.js'

describe('a tail', () => {
  it('is the end of the text, from a whole character on, whatever the pieces were', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 7 }),
        (text, most, piece) => {
          const bytes = Buffer.from(text)
          const tail = createTail(most)
          for (let at = 0; at < bytes.length; at += piece) tail.add(bytes.subarray(at, at + piece))
          const kept = tail.text()
          expect(bytes.toString().endsWith(kept)).toBe(true)
          const length = Buffer.byteLength(kept)
          expect(length).toBeLessThanOrEqual(most)
          expect(length).toBeGreaterThan(Math.min(most, bytes.length) - 4)
        },
      ),
    )
  })
})
