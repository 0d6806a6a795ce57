/** What `--input` reads: as it comes, and not one moment longer than somebody wants it. */
import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { readInput } from '../../src/capture/read/input.js'

it('gives what came so far, and ends the wait for more when it is interrupted', async () => {
  const stdin = new PassThrough()
  const stop = new AbortController()
  const input = readInput('-', { stdin, cwd: '/nowhere', signal: stop.signal })
  stdin.write('a.example\n')
  expect(Buffer.from((await input.next()).value ?? []).toString()).toBe('a.example\n')
  const more = input.next()
  stop.abort()
  await expect(more).rejects.toThrow()
  expect(stdin.destroyed).toBe(true)
})
