/** The gate that `drift --wait` is, by answers at instants that a table gives. */
import { expect, it } from 'vitest'
import { waitFor } from '../../src/questions/drift/wait.js'

/** Answers in seconds: good, bad, or none this time. */
type Script = readonly (readonly [second: number, is: 'good' | 'bad' | 'none'])[]

/** Once there is no answer left, none comes any more, and each change moves the clock by a second. */
async function gate(script: Script, timeout: number, settle: number) {
  let second = script[0]?.[0] ?? 0
  let next = 0
  const waited = await waitFor(
    {
      ask: () => {
        const one = script[next]
        next += 1
        if (one === undefined) return new Promise<null>(() => {})
        const [at, is] = one
        second = at
        return Promise.resolve(is === 'none' ? null : { at: at * 1000, answer: is })
      },
      isGood: (is) => is === 'good',
      changes: (async function* () {
        for (;;) {
          if (script.length === 0) second += 1
          yield
        }
      })(),
      now: async () => second * 1000,
    },
    { timeout: timeout * 1000, settle: settle * 1000 },
  )
  return [waited.isSettled, waited.last, second]
}

it.each<readonly [what: string, script: Script, timeout: number, settle: number, told: readonly unknown[]]>([
  ['good at once, and nothing to settle', [[0, 'good']], 60, 0, [true, 'good', 0]],
  [
    'good for long enough',
    [
      [0, 'good'],
      [3, 'good'],
      [5, 'good'],
    ],
    60,
    5,
    [true, 'good', 5],
  ],
  [
    'bad, then good for long enough',
    [
      [0, 'bad'],
      [2, 'good'],
      [7, 'good'],
    ],
    60,
    5,
    [true, 'good', 7],
  ],
  [
    'bad in between',
    [
      [0, 'good'],
      [3, 'bad'],
      [6, 'good'],
      [9, 'good'],
      [11, 'good'],
    ],
    60,
    5,
    [true, 'good', 11],
  ],
  [
    'no answer in between',
    [
      [0, 'good'],
      [3, 'none'],
      [6, 'good'],
      [11, 'good'],
    ],
    60,
    5,
    [true, 'good', 11],
  ],
  [
    'good too late',
    [
      [0, 'bad'],
      [9, 'good'],
      [10, 'good'],
    ],
    10,
    5,
    [false, 'good', 10],
  ],
  [
    'bad until the end',
    [
      [0, 'bad'],
      [5, 'bad'],
      [12, 'bad'],
    ],
    10,
    0,
    [false, 'bad', 12],
  ],
])('%s', async (_what, script, timeout, settle, told) => {
  expect(await gate(script, timeout, settle)).toEqual(told)
})

it('a question that is never answered ends with the time', async () => {
  const [isSettled, last, second] = await gate([], 10, 0)
  expect([isSettled, last]).toEqual([false, null])
  expect(second).toBeGreaterThanOrEqual(10)
})
