/** Through `kubectl proxy`, plain HTTP without credentials: lists and streams alike. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runPlugin } from '../support/program/plugin.js'

const proxies: ChildProcess[] = []
afterAll(() => {
  for (const proxy of proxies) proxy.kill()
})

async function proxy(...argv: string[]): Promise<string> {
  const child = spawn('kubectl', ['proxy', '--port=0', ...argv], { stdio: ['ignore', 'pipe', 'inherit'] })
  proxies.push(child)
  const [line] = await once(createInterface(child.stdout), 'line')
  return `http://${/[\d.]+:\d+/.exec(String(line))?.[0]}`
}

/** The choice of one controller, where there are several; null where there is none. */
let choice: string[] | null = null
beforeAll(async () => {
  if (!process.env.KUBECONFIG) throw new Error('KUBECONFIG is not set: this suite needs a cluster')
  const { stdout, code } = await runPlugin(['info', '-o', 'json'])
  const [first] = code === 0 ? JSON.parse(stdout).items : []
  if (first) choice = ['--controller', `${first.controller.namespace}/${first.controller.name}`]
})

it('lists what a direct connection lists', async () => {
  const server = await proxy()
  expect(await runPlugin(['ingresses', '-A', '-s', server])).toEqual(await runPlugin(['ingresses', '-A']))
  if (choice)
    expect(await runPlugin(['backends', ...choice, '-s', server])).toEqual(await runPlugin(['backends', ...choice]))
})

it('runs programs where the proxy lets it, and says who refuses where it does not', async () => {
  if (!choice) return
  const open = await proxy('--reject-paths=^$')
  expect(await runPlugin(['conf', ...choice, '-s', open])).toEqual(await runPlugin(['conf', ...choice]))
  const { stdout, stderr, code } = await runPlugin(['conf', ...choice, '-s', await proxy()])
  expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
  expect(stderr).toContain('something in between refuses it')
})
