/** The inside of a live controller, whatever its name: what we show is what kubectl finds there, and what a capture replays. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runPlugin } from '../support/program/plugin.js'

interface Controller {
  readonly controller: { readonly namespace: string; readonly name: string }
  readonly replicas: {
    readonly items: readonly { readonly name: string; readonly container: string; readonly state: string }[]
  }
}

let folder = ''
let found: Controller[] = []
beforeAll(async () => {
  if (!process.env.KUBECONFIG) throw new Error('KUBECONFIG is not set: this suite needs a cluster')
  folder = mkdtempSync(join(tmpdir(), 'tkng-e2e-'))
  const { stdout, stderr, code } = await runPlugin(['info', '-o', 'json'])
  // A cluster without a controller is a cluster, too: then that is what has to be said.
  if (code === 2) expect(stderr).toMatch(/^error: no ingress controller found /)
  else found = JSON.parse(stdout).items
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function told(...argv: string[]): Promise<string> {
  const { stdout, stderr, code } = await runPlugin(argv)
  expect({ argv, stderr, code }).toEqual({ argv, stderr: '', code: 0 })
  return stdout
}

const kubectl = (...argv: string[]) => execFileSync('kubectl', argv, { maxBuffer: 1 << 30 })

describe('every controller', () => {
  it('runs with the configuration that kubectl reads there', async () => {
    for (const { controller, replicas } of found) {
      const [{ name: pod, container } = { name: '', container: '' }] = replicas.items.filter(
        ({ state }) => state === 'ready',
      )
      const theirs = kubectl(
        '-n',
        controller.namespace,
        'exec',
        pod,
        '-c',
        container,
        '--',
        'cat',
        '/etc/nginx/nginx.conf',
      )
      const ours = await told('conf', '--controller', `${controller.namespace}/${controller.name}`)
      expect(ours).toBe(theirs.toString())
    }
  })

  it('lists backends that are one JSON array, with the names that --list prints', async () => {
    for (const { controller } of found) {
      const choice = ['--controller', `${controller.namespace}/${controller.name}`]
      const backends: { name: string }[] = JSON.parse(await told('backends', ...choice))
      expect(await told('backends', '--list', ...choice)).toBe(backends.map(({ name }) => `${name}\n`).join(''))
      expect(backends.map(({ name }) => name)).toContain('upstream-default-backend')
    }
  })

  it('has a master process', async () => {
    for (const { controller } of found)
      expect(await told('ps', '--controller', `${controller.namespace}/${controller.name}`)).toMatch(/^\d+ +master /m)
  })

  it('judges a certificate for every host, and shows no key', async () => {
    for (const { controller } of found) {
      const { stdout, code } = await runPlugin([
        'certs',
        '-o',
        'json',
        '--controller',
        `${controller.namespace}/${controller.name}`,
      ])
      expect([0, 1]).toContain(code)
      expect(stdout).not.toContain('PRIVATE KEY')
      for (const { state, message } of JSON.parse(stdout).items)
        expect([typeof state, typeof message]).toEqual(['string', 'string'])
    }
  })

  it('has a log whose records are its lines', async () => {
    for (const { controller } of found) {
      const choice = ['--controller', `${controller.namespace}/${controller.name}`, '--tail', '50']
      const records = (await told('logs', ...choice, '-o', 'json'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).text)
      const lines = (await told('logs', ...choice)).trimEnd().split('\n')
      expect(lines.length).toBe(records.length)
    }
  })

  it('passes the exit code and both streams of a program on', async () => {
    for (const { controller } of found.slice(0, 1)) {
      const choice = ['--controller', `${controller.namespace}/${controller.name}`]
      expect(await runPlugin(['exec', ...choice, '--', 'sh', '-c', 'echo out; echo err >&2; exit 7'])).toEqual({
        stdout: 'out\n',
        stderr: 'err\n',
        code: 7,
      })
    }
  })
})

describe('its capture', () => {
  it('replays what it says, and holds no key', async () => {
    const file = join(folder, 'inside.tar.gz')
    expect(await runPlugin(['capture', '-A', '-o', file])).toMatchObject({ stdout: '', code: 0 })
    expect(execFileSync('tar', ['xzOf', file], { maxBuffer: 1 << 30 }).includes('PRIVATE KEY')).toBe(false)
    expect(readFileSync(file).length).toBeGreaterThan(1000)
    for (const line of found.length === 1
      ? ['backends', 'ingresses -A -o name', 'status -o name']
      : ['ingresses -A -o name']) {
      const live = await runPlugin(line.split(' '))
      const replayed = await runPlugin([...line.split(' '), '--from', file])
      expect({ line, ...replayed, stderr: '' }).toEqual({ line, ...live, stderr: '' })
    }
  })
})
