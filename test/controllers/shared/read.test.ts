/** Programs of a pod that write without end: each is left, at what an honest answer never has. */
import { describe, expect, it } from 'vitest'
import { output, stream } from '../../../src/controllers/shared/read.js'
import type { PodAccess } from '../../../src/domain/controllers/pod-access.js'

const container = { namespace: 'edge', name: 'proxy-1', container: 'controller' }
const mebibyte = new Uint8Array(1024 ** 2).fill(0x20)

/** @returns how many mebibytes were taken of it, too */
function endless() {
  const seen = { taken: 0, isLeft: false }
  async function* stdout(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        seen.taken++
        yield mebibyte
      }
    } finally {
      seen.isLeft = true
    }
  }
  const exec = async () => ({ stdout: stdout(), stderr: Promise.resolve(''), exit: Promise.resolve(0) })
  return { seen, pods: { exec } as unknown as PodAccess }
}

describe('a program that writes without end', () => {
  it.each([
    ['lines', 1],
    ['list', 64],
  ] as const)('has no answer where %s are asked for, after %i MiB', async (what, most) => {
    const { pods, seen } = endless()
    await expect(output(pods, container, ['ps'], what)).rejects.toThrow(`it is larger than ${most} MiB`)
    expect(seen).toEqual({ taken: most + 1, isLeft: true })
  })

  it('breaks off where it is read as it comes, after 512 MiB', async () => {
    const { pods, seen } = endless()
    const taken = (async () => {
      for await (const _ of await stream(pods, container, ['cat', 'x']));
    })()
    await expect(taken).rejects.toMatchObject({
      value: { reason: 'connection-lost', facts: { detail: 'it is larger than 512 MiB' } },
    })
    expect(seen).toEqual({ taken: 513, isLeft: true })
  })
})
