/** What every attack must find: an end in time, in bounds, in our own words. */
import { expect } from 'vitest'
import type { Observed } from './attempt.js'

export interface Bounds {
  /** of work: how long that takes is an affair of the machine, too, and in the end of its patience */
  readonly seconds: number
  readonly mebibytes: number
  /** the exit codes that are right; left out: clean, findings or no answer */
  readonly codes?: readonly number[]
}

/** Slack for a machine that does other work too; what is attacked takes minutes or gigabytes when it succeeds. */
const usual: Bounds = { seconds: 10, mebibytes: 256 }

export function expectHeld(observed: Observed, bounds: Partial<Bounds> = {}): void {
  const { seconds, mebibytes, codes = [0, 1, 2] } = { ...usual, ...bounds }
  const shown = `${observed.stdout.slice(0, 500)}\n${observed.stderr.slice(0, 2_000)}`
  expect({ isLate: observed.isLate, signal: observed.signal }, shown).toEqual({ isLate: false, signal: null })
  expect(codes, shown).toContain(observed.code)
  expect(observed.stderr).not.toMatch(/this is a bug|\bat .+:\d+:\d+|FATAL ERROR|# Fatal/)
  expect(observed.workMilliseconds).toBeLessThan(seconds * 1000)
  expect(observed.mebibytes).toBeLessThan(mebibytes)
  expect(observed.survivors).toEqual([])
}
