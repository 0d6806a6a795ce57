/** Programs in a pod that a person types to. */
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { Heartbeat } from '../../../src/cluster/pods/channels.js'
import { attach } from '../../../src/cluster/pods/exec.js'
import type { Terminal } from '../../../src/domain/controllers/pod-access.js'
import type { Script } from '../../support/cluster/fake-kubelet.js'
import { problemIn } from '../../support/cluster/open-cluster.js'
import { openPods, type PodSettings, standstill, web } from '../../support/cluster/open-pods.js'

interface Seen {
  out: string
  /** what happened to the terminal, in order */
  readonly events: string[]
  resize: (columns: number, rows: number) => void
}

interface Play {
  readonly input?: AsyncIterable<Uint8Array>
  readonly tty?: boolean
  readonly settings?: PodSettings
  readonly heartbeat?: Heartbeat | undefined
}

async function play(script: Script, { input = keys('ls\n'), tty = false, settings = {}, heartbeat }: Play = {}) {
  const opened = await openPods(script, settings)
  let size = { columns: 80, rows: 24 }
  let resized = () => {}
  const seen: Seen = {
    out: '',
    events: [],
    resize: (columns, rows) => {
      size = { columns, rows }
      resized()
    },
  }
  const terminal: Terminal = {
    input,
    output: async (chunk) => {
      seen.out += Buffer.from(chunk).toString()
    },
    error: async (chunk) => {
      seen.out += `[${Buffer.from(chunk)}]`
    },
    tty: tty
      ? {
          size: () => size,
          onResize: (listener) => {
            resized = listener
          },
          raw: () => {
            seen.events.push('raw')
            return () => seen.events.push('restored')
          },
        }
      : null,
  }
  return { ...opened, seen, code: attach(opened.server, web, ['sh'], terminal, heartbeat) }
}

async function* keys(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

/** Somebody who types this and then nothing, without going away. */
async function* person(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
  await new Promise(() => {})
}

describe('attach', () => {
  it('sends input, tells its end, and shows stdout and stderr in their order', async () => {
    const { api, code, seen } = await play(async ({ until, heard, send, exit }) => {
      await until(() => heard(255) === '\0')
      await send(1, heard(0))
      await send(2, 'oops')
      await send(1, '!')
      await exit(3)
    })
    expect(await code).toBe(3)
    expect(seen.out).toBe('ls\n[oops]!')
    expect(api.requests[0]?.query.toString()).toBe('container=nginx&command=sh&stdout=true&stdin=true&stderr=true')
  })

  it('keeps the connection on v4 after the end of input, so that the output still comes', async () => {
    const { code, seen, remote } = await play(
      async ({ until, heard, send, exit }) => {
        await until(() => heard(0) === 'ab')
        await send(1, 'late')
        await exit(0)
      },
      { input: keys('a', 'b'), settings: { kubelet: { protocols: ['v4.channel.k8s.io'] } } },
    )
    expect(await code).toBe(0)
    expect(seen.out).toBe('late')
    expect(remote().heard(255)).toBe('')
  })

  it('gives a terminal its keys raw, its size and every other size, and itself back at the end', async () => {
    const { api, code, seen } = await play(
      async ({ until, heard, send, exit }) => {
        await until(() => heard(0) === '\x03' && heard(4) !== '')
        seen.resize(120, 40)
        await until(() => heard(4).includes('120'))
        await send(1, heard(4))
        await exit(130)
      },
      { tty: true, input: person('\x03') },
    )
    expect(await code).toBe(130)
    expect(seen.out).toBe('{"Width":80,"Height":24}{"Width":120,"Height":40}')
    expect(seen.events).toEqual(['raw', 'restored'])
    const query = api.requests[0]?.query
    expect(query?.get('tty')).toBe('true')
    expect(query?.get('stderr')).toBeNull()
  })

  it('ends with the program, though nobody ends the input', async () => {
    const { code } = await play((remote) => remote.exit(0), { input: person('') })
    expect(await code).toBe(0)
  })

  it('gives the terminal back where the connection breaks', async () => {
    const { code, seen } = await play(({ raw }) => raw.destroy(), { tty: true, input: person('x') })
    expect((await problemIn(code)).reason).toBe('connection-lost')
    expect(seen.events).toEqual(['raw', 'restored'])
  })

  it('does not touch the terminal where the API refuses', async () => {
    const { code, seen } = await play(() => {}, { tty: true, settings: { api: { tokens: ['other'] } } })
    expect((await problemIn(code)).reason).toBe('unauthorized')
    expect(seen.events).toEqual([])
  })

  it('waits for a quiet program as long as it takes', async () => {
    const settings = { patience: { 'waiting for the answer': 1000, 'reading the answer': 50, closing: 1000 } }
    const { code } = await play(
      async ({ socket, send, exit }) => {
        await send(1, '$ ')
        for (let count = 0; count < 10; count += 1) await once(socket, 'ping')
        await exit(0)
      },
      { input: person(''), settings, heartbeat: { every: 20, most: 5000 } },
    )
    expect(await code).toBe(0)
  })

  it('ends with the error of an input that cannot be read', async () => {
    const { code, remote } = await play(() => {}, {
      input: { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('EIO')) }) },
    })
    await expect(code).rejects.toThrow('EIO')
    await remote().closed
  })

  it('reads no further than the program does', async () => {
    let given = 0
    const { code, remote } = await play(({ socket }) => socket.pause(), {
      input: (async function* () {
        for (; given < 1000; given += 1) yield Buffer.alloc(64 * 1024)
      })(),
    })
    const ended = problemIn(code)
    expect(await standstill(() => given)).toBeLessThan(900)
    remote().raw.destroy()
    expect((await ended).reason).toBe('connection-lost')
  })
})
