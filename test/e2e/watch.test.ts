/** `-w` on a live cluster, in a pipe: a row for each change, as it happens, until somebody has seen enough. */
import { spawn } from 'node:child_process'
import { expect, it } from 'vitest'
import { startOf } from '../support/program/program.js'
import { apply, asking, count, follow, kubectl, own, withReplica } from './support/replica.js'

withReplica()

/** @returns waits for a text on stdout, and ends the program as Ctrl-C does */
function watching(line: string) {
  const [file, ...before] = startOf()
  const child = spawn(file, [...before, ...line.split(' ')], { env: process.env, stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk
  })
  const ended = new Promise<NodeJS.Signals | null>((done) => child.on('close', (_, signal) => done(signal)))
  return {
    shows: (wanted: RegExp) => expect.poll(() => text, { timeout: 60_000, interval: 100 }).toMatch(wanted),
    end: () => {
      child.kill('SIGINT')
      return ended
    },
  }
}

const controller = `--controller ${own}/proxy`

it.each<[line: string, first: RegExp, scaled: RegExp, deleted: RegExp]>([
  [
    `ingresses -w -n ${own} --columns host+path,endpoints`,
    /added +shop\.test\/cart +2\n/,
    /changed +shop\.test\/cart +1\n/,
    /gone +shop\.test\/cart/,
  ],
  [`why -w -n ${own} ${controller}`, /CHANGE|^$/, /added .*replica-differs/, /gone .*replica-differs/],
  [`status -w ${controller}`, /added .* yes /, /changed .* no .*with other endpoints/, /changed .*not asked for/],
  [`backends -o table -w ${controller}`, /added .*cart/, /changed .*cart.* 1 /, /gone .*cart/],
])('%s', async (line, first, scaled, deleted) => {
  await count('cart', 2)
  await follow()
  const { shows, end } = watching(line)
  try {
    await shows(first)
    kubectl('-n', own, 'scale', 'deployment', 'cart', '--replicas=1')
    await count('cart', 1)
    if (line.startsWith('backends')) await follow()
    await shows(scaled)
    kubectl('-n', own, 'delete', 'ingress', 'cart')
    if (line.startsWith('backends')) await follow()
    await shows(deleted)
    expect(await end()).toBe('SIGINT')
  } finally {
    await end()
    apply(asking('cart', 'shop.test', '/cart', 'cart'))
    kubectl('-n', own, 'scale', 'deployment', 'cart', '--replicas=2')
  }
})
