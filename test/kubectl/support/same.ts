/** One case: kubectl is the truth, and we must ask the same; where kubectl refuses, our own words must say why. */
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { type Outcome, type Scene, startWorld, type World } from './both.js'

/** A rule that kubectl has from 1.`since` on. We follow the newer one, so an older one refuses what we ask for. */
export interface Newer {
  readonly since: number
  readonly why: string
  /** the older one's words */
  readonly before: RegExp
}

/** The third part, a pattern: kubectl must refuse, and we with these words. Without it both must ask. */
export type Case = readonly [name: string, sceneOf: (world: World) => Scene, rule?: RegExp | Newer]

declare module 'vitest' {
  export interface TaskMeta {
    /** this kubectl is too old for the rule, and why */
    olderKubectl?: string
  }
}

export function same(cases: readonly Case[]): void {
  let world: World
  beforeAll(async () => {
    world = await startWorld()
  })
  afterAll(() => world.close())

  for (const [name, sceneOf, rule] of cases)
    it(name, async ({ task }) => {
      const scene = sceneOf(world)
      const kubectl = await world.kubectl(scene)
      const ours = await world.ours(scene)
      if (rule instanceof RegExp) {
        expect(kubectl.asked, 'kubectl does not refuse').toBeNull()
        expectSame(ours, kubectl)
        expect(ours.stderr).toMatch(rule)
      } else if (rule !== undefined && inject('minor') < rule.since) {
        task.meta.olderKubectl = `since 1.${rule.since}: ${rule.why}`
        expect(kubectl.asked, 'the older kubectl does not refuse').toBeNull()
        expect(kubectl.stderr).toMatch(rule.before)
        expect(ours.asked, ours.stderr).not.toBeNull()
      } else {
        expect(kubectl.asked, kubectl.stderr).not.toBeNull()
        expectSame(ours, kubectl)
      }
    })
}

function expectSame(ours: Outcome, kubectl: Outcome): void {
  const compared = ({ asked, noted }: Outcome) => ({ asked, noted: parsed(noted) })
  expect(compared(ours), ours.stderr).toEqual(compared(kubectl))
}

/** The order of members means nothing. */
function parsed(noted: string | null): unknown {
  return noted === null ? null : JSON.parse(noted)
}
