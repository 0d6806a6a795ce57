/** A pipe between who brings and who fetches: its order, its room, its end. */
import { setImmediate as soon } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPipe } from '../../../src/cluster/pods/pipe.js'
import { problem } from '../../../src/domain/problem.js'

const open = () => {
  let left = 0
  const pipe = createPipe<string>({
    sizeOf: (text) => text.length,
    onLeave: () => {
      left += 1
    },
  })
  return { pipe, left: () => left }
}

const megabyte = 'x'.repeat(1024 * 1024)

describe('a pipe', () => {
  it('hands over everything in its order, however both sides wait for each other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.string(), fc.boolean(), fc.boolean())), async (steps) => {
        const { pipe, left } = open()
        const bring = async () => {
          for (const [text, waits] of steps) {
            if (waits) await soon()
            await pipe.put(text)
          }
          pipe.end()
        }
        bring()
        const fetched: string[] = []
        for await (const text of pipe.output) {
          fetched.push(text)
          if (steps[fetched.length]?.[2]) await soon()
        }
        expect(fetched).toEqual(steps.map(([text]) => text))
        expect(left()).toBe(1)
      }),
      { numRuns: 50 },
    )
  })

  it('has room for a megabyte, and then again when half of it is fetched', async () => {
    const { pipe } = open()
    expect(pipe.put('a')).toBeNull()
    const room = pipe.put(megabyte)
    expect(room).toBeInstanceOf(Promise)
    expect(pipe.put('b')).toBe(room)
    const output = pipe.output[Symbol.asyncIterator]()
    await output.next()
    await output.next()
    await room
    expect(pipe.put('c')).toBeNull()
  })

  it('counts what very many small items cost', () => {
    const { pipe } = open()
    let count = 0
    while (pipe.put('') === null) count += 1
    expect(count).toBeLessThan(10_000)
  })

  it('ends with the problem, after what was brought before', async () => {
    const { pipe } = open()
    pipe.put('a')
    pipe.end(problem('interrupted', {}))
    pipe.end()
    expect(pipe.put('too late')).toBeNull()
    const fetched: string[] = []
    const read = async () => {
      for await (const text of pipe.output) fetched.push(text)
    }
    await expect(read()).rejects.toThrow('interrupted')
    expect(fetched).toEqual(['a'])
  })

  it('lets nobody wait for a reader who has left', async () => {
    const { pipe, left } = open()
    const room = pipe.put(megabyte)
    for await (const _text of pipe.output) break
    await room
    expect(pipe.put(megabyte)).toBeNull()
    expect(left()).toBe(1)
  })
})
