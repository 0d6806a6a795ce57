/** The binary as a process: its second name, signals, readers that leave, and surroundings that mean other programs. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type FakeApi, fakeApi } from '../support/cluster/fake-api.js'
import { hang } from '../support/cluster/fake-api-faults.js'
import { namedProgram, runProgram, startOf } from '../support/program/program.js'
import { binaryOf, here, platforms } from './binaries.js'

let folder = ''
let api: FakeApi | undefined
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tkng-process-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => api?.close())

describe.runIf(platforms.includes(here))(here, () => {
  const start = () => startOf(namedProgram ?? binaryOf(here))
  const run = (argv: readonly string[], env: Record<string, string> = {}) =>
    runProgram(argv, { start: start(), cwd: folder, env: { HOME: folder, ...env } })

  it('completes under its second name, whatever link leads to it', async () => {
    const words = ['ingresses', '-']
    const link = join(folder, 'kubectl_complete-tkng')
    symlinkSync(start().at(-1) ?? '', link)
    const [node, bundle] = start()
    const asked = await runProgram(words, { start: bundle ? [node, link] : [link], env: { HOME: folder } })
    expect(asked).toEqual(await run(['__complete', '--', ...words]))
    expect(asked).not.toEqual(await run(words))
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('ends with %s while a server is silent', async (signal) => {
    api = await fakeApi({ faults: [hang] })
    const [file, ...before] = start()
    const env = { HOME: folder }
    const child = spawn(file, [...before, 'ingresses', '-s', api.url, '--request-timeout', '0'], { env, stdio: 'pipe' })
    const ended = new Promise((done) => child.on('close', (_code, by) => done(by)))
    const asked = api
    await expect.poll(() => asked.requests.length, { timeout: 20_000 }).toBeGreaterThan(0)
    child.kill(signal)
    expect(await ended).toBe(signal)
  })

  it('ends quietly when its reader has left', async () => {
    const items = Array.from({ length: 4000 }, (_, i) => ({
      metadata: { name: `web-${i}`, namespace: 'default' },
      spec: { rules: [{ host: `h${i}.example.com` }] },
    }))
    api = await fakeApi({ objects: { Ingress: items } })
    const argv = ['ingresses', '-A', '-s', api.url, '-o', 'json']
    const options = { start: start(), env: { HOME: folder } }
    expect(await runProgram(argv, { ...options, closeEarly: true })).toMatchObject({ stderr: '' })
    const whole = await runProgram(argv, options)
    expect(JSON.parse(whole.stdout).items).toHaveLength(4000)
  })

  // A bundle is run by the user's own Node, for which NODE_OPTIONS are meant.
  it.skipIf(namedProgram?.endsWith('.cjs')).each<[string, Record<string, string>]>([
    ['NODE_OPTIONS', { NODE_OPTIONS: '--require ./intruder.js' }],
    ['BUN_OPTIONS', { BUN_OPTIONS: '--preload ./intruder.js' }],
    ['BUN_BE_BUN', { BUN_BE_BUN: '1' }],
  ])('does not take %s for its own', async (_name, env) => {
    writeFileSync(join(folder, 'intruder.js'), 'console.log("intruder")')
    writeFileSync(join(folder, 'package.json'), '{"scripts": {"ingresses": "echo intruder"}}')
    writeFileSync(join(folder, '.env'), 'KUBECONFIG=/intruder\n')
    writeFileSync(join(folder, 'bunfig.toml'), 'preload = ["./intruder.js"]\n')
    const said = await run(['ingresses'], env)
    expect(said).toEqual(await runProgram(['ingresses'], { start: start(), env: { HOME: folder }, cwd: tmpdir() }))
    expect(said).toMatchObject({ stdout: '', code: 2, stderr: expect.stringContaining('no cluster is configured') })
  })
})
