/** The single binaries: their form, what they say on each machine that can run them, and that they build the same twice. */
import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import project from '../../package.json' with { type: 'json' }
import { type FakeApi, fakeApi } from '../support/cluster/fake-api.js'
import { insideOf, oneController } from '../support/cluster/fake-controller.js'
import { session } from '../support/program/session.js'
import { binaryOf, build, checksumOf, platforms, starterOf } from './binaries.js'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tkng-binary-test-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let api: FakeApi | undefined
afterEach(() => api?.close())

/** With files instead of pipes, which Wine does not hand over. */
async function run(start: readonly [string, ...string[]], argv: readonly string[], env: Record<string, string> = {}) {
  const [file, ...before] = start
  const [stdout, stderr] = [join(folder, 'stdout'), join(folder, 'stderr')]
  const [out, err] = [openSync(stdout, 'w'), openSync(stderr, 'w')]
  const wine = { WINEDEBUG: '-all', WINEPREFIX: join(folder, 'wine'), NODE_SKIP_PLATFORM_CHECK: '1' }
  const all = { PATH: process.env.PATH ?? '', HOME: folder, ...wine, ...env }
  const child = spawn(file, [...before, ...argv], { env: all, stdio: ['ignore', out, err] })
  const code = await new Promise<number | null>((done, failed) => child.on('error', failed).on('close', done))
  closeSync(out)
  closeSync(err)
  return { stdout: readFileSync(stdout, 'utf8'), stderr: withoutWine(readFileSync(stderr, 'utf8')), code }
}

function withoutWine(text: string): string {
  return text.replaceAll(/^wine: .*\n/gm, '')
}

describe.each(platforms)('%s', (platform) => {
  it('is a program for it, with a program inside', () => {
    const file = readFileSync(binaryOf(platform))
    const forms: Record<string, () => unknown> = {
      'linux-amd64': () => [file.toString('latin1', 1, 4), file.readUInt16LE(18)],
      'linux-arm64': () => [file.toString('latin1', 1, 4), file.readUInt16LE(18)],
      'darwin-arm64': () => [file.readUInt32LE(0), file.readUInt32LE(4)],
      'windows-amd64': () => [file.toString('latin1', 0, 2), file.readUInt16LE(file.readUInt32LE(60) + 4)],
    }
    const wanted: Record<string, unknown> = {
      'linux-amd64': ['ELF', 62],
      'linux-arm64': ['ELF', 183],
      'darwin-arm64': [0xfeedfacf, 0x0100000c],
      'windows-amd64': ['MZ', 0x8664],
    }
    expect(forms[platform]?.()).toEqual(wanted[platform])
    expect(file.includes('NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1')).toBe(true)
  })

  it('has the licences of all that is inside beside it', () => {
    const text = readFileSync(join(dirname(binaryOf(platform)), 'THIRD_PARTY'), 'utf8')
    for (const name of ['Node.js 22.23.2', 'OpenSSL', 'V8', 'commander 14', 'yaml 2', 'ws 8', 'tar 7', 'chalk 5'])
      expect(text).toContain(name)
  })
})

const runnable = platforms.filter((platform) => starterOf(platform) !== undefined)

describe.each(runnable)('%s, run', (platform) => {
  const start = starterOf(platform) ?? ['']

  it('says which build it is', async () => {
    const { stdout, ...rest } = await run(start, ['--version', '-o', 'json'])
    expect(rest).toEqual({ stderr: '', code: 0 })
    expect(JSON.parse(stdout)).toEqual({
      version: project.version,
      commit: expect.stringMatching(/^[0-9a-f]{40}(-dirty)?$/),
      build: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      node: 'v22.23.2',
    })
  })

  it.each(['--help', 'ingresses --from demo -o wide', 'certs --from demo -o json', 'nope'])(
    '%s says the same as from the sources',
    async (line) => {
      expect(await run(start, line.split(' '))).toEqual(await session(line.split(' ')))
    },
  )

  it('speaks TLS with a client certificate, and WebSockets', async () => {
    const inside = insideOf({ programs: { cat: { out: 'events {}\n' } }, pages: { '/configuration/backends': '[]' } })
    api = await fakeApi({ objects: oneController, tls: 'server', upgrade: inside })
    const kubeconfig = join(folder, 'config')
    writeFileSync(kubeconfig, api.kubeconfig())
    const asked = (verb: string) => run(start, [verb, '--kubeconfig', kubeconfig])
    expect(await asked('backends')).toEqual({ stdout: '[]\n', stderr: '', code: 0 })
    expect(await asked('conf')).toEqual({ stdout: 'events {}\n', stderr: '', code: 0 })
    expect(api.requests.every(({ peer }) => peer === 'ann')).toBe(true)
  })
})

describe('the same sources', () => {
  it.each(platforms)('give the same bytes for %s', async (platform) => {
    const first = checksumOf(platform)
    await build([platform])
    expect(checksumOf(platform)).toBe(first)
  })
})
