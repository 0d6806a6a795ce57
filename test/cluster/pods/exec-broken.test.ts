/** Programs in a pod whose connection breaks, says nothing, or brings more than is read. */
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../../../src/domain/problem.js'
import type { Remote, Script } from '../../support/cluster/fake-kubelet.js'
import { problemIn } from '../../support/cluster/open-cluster.js'
import { run, standstill, untilError } from '../../support/cluster/open-pods.js'

const half = 'half of it'
const halfThen =
  (end: (remote: Remote) => unknown): Script =>
  async (remote) => {
    await remote.send(1, half)
    await end(remote)
  }

/** More than all buffers on the way can hold. */
const size = 64 * 1024
const count = 1000
const most = (size * count) / 4

describe('a connection that breaks', () => {
  it.each<[string, (remote: Remote) => unknown, string | RegExp]>([
    ['closed without a status', ({ socket }) => socket.close(1000), 'it was closed before the program ended'],
    ['closed without a code', ({ socket }) => socket.close(), 'it was closed before the program ended'],
    [
      'closed with a reason',
      ({ socket }) => socket.close(1011, 'tunnel\nlost'),
      /^it was closed with code 1011: tunnel lost$/,
    ],
    ['cut', ({ raw }) => raw.destroy(), 'it was closed without a word'],
    ['ended', ({ raw }) => raw.end(), 'it was closed without a word'],
    [
      'cut in the middle of a frame',
      ({ raw }) => raw.end(Buffer.from([0x82, 100, 1, 2, 3])),
      'it was closed without a word',
    ],
    ['out of protocol', ({ raw }) => raw.write(Buffer.from([0xff, 0xff, 0xff])), /Invalid WebSocket frame/],
    [
      'a frame of a size that nobody sends',
      ({ raw }) => raw.write(Buffer.from([0x82, 127, 0, 0, 0, 1, 0, 0, 0, 0])),
      /size/,
    ],
  ])('%s is told as such, after what came before', async (_name, end, detail) => {
    const { program } = await run(halfThen(end))
    const { text, error } = await untilError(program.stdout)
    expect(text).toBe(half)
    expect((error as Problem).value).toEqual({
      reason: 'connection-lost',
      facts: { doing: 'exec', pod: 'shop/web', detail: expect.stringMatching(detail) },
    })
    expect(await problemIn(program.exit)).toEqual((error as Problem).value)
    expect(await program.stderr).toBe('')
  })

  it('that no longer answers pings is lost', async () => {
    const { program } = await run(
      halfThen(() => {}),
      {
        kubelet: { pongs: false },
        heartbeat: { every: 20, most: 300 },
      },
    )
    const { text, error } = await untilError(program.stdout)
    expect(text).toBe(half)
    expect((error as Problem).value).toMatchObject({
      reason: 'connection-lost',
      facts: { detail: 'no answer to a ping for 0.3 s' },
    })
  })

  it('stays while pings are answered', async () => {
    const { program, remote } = await run(
      halfThen(() => {}),
      { heartbeat: { every: 5, most: 2000 } },
    )
    for (let count = 0; count < 5; count += 1) await once(remote().socket, 'ping')
    await remote().exit(0)
    expect(await program.exit).toBe(0)
  })
})

describe('waiting', () => {
  it.each<[string, Script, object]>([
    [
      'for a program that says nothing',
      () => {},
      { reason: 'connection-lost', facts: { detail: 'nothing came for 0.3 s' } },
    ],
    [
      'for more of it',
      halfThen(() => {}),
      { reason: 'connection-lost', facts: { doing: 'exec', detail: 'nothing more came for 0.3 s' } },
    ],
  ])('%s has an end', async (_name, script, value) => {
    const patience = { 'waiting for the answer': 300, 'reading the answer': 300 }
    const { program, remote } = await run(script, { patience })
    expect(await problemIn(program.exit)).toMatchObject(value)
    await remote().closed
  })

  it.each<[string, number, string, object]>([
    ['what comes on a channel that nobody opened', 9, 'x', { detail: 'nothing came for 0.3 s' }],
    ['what comes on that of its input', 0, 'x', { detail: 'nothing came for 0.3 s' }],
    ['messages of no bytes', 1, '', { detail: 'nothing came for 0.3 s' }],
    ['complaints', 2, 'x'.repeat(1024 * 1024), { detail: 'its complaints never end' }],
    ['ends', 3, 'x', { message: 'x', status: 500 }],
  ])('for %s without end has an end', async (_name, channel, data, facts) => {
    const endless: Script = async ({ send, socket }) => {
      for (; socket.readyState === socket.OPEN; await setImmediate()) await send(channel, data)
    }
    const patience = { 'waiting for the answer': 300, 'reading the answer': 5000, closing: 300 }
    const { program, remote } = await run(endless, { patience })
    expect(await problemIn(program.exit)).toMatchObject({ facts })
    await remote().closed
  })

  it('takes the limit of --request-timeout for each wait, and not for the whole', async () => {
    const { program } = await run(
      halfThen(() => {}),
      { connection: { requestTimeoutMs: 300 }, patience: {} },
    )
    expect(await problemIn(program.exit)).toMatchObject({ facts: { detail: 'nothing more came for 0.3 s' } })
  })

  it('ends when the person gives up', async () => {
    const person = new AbortController()
    const { program, remote } = await run(
      halfThen(() => {}),
      { signal: person.signal },
    )
    person.abort()
    expect((await problemIn(program.exit)).reason).toBe('interrupted')
    await remote().closed
  })
})

describe('a slow reader', () => {
  it('slows the program down, and misses nothing', async () => {
    const { program, remote } = await run(async ({ send, exit }) => {
      await Promise.all(Array.from({ length: count }, (_, at) => send(1, Buffer.alloc(size, at))))
      await exit(0)
    })
    let total = 0
    for await (const chunk of program.stdout) {
      total += chunk.length
      if (total === size) expect(await standstill(() => remote().socket.bufferedAmount)).toBeGreaterThan(most)
    }
    expect(total).toBe(size * count)
    expect(await program.exit).toBe(0)
  })

  it('that leaves stops the program', async () => {
    const { program, remote } = await run(({ send }) => {
      for (let at = 0; at < count; at += 1) send(1, Buffer.alloc(size))
    })
    for await (const _chunk of program.stdout) break
    await remote().closed
    expect((await problemIn(program.exit)).reason).toBe('connection-lost')
  })

  it('is no reason to think that the server is gone', async () => {
    const { program, remote } = await run(
      async ({ send, exit }) => {
        await Promise.all(Array.from({ length: count }, () => send(1, Buffer.alloc(size))))
        await exit(0)
      },
      {
        patience: { 'waiting for the answer': 5000, 'reading the answer': 400, closing: 1000 },
        heartbeat: { every: 20, most: 400 },
      },
    )
    let total = 0
    for await (const chunk of program.stdout) {
      total += chunk.length
      if (total === size) await standstill(() => remote().socket.bufferedAmount, 500)
    }
    expect(total).toBe(size * count)
  })
})
