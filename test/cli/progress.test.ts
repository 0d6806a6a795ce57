/** The line that somebody sees who waits: when it comes, what it says, and that nothing of it stays. */
import { describe, expect, it } from 'vitest'
import { progressOf } from '../../src/cli/report/progress.js'
import { displayWidth } from '../../src/domain/text/width.js'

function waiting(columns: number | undefined) {
  let text = ''
  let now = 0
  let runs: (() => void)[] = []
  const progress = progressOf({
    stderr: { write: (some: string) => (text += some) } as unknown as NodeJS.WritableStream & never,
    talkColumns: columns,
    now: () => now,
    repeat: (_milliseconds, run) => {
      runs.push(run)
      return () => {
        runs = []
      }
    },
  })
  return {
    progress,
    pass: (milliseconds: number) => {
      now += milliseconds
      for (const run of runs) run()
    },
    /** what stands on the last line of the terminal */
    seen: () => text.split('\r\u001b[2K').at(-1),
    written: () => text,
    isTicking: () => runs.length > 0,
  }
}

describe('on a terminal', () => {
  it('comes after half a second, and counts', () => {
    const { progress, pass, seen } = waiting(100)
    const over = progress.begin('ingresses')
    progress.begin('secrets')
    progress.begin('secrets')
    pass(400)
    expect(seen()).toBe('')
    pass(200)
    expect(seen()).toBe('asking the cluster: 0 of 3 answered, waiting for ingresses, secrets')
    over()
    pass(100)
    expect(seen()).toBe('asking the cluster: 1 of 3 answered, waiting for secrets')
  })

  it('tells after ten seconds what can be done', () => {
    const { progress, pass, seen } = waiting(200)
    progress.begin('pods')
    pass(10_500)
    expect(seen()).toBe('0 of 1 answered in 10 s; --request-timeout limits it, -v 6 shows more; waiting for pods')
  })

  it.each([20, 60, 80])('fits %i columns', (columns) => {
    const { progress, pass, seen } = waiting(columns)
    for (let i = 0; i < 30; i++) progress.begin(`kind-${i}`)
    pass(11_000)
    expect(displayWidth(seen() ?? '')).toBeLessThan(columns)
    expect(seen()).toMatch(/^0 of 30 .*…$/)
  })

  it('goes where everything is answered, and comes back', () => {
    const { progress, pass, seen } = waiting(80)
    const over = progress.begin('pods')
    pass(600)
    over()
    pass(100)
    expect(seen()).toBe('')
    progress.begin('secrets')
    pass(100)
    expect(seen()).toContain('waiting for secrets')
  })

  it('ends without a trace, for good', () => {
    const { progress, pass, seen, isTicking, written } = waiting(80)
    progress.begin('pods')
    pass(600)
    progress.end()
    expect(seen()).toBe('')
    expect(isTicking()).toBe(false)
    const before = written()
    progress.begin('secrets')
    pass(900)
    expect(written()).toBe(before)
  })
})

it('says nothing in a pipe, and starts no clock', () => {
  const { progress, pass, written, isTicking } = waiting(undefined)
  progress.begin('pods')
  pass(20_000)
  expect([written(), isTicking()]).toEqual(['', false])
})
