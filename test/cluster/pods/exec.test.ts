/** Programs in a pod: their output, and how they end. */
import { describe, expect, it } from 'vitest'
import { exec } from '../../../src/cluster/pods/exec.js'
import { statusOf } from '../../support/cluster/fake-kubelet.js'
import { problemIn } from '../../support/cluster/open-cluster.js'
import { openPods, run, textOf, web } from '../../support/cluster/open-pods.js'

describe('exec', () => {
  it('asks for the container and every word of the command, and for no input', async () => {
    const { api, program } = await run((remote) => remote.exit(0), { argv: ['sh', '-c', 'a & b=ü'] })
    expect(await program.exit).toBe(0)
    const [seen] = api.requests
    expect(seen?.path).toBe('/api/v1/namespaces/shop/pods/web/exec')
    expect([...(seen?.query ?? [])]).toEqual([
      ['container', 'nginx'],
      ['command', 'sh'],
      ['command', '-c'],
      ['command', 'a & b=ü'],
      ['stdout', 'true'],
      ['stderr', 'true'],
    ])
  })

  it.each(['v5.channel.k8s.io', 'v4.channel.k8s.io'])('speaks %s', async (protocol) => {
    const { program, remote } = await run(
      async ({ send, exit }) => {
        await send(1, 'worker_processes 1;\n')
        await send(2, 'a warning\n')
        await exit(0)
      },
      { kubelet: { protocols: [protocol] } },
    )
    expect(await textOf(program.stdout)).toBe('worker_processes 1;\n')
    expect(await program.stderr).toBe('a warning\n')
    expect(await program.exit).toBe(0)
    expect(remote().protocol).toBe(protocol)
  })

  it.each([0, 1, 3, 137])('tells the exit code %i', async (code) => {
    const { program } = await run((remote) => remote.exit(code))
    expect(await textOf(program.stdout)).toBe('')
    expect(await program.exit).toBe(code)
  })

  it('tells why a program could not be started', async () => {
    const message = 'Internal error occurred: exec: "cat": executable file not found in $PATH'
    const { program } = await run(async (remote) => {
      await remote.send(3, JSON.stringify({ status: 'Failure', message, reason: 'InternalError', code: 500 }))
      remote.socket.close(1000)
    })
    const facts = { doing: 'exec', pod: 'shop/web', status: 500, message }
    expect(await problemIn(program.exit)).toEqual({ reason: 'upgrade-refused', facts })
    expect(await problemIn(textOf(program.stdout))).toEqual({ reason: 'upgrade-refused', facts })
  })

  it.each([
    ['is not JSON', 'oops', 'oops'],
    ['is JSON that says nothing', 'null', 'null'],
    [
      'has an exit code that is no number',
      JSON.stringify({
        ...statusOf(1),
        details: { causes: [{ reason: 'ExitCode', message: 'x' }] },
      }),
      'command terminated with non-zero exit code: exit status 1',
    ],
    ...[[null], [7], {}, 'x', [{ reason: 'ExitCode' }], [{ reason: 'ExitCode', message: 1 }]].map((causes) => [
      `has causes like ${JSON.stringify(causes)}`,
      JSON.stringify({ ...statusOf(1), details: { causes } }),
      'command terminated with non-zero exit code: exit status 1',
    ]),
    ['has details that are none', '{"reason":"NonZeroExitCode","details":[],"message":"m"}', 'm'],
    ['is of other types throughout', '{"status":1,"reason":[],"message":{},"code":"x"}', '{"status":1'],
  ])('takes a status that %s for a failure', async (_name, status, message) => {
    const { program } = await run(async (remote) => {
      await remote.send(3, status)
      remote.socket.close(1000)
    })
    expect(await problemIn(program.exit)).toMatchObject({
      reason: 'upgrade-refused',
      facts: { message: expect.stringContaining(message) },
    })
  })

  it('takes no more of a status than a sentence needs', async () => {
    const { program } = await run(async (remote) => {
      await remote.send(3, '['.repeat(1_000_000))
      remote.socket.close(1000)
    })
    const { facts } = await problemIn(program.exit)
    expect(String((facts as { message?: unknown }).message).length).toBeLessThanOrEqual(64 * 1024)
  })

  it.each(['..', '.', 'a/b', 'a%2e', ''])('asks nothing of a pod that is called %j, in any namespace', async (name) => {
    const { api, server } = await openPods(() => {})
    for (const odd of [
      { ...web, name },
      { ...web, namespace: name },
    ])
      expect((await problemIn(exec(server, odd, ['ls']))).reason).toBe('upgrade-refused')
    expect(api.requests).toEqual([])
  })

  it('passes bytes on as they are, characters cut in half by frames too', async () => {
    const bytes = Buffer.from('zażółć gęślą jaźń 😀\0\n')
    const { program } = await run(async (remote) => {
      for (const byte of bytes) await remote.send(1, Buffer.of(byte))
      await remote.exit(0)
    })
    expect(await textOf(program.stdout)).toBe(bytes.toString())
  })

  it('keeps the end of a long stderr, from a whole character on', async () => {
    const { program } = await run(async (remote) => {
      for (let line = 0; line < 100; line += 1) await remote.send(2, 'ż'.repeat(10_000))
      await remote.send(2, '!')
      await remote.exit(1)
    })
    expect(await textOf(program.stdout)).toBe('')
    expect(await program.stderr).toBe(`${'ż'.repeat(32 * 1024 - 1)}!`)
  })

  it('tells the exit code also to those who read nothing', async () => {
    const { program } = await run(async (remote) => {
      await remote.send(1, 'x'.repeat(1000))
      await remote.exit(4)
    })
    expect(await program.exit).toBe(4)
    expect(await program.stderr).toBe('')
  })

  it.each([
    ['the close of a channel', 255, Buffer.of(1)],
    ['a channel that nobody knows', 77, 'x'],
    ['an empty status', 3, ''],
  ])('takes no notice of %s', async (_name, channel, data) => {
    const { program } = await run(async (remote) => {
      await remote.send(1, 'a')
      await remote.send(channel, data)
      await new Promise((resolve) => remote.socket.send(Buffer.alloc(0), resolve))
      await remote.send(1, 'b')
      await remote.exit(0)
    })
    expect(await textOf(program.stdout)).toBe('ab')
    expect(await program.exit).toBe(0)
  })

  it('has its answer where the server does not close after the status', async () => {
    const { program, remote } = await run(
      async ({ send }) => {
        await send(1, 'a')
        await send(3, JSON.stringify(statusOf(0)))
      },
      { patience: { closing: 20 } },
    )
    expect(await textOf(program.stdout)).toBe('a')
    expect(await program.exit).toBe(0)
    await remote().closed
  })
})
